import { toGenError } from '../core/errors.ts';
import { oversizeReport, reportOn } from '../core/wasm/report.ts';
import type { Digest, WasmReport } from '../core/wasm/report.ts';
import type { ValidateOptions, ValidatorApi } from './validator-api.ts';

const digest: Digest = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

async function report(source: ArrayBuffer | Blob, { maxSize, policy }: ValidateOptions): Promise<WasmReport> {
  const size = source instanceof Blob ? source.size : source.byteLength;
  if (size > maxSize) return oversizeReport(size, maxSize);
  const buffer = source instanceof Blob ? await source.arrayBuffer() : source;
  return reportOn(new Uint8Array(buffer), { maxSize, digest, policy });
}

export const validator: ValidatorApi = {
  async validate(source, options) {
    try {
      return { ok: true, report: await report(source, options) };
    } catch (error) {
      return { ok: false, error: toGenError(error).toJSON() };
    }
  },
};
