import type { ImportPolicy } from '../core/wasm/policy.ts';
import type { ReportBounds } from '../core/wasm/report-bounds.ts';
import type { WasmReport } from '../core/wasm/wasm-report.ts';

export interface ValidationOptions {
  /** Bytes. */
  readonly maxSize: number;
  readonly policy?: ImportPolicy | undefined;
  /** Without them, a report is as long as it gets. */
  readonly bounds?: ReportBounds | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes read so far, for what is large enough to take a while. */
  readonly onProgress?:
    | ((progress: { readonly done: number; readonly total: number | undefined }) => void)
    | undefined;
}

/** Reports on binaries elsewhere than on the caller's thread, each within a time limit. */
export interface Validator {
  /**
   * @param source an `ArrayBuffer` is moved away from the caller in a browser and copied in Node: it must not be written to
   *        meanwhile; a `Blob` is read within the size limit only.
   * @throws GenError Timeout past the time limit, QuotaExceeded `items` | `imports` | `names` past the bounds, Cancelled by `signal` or `validator-closed` after `close`, InvalidState
   *         `validator-crashed` where the thread died, or where no engine works. A bad binary is a report, not an error.
   */
  validate(source: ArrayBuffer | Blob, options: ValidationOptions): Promise<WasmReport>;
  close(): void;
}
