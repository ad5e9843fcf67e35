import { randomOf, type Random } from '../../tests/support/random.ts';
import { EDITS, type Bytes, type Edit } from './wasm-edits.ts';

export interface Mutation {
  /** Which of the originals was changed. */
  readonly original: number;
  /** What was done to it, in order. */
  readonly edits: readonly string[];
  readonly bytes: Bytes;
}

const MOST_EDITS = 3;

/** The gentle ones more often: most others leave nothing that an engine would take. */
const GENTLE = ['flips a bit', 'sets a byte', 'changes a section and its size'];
const NAMES = [...Object.keys(EDITS), ...GENTLE, ...GENTLE, ...GENTLE];

/** Every case can be made again by its number: nothing but the seed and the originals goes into it. */
export function mutation(
  seed: number,
  number: number,
  originals: readonly Bytes[],
  weights: readonly number[],
): Mutation {
  const draw = randomOf((seed ^ Math.imul(number + 1, 0x9e37_79b1)) >>> 0);
  const original = weighted(draw, weights);
  let bytes = originals[original] ?? new Uint8Array();
  const edits: string[] = [];
  for (let left = draw.chance(0.6) ? 1 : 1 + draw.below(MOST_EDITS); left > 0; left -= 1) {
    const name = draw.pick(NAMES);
    bytes = (EDITS[name] as Edit)(bytes, draw, originals);
    edits.push(name);
  }
  return { original, edits, bytes };
}

/** A place among `weights`, each as likely as its weight. */
function weighted(draw: Random, weights: readonly number[]): number {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let left = (draw.below(2 ** 30) / 2 ** 30) * all;
  for (const [place, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return place;
  }
  return weights.length - 1;
}
