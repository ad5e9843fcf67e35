/**
 * One binary with one fault.
 *
 * @property rule   what is wrong with it, distinct among all cases.
 * @property reason the reader's stable word, or `compile` where finding it is the engine's part; `a|b` where one rule
 *                  covers faults that are met in different places.
 * @property engineTakes why this engine lets it pass although the specification does not.
 */
export interface MalformedCase {
  readonly rule: string;
  readonly reason: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly engineTakes?: string;
}

export function fault(rule: string, reason: string, bytes: Uint8Array<ArrayBuffer>): MalformedCase {
  return { rule, reason, bytes };
}

/** A file of these bytes, header included. */
export function file(...bytes: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}
