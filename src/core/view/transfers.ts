import { equalBytes } from '../bytes.ts';
import type { Did, ModuleId, NamespaceId } from '../ids.ts';
import { oncePer } from '../once-per.ts';
import { modulePath } from '../record/document.ts';
import { readBody, type Body } from '../record/kinds.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { compareRecords, type RecordSet } from './record-set.ts';
import type { Standing } from './standing.ts';

/** An owner's word that the name is to go to somebody else; or, without `to`, that an earlier one is taken back. */
export interface Transfer {
  readonly record: GenRecord;
  /** What its author acted by. Whether that is an owner's own is for the succession to say. */
  readonly credential: MemberId;
  readonly to?: Did | undefined;
  readonly heads: readonly MemberId[];
  readonly reason: string;
}

const bodyOf = oncePer(({ payload }: GenRecord): Body<'transfer'> | undefined =>
  readBody('transfer', payload),
);

/** In the order of records: those of a module that stand, whoever wrote them. */
export function transfersOf(
  set: RecordSet,
  id: ModuleId,
  namespace: NamespaceId,
  standing: Standing,
): readonly Transfer[] {
  const place = ['modules', ...modulePath(id), 'transfer'].join('/');
  return set.records
    .filter((record) => record.path.at(-1) === 'transfer' && record.path.join('/') === place)
    .filter((record) => equalBytes(record.namespace, namespace) && standing.fault(record) === undefined)
    .sort(compareRecords)
    .flatMap((record): Transfer[] => {
      const { credential } = record;
      const body = bodyOf(record);
      if (credential === undefined || body === undefined) return [];
      if ('cancel' in body) return [{ record, credential, heads: [], reason: '' }];
      return [{ record, credential, ...body }];
    });
}
