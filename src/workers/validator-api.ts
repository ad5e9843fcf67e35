import type { PlainError } from '../core/errors.ts';
import type { ImportPolicy } from '../core/wasm/policy.ts';
import type { WasmReport } from '../core/wasm/report.ts';

export interface ValidateOptions {
  /** Bytes. */
  readonly maxSize: number;
  readonly policy?: ImportPolicy | undefined;
}

/** A failure is data, because a `GenError` does not survive structured cloning. A bad binary is a report. */
export type ValidatorAnswer =
  | { readonly ok: true; readonly report: WasmReport }
  | { readonly ok: false; readonly error: PlainError };

/** What the validator worker offers. */
export interface ValidatorApi {
  /** An `ArrayBuffer` arrives transferred; a `Blob` is read only when its size is within the limit. */
  validate(source: ArrayBuffer | Blob, options: ValidateOptions): Promise<ValidatorAnswer>;
}
