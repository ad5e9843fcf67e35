import { isAuthority } from '../access/authority.ts';
import { didOf, type Did, type ModuleId, type Version } from '../ids.ts';
import { modulePath } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { MemberId } from '../record/record.ts';
import { capabilityOf, compareRecords, type RecordSet } from './record-set.ts';
import type { Standing } from './standing.ts';

/** An admin's word on which of two receipted releases of a version is to be kept. */
export interface Settlement {
  readonly keep: MemberId;
  readonly by: Did;
  readonly reason: string;
}

function placeOf(id: ModuleId): readonly string[] {
  return ['moderation', 'releases', ...modulePath(id)];
}

export function settlementPath(id: ModuleId, version: Version): readonly string[] {
  return [...placeOf(id), version.split('+')[0] ?? version];
}

/** The newest that stands, by version without build metadata. */
export function settlementsOf(
  set: RecordSet,
  id: ModuleId,
  standing: Standing,
): ReadonlyMap<string, Settlement> {
  const place = placeOf(id);
  const settlements = new Map<string, Settlement>();
  const said = set.records.filter(
    ({ path }) => path.length === place.length + 1 && place.every((part, index) => path[index] === part),
  );
  for (const record of said.sort(compareRecords)) {
    const { path, payload, subspace } = record;
    const acting = capabilityOf(set, record);
    const body = readBody('settlement', payload);
    if (acting === undefined || body === undefined || !isAuthority(acting, 'moderation')) continue;
    if (standing.fault(record) !== undefined) continue;
    settlements.set(path.at(-1) ?? '', { keep: body.keep, by: didOf(subspace), reason: body.reason });
  }
  return settlements;
}
