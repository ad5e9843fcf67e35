import type { ModuleId } from '../ids.ts';
import { modulePath } from '../record/document.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { grantedFor, type StandingGrant } from './grants.ts';
import { capabilityOf, type RecordSet } from './record-set.ts';
import type { Fault, Standing } from './standing.ts';

/** Records by their path after `@`, joined with `/`. */
export type RecordsBelow = ReadonlyMap<string, readonly GenRecord[]>;

export interface FallenRecord {
  readonly record: GenRecord;
  /** The path after `@`. */
  readonly below: string;
  readonly fault: Fault;
}

export interface ModuleRecords {
  readonly standing: RecordsBelow;
  /** Made through the grant, and without standing all the same. */
  readonly fallen: readonly FallenRecord[];
}

/** What was written below the module through its grant or what was handed on from it. */
export function moduleRecords(
  set: RecordSet,
  id: ModuleId,
  grant: StandingGrant,
  standing: Standing,
): ModuleRecords {
  const place = ['modules', ...modulePath(id)];
  const stands = new Map<string, GenRecord[]>();
  const fallen: FallenRecord[] = [];
  const throughGrant = new Map<MemberId, boolean>();
  for (const record of set.records) {
    const { credential, path } = record;
    if (credential === undefined || !place.every((component, index) => path[index] === component)) continue;
    const used = capabilityOf(set, record);
    if (used === undefined) continue;
    const isThrough = throughGrant.get(credential) ?? grantedFor(grant, used) !== undefined;
    throughGrant.set(credential, isThrough);
    if (!isThrough) continue;
    const below = path.slice(place.length).join('/');
    const fault = standing.fault(record);
    if (fault !== undefined) {
      fallen.push({ record, below, fault });
      continue;
    }
    const list = stands.get(below) ?? [];
    list.push(record);
    stands.set(below, list);
  }
  return { standing: stands, fallen };
}
