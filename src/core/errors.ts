/**
 * Failures that a caller can act on. A code is stable and machine-readable; `data` says what the sentence
 * needs (the sentence itself is written by the reader: user interface or command line).
 */
export const ERROR_CODES = [
  'NotFound',
  'AlreadyExists',
  'InvalidState',
  'InvalidInput',
  'PermissionDenied',
  'SignatureInvalid',
  'HashMismatch',
  'WasmInvalid',
  'VersionConflict',
  'DependencyCycle',
  'QuotaExceeded',
  'Storage',
  'Network',
  'Timeout',
  'Cancelled',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Plain values only, so that an error survives a worker boundary, JSON and CBOR. */
export type ErrorData = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface PlainError {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly data: ErrorData;
}

/**
 * @property code   what kind of failure; stable.
 * @property reason short technical reason, e.g. `path-component`; stable within a code.
 * @property data   the facts behind it: field, value, limit …
 */
export class GenError extends Error {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly data: ErrorData;

  constructor(code: ErrorCode, reason: string, data: ErrorData = {}, cause?: unknown) {
    super(`${code}: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'GenError';
    this.code = code;
    this.reason = reason;
    this.data = data;
  }

  toJSON(): PlainError {
    return { code: this.code, reason: this.reason, data: this.data };
  }
}

/** Rebuilds an error that crossed a boundary as plain data. */
export function fromPlainError({ code, reason, data }: PlainError): GenError {
  return new GenError(code, reason, data);
}

/** Any thrown value as a `GenError`; an abort becomes `Cancelled`, what is unknown becomes `fallback`. */
export function toGenError(thrown: unknown, fallback: ErrorCode = 'InvalidState'): GenError {
  if (thrown instanceof GenError) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (name === 'AbortError') return new GenError('Cancelled', 'aborted', {}, thrown);
  if (name === 'TimeoutError') return new GenError('Timeout', 'timeout', {}, thrown);
  if (name === 'QuotaExceededError') return new GenError('QuotaExceeded', 'storage-full', { text }, thrown);
  return new GenError(fallback, 'unexpected', { text }, thrown);
}
