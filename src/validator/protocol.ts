import type { PlainError } from '../core/errors.ts';
import type { ImportPolicy } from '../core/wasm/policy.ts';
import type { ReportBounds } from '../core/wasm/report-bounds.ts';
import type { WasmReport } from '../core/wasm/wasm-report.ts';

/** What a thread is given, one at a time: the next follows when the answer has come. */
export interface Job {
  readonly source: ArrayBuffer | Blob;
  /** Bytes. */
  readonly maxSize: number;
  readonly policy?: ImportPolicy | undefined;
  readonly bounds?: ReportBounds | undefined;
}

/**
 * What a thread says: how far it has read, now and then, and once that it has read it all; then the answer. Plain data: a
 * `GenError` does not survive structured cloning.
 */
export type Message =
  | { readonly kind: 'read'; readonly done: number; readonly total: number }
  | { readonly kind: 'report'; readonly report: WasmReport }
  | { readonly kind: 'failed'; readonly error: PlainError };
