import { setImmediate } from 'node:timers/promises';
import { decodeMember } from '../core/record/member.ts';
import { chainKey, comparePlaces, leafOf, type Place } from '../core/view/chain-tree.ts';
import { receiptsAmong } from '../core/view/stories.ts';
import type { Journal } from './journal.ts';

/** Receipts that are read at a time, before other work has its turn. */
const SLICE = 100;

/** The last receipt of every chain that the journal holds. */
export interface ChainEnds {
  /** Reads what was accepted since; other work goes on between slices. @returns whether there was anything. */
  catchUp(): Promise<boolean>;
  /** In the order of a head's list, with the leaf of each. */
  listed(): { readonly chains: readonly Place[]; readonly leaves: readonly Uint8Array[] };
}

interface End {
  readonly place: Place;
  readonly leaf: Uint8Array;
}

export function chainEnds(journal: Pick<Journal, 'receiptsSince'>): ChainEnds {
  const ends = new Map<string, End>();
  let position = 0;

  function take({ document, notary, number, receipt }: Place): void {
    const place = { document, notary, number, receipt };
    const key = chainKey(place);
    if ((ends.get(key)?.place.number ?? -1) < number) ends.set(key, { place, leaf: leafOf(place) });
  }

  return {
    async catchUp() {
      for (let found = false; ; found = true) {
        const { members, position: reached } = journal.receiptsSince(position, SLICE);
        if (members.length === 0) return found;
        for (const place of receiptsAmong(members.map(decodeMember))) take(place);
        position = reached;
        await setImmediate();
      }
    },
    listed() {
      const sorted = [...ends.values()].sort((a, b) => comparePlaces(a.place, b.place));
      return { chains: sorted.map(({ place }) => place), leaves: sorted.map(({ leaf }) => leaf) };
    },
  };
}
