import { didOf, type Did, type Micros } from '../core/ids.ts';
import { isDevicePath } from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import { decodeMember } from '../core/record/member.ts';
import type { GenRecord } from '../core/record/record.ts';
import type { Journal } from './journal.ts';

/** That somebody lets a device of theirs sign no more. */
export interface CutOff {
  readonly did: Did;
  readonly by: Did;
  readonly reason: string;
  readonly time: Micros;
}

/** What a record that policy took says of that. */
export function cutOffBy({ path, payload, subspace, timestamp }: GenRecord): CutOff | undefined {
  const body = isDevicePath(path) ? readBody('device', payload) : undefined;
  if (body === undefined || !('withdraw' in body)) return undefined;
  return { did: path[2] as Did, by: didOf(subspace), reason: body.reason, time: timestamp };
}

/** All that the journal holds of it, in memory: asked for every link of every chain that is posted. */
export interface CutDevices {
  /** Takes in what was accepted since. */
  refresh(): void;
  /** The first that was said; a device stays cut off, whatever is said of it later. */
  of(by: Did, did: Did): CutOff | undefined;
  add(cut: CutOff): void;
}

export function cutDevices(journal?: Pick<Journal, 'devicesSince'>): CutDevices {
  const cut = new Map<string, CutOff>();
  let position = 0;
  const key = (by: Did, did: Did): string => `${by} ${did}`;

  function add(one: CutOff): void {
    const place = key(one.by, one.did);
    if (!cut.has(place)) cut.set(place, one);
  }

  return {
    add,
    of: (by, did) => cut.get(key(by, did)),
    refresh() {
      if (journal === undefined) return;
      const tail = journal.devicesSince(position);
      for (const bytes of tail.members) {
        const member = decodeMember(bytes);
        const said = member.member === 'record' ? cutOffBy(member) : undefined;
        if (said !== undefined) add(said);
      }
      position = tail.position;
    },
  };
}
