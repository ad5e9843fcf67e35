import { fromPlainError, toGenError, type PlainError } from '../core/errors.ts';

/** A worker boundary carries plain data both ways; a failure crosses as data and is rebuilt on arrival. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PlainError };

export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toGenError(thrown).toJSON() };
  }
}

/** @throws GenError what the other side threw. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw fromPlainError(outcome.error);
}
