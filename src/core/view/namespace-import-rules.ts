import { isAuthority } from '../access/authority.ts';
import { didOf, type Did, type Micros } from '../ids.ts';
import { IMPORT_RULES_PATH } from '../record/document.ts';
import { readBody, type Body } from '../record/kinds.ts';
import type { GenRecord } from '../record/record.ts';
import { capabilityOf, compareRecords, upTo, type RecordSet } from './record-set.ts';
import { standingOf } from './standing.ts';

/** As an admin signed them; the levels' meaning is that of `src/core/wasm/import-rules.ts`. */
export type SignedImportRules = Exclude<Body<'importRules'>, { readonly withdrawn: true }>;

export interface NamespaceImportRules {
  readonly rules: SignedImportRules;
  readonly by: Did;
  readonly time: Micros;
}

function isSaid(set: RecordSet, record: GenRecord): boolean {
  const { path } = record;
  if (path.length !== IMPORT_RULES_PATH.length) return false;
  if (!IMPORT_RULES_PATH.every((part, index) => path[index] === part)) return false;
  const acting = capabilityOf(set, record);
  return acting !== undefined && isAuthority(acting, 'moderation');
}

/**
 * What the namespace's admins say an install asks about: the newest word that stands and fits, of any of them, as with
 * settlements.
 *
 * @param members the authority's document.
 * @returns `undefined` when nobody said anything, or the newest word takes it back.
 */
export function namespaceImportRules(members: RecordSet, now: Micros): NamespaceImportRules | undefined {
  const set = upTo(members, now);
  const newestFirst = set.records
    .filter((record) => isSaid(set, record))
    .sort((a, b) => compareRecords(b, a));
  if (newestFirst.length === 0) return undefined;
  const standing = standingOf(set, now);
  for (const record of newestFirst) {
    const body = readBody('importRules', record.payload);
    if (body === undefined || standing.fault(record) !== undefined) continue;
    if ('withdrawn' in body) return undefined;
    return { rules: body, by: didOf(record.subspace), time: record.timestamp };
  }
  return undefined;
}
