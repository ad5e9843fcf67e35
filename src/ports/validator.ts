import type { ImportPolicy } from '../core/wasm/policy.ts';
import type { WasmReport } from '../core/wasm/wasm-report.ts';

export interface ValidationOptions {
  /** Bytes. */
  readonly maxSize: number;
  readonly policy?: ImportPolicy | undefined;
  /** Imports and exports together: a long report keeps the thread busy that it comes to. Without it, as many as there are. */
  readonly maxItems?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes read so far, for what is large enough to take a while. */
  readonly onProgress?:
    | ((progress: { readonly done: number; readonly total: number | undefined }) => void)
    | undefined;
}

/** Reports on binaries elsewhere than on the caller's thread, each within a time limit. */
export interface Validator {
  /**
   * @param source an `ArrayBuffer` is moved away from the caller; a `Blob` is read within the size limit only.
   * @throws GenError Timeout past the time limit, QuotaExceeded `items` past `maxItems`, Cancelled by `signal`, InvalidState where the thread died or no engine
   *         works. A bad binary is a report, not an error.
   */
  validate(source: ArrayBuffer | Blob, options: ValidationOptions): Promise<WasmReport>;
  close(): void;
}
