import { IMPORT_RULES_PATH } from '../../src/core/record/document.ts';
import { writeBody, type RawBody } from '../../src/core/record/kinds.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { says, type Holder } from './holder.ts';

/** In the name of the registry; `undefined` takes it back. */
export function rules(
  by: Holder,
  level: 'nothing' | 'wasi' | 'glue' | 'anything' | undefined,
  at?: number,
): Promise<GenRecord> {
  const body: RawBody<'importRules'> =
    level === undefined
      ? { withdrawn: true }
      : { level, allow: [], deny: ['env.exit'], validation: 'strict' };
  return says(by, IMPORT_RULES_PATH, writeBody('importRules', body), at);
}
