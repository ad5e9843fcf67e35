/** Bytes of a sample. Random ones measure 7.955 bits a byte with a spread of 0.004, as 4,096 are few for 256 values. */
export const WINDOW = 4096;

/** What compressed and encrypted bytes reach; a program, a text, a table of numbers, a picture that is not packed stay below 7.5. */
const HIGH = 7.9;

/** So many different values are among the first bytes of a random window at least (expected: 221). */
const GLANCE = 512;
const LEAST_DIFFERENT = 195;

/** `n * log2(n)` */
const WEIGHTS = Float64Array.from({ length: WINDOW + 1 }, (_, n) => (n === 0 ? 0 : n * Math.log2(n)));

const counts = new Uint32Array(256);

/**
 * Bits a byte of the window at `at` (C. E. Shannon, 1948), where that is high; most windows are told by a glance.
 *
 * @param at of a whole window within the bytes.
 */
export function highEntropy(bytes: Uint8Array, at: number): number | undefined {
  counts.fill(0);
  tally(bytes, at, at + GLANCE);
  let different = 0;
  for (const count of counts) if (count > 0) different += 1;
  if (different < LEAST_DIFFERENT) return undefined;
  tally(bytes, at + GLANCE, at + WINDOW);
  let sum = 0;
  for (const count of counts) sum += WEIGHTS[count] ?? 0;
  const bits = Math.log2(WINDOW) - sum / WINDOW;
  return bits >= HIGH ? bits : undefined;
}

function tally(bytes: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    const value = bytes[at] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
}
