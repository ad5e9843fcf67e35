import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { parsePublicKey } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { decodeMember } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import type { Place } from '../core/view/chain-tree.ts';
import { receiptsAmong } from '../core/view/stories.ts';
import { asStorage, transactLoosely } from './database.ts';
import type { Journal } from './journal.ts';

/** Receipts that are read at a time, before other work has its turn. */
const SLICE = 100;
/** Ends that are read at a time. */
const ENDS_SLICE = 250;
const NAME = 'chain-ends';

/** The last receipt of every chain that the journal holds: on the disk, so that a start reads no receipt again. */
export interface ChainEnds {
  /** Reads what was accepted since; other work goes on between slices. @returns whether there was anything. */
  catchUp(): Promise<boolean>;
  /** In the order of a head's list, slice by slice. Whoever catches up meanwhile gets a list of two times. */
  listed(): Iterable<readonly Place[]>;
}

interface End {
  readonly document: string;
  readonly notary: Uint8Array;
}

/** @param database of the journal: an end is written with how far it was read. */
export function chainEnds(database: DatabaseSync, journal: Pick<Journal, 'receiptsSince'>): ChainEnds {
  const reached = database.prepare('SELECT position FROM positions WHERE name = ?');
  const reach = database.prepare('INSERT OR REPLACE INTO positions (name, position) VALUES (?, ?)');
  const put = database.prepare(`
    INSERT INTO chain_ends (document, notary, number, receipt) VALUES (?, ?, ?, ?)
    ON CONFLICT (document, notary) DO UPDATE SET number = excluded.number, receipt = excluded.receipt
    WHERE excluded.number > number`);
  // Text and bytes are compared byte by byte, which is the order of the list.
  const behind = database.prepare(
    'SELECT document, notary, number, receipt FROM chain_ends WHERE (document, notary) > (?, ?) ORDER BY document, notary LIMIT ?',
  );
  let position: number | undefined;

  function keep(places: readonly Place[], end: number): void {
    transactLoosely(database, () => {
      for (const { document, notary, number, receipt } of places) put.run(document, notary, number, receipt);
      reach.run(NAME, end);
    });
  }

  function placesBehind({ document, notary }: End): Place[] {
    return asStorage(() => behind.all(document, notary, ENDS_SLICE)).map((row) => ({
      document: String(row['document']) as DocumentPath,
      notary: parsePublicKey(Uint8Array.from(row['notary'] as Uint8Array)),
      number: Number(row['number']),
      receipt: String(row['receipt']) as MemberId,
    }));
  }

  return {
    async catchUp() {
      position ??= Number(asStorage(() => reached.get(NAME))?.['position'] ?? 0);
      for (let found = false; ; found = true) {
        const { members, position: end } = journal.receiptsSince(position, SLICE);
        if (members.length === 0) return found;
        keep(receiptsAmong(members.map(decodeMember)), end);
        position = end;
        await setImmediate();
      }
    },
    *listed() {
      let last: End = { document: '', notary: new Uint8Array() };
      for (;;) {
        const places = placesBehind(last);
        if (places.length > 0) yield places;
        const end = places.at(-1);
        if (end === undefined || places.length < ENDS_SLICE) return;
        last = end;
      }
    },
  };
}
