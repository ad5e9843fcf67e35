import { GenError } from '../errors.ts';
import type { Sha256 } from '../ids.ts';
import type { WasmReport } from './wasm-report.ts';

/**
 * Lets through what may be published: components and what this engine does not support too, as others' engines differ.
 *
 * @throws GenError WasmInvalid; the reason is the check that failed, `data.text` says why.
 */
export function requireSound({
  verdict,
  checks,
  sha256,
}: Pick<WasmReport, 'verdict' | 'checks' | 'sha256'>): Sha256 {
  if (verdict !== 'invalid' && sha256 !== undefined) return sha256;
  const failed = checks.find(({ ok }) => !ok);
  throw new GenError('WasmInvalid', failed?.name ?? 'structure', {
    field: 'file',
    text: failed?.reason ?? '',
  });
}
