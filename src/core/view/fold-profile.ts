import { isCommunal } from '../access/capability.ts';
import { didOf, type Did, type Micros } from '../ids.ts';
import { readBody } from '../record/kinds.ts';
import { compareRecords, upTo, type RecordSet } from './record-set.ts';
import { standingOf } from './standing.ts';

/** What somebody says of themselves. It proves nothing: it is shown beside the DID, never instead of it. */
export interface ProfileView {
  readonly name: string;
  /** Claimed; whether the domain agrees is for the domain to say. */
  readonly domain?: string | undefined;
  readonly time: Micros;
  /** Still in this device's outbox only. */
  readonly pending: boolean;
}

/** The newest that fits, at exactly `profiles/name`. The person is the subspace, as admission saw to. */
export function profileView(members: RecordSet, did: Did, now: Micros): ProfileView | undefined {
  const set = upTo(members, now);
  const standing = standingOf(set, now);
  const newestFirst = set.records
    .filter(
      ({ namespace, path, subspace }) =>
        isCommunal(namespace) && path.join('/') === 'profiles/name' && didOf(subspace) === did,
    )
    .filter((record) => standing.fault(record) === undefined)
    .sort((a, b) => compareRecords(b, a));
  for (const record of newestFirst) {
    const body = readBody('profile', record.payload);
    if (body !== undefined)
      return { ...body, time: record.timestamp, pending: members.pending.has(record.id) };
  }
  return undefined;
}
