import { GenError } from '../core/errors.ts';
import { readBody } from '../core/record/kinds.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import { undeclared, type Declarer } from '../core/wasm/declared.ts';
import type { PlannedRelease } from '../ports/tables.ts';

/**
 * What a signed release says of its binary was shown before the download: it is held against the bytes. A release that does
 * not say which functions of WASI it imports is from before there was a place for it.
 *
 * @throws GenError WasmInvalid `declared`, with the facts that differ.
 */
export function requireDeclared({ records }: RecordSet, release: PlannedRelease, binary: Declarer): void {
  const record = records.find(({ id }) => id === release.record);
  const body = record && readBody('release', record.payload);
  if (body === undefined) return;
  const facts = undeclared(body, binary).filter((fact) => fact !== 'wasi' || body.wasi !== undefined);
  const { id, version } = release;
  if (facts.length > 0) throw new GenError('WasmInvalid', 'declared', { id, version, facts });
}
