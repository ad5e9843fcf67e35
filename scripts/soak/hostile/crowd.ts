import { drawSeed, keyOfSeed, signWith } from '../../../src/keys/seed-key.ts';
import type { Signer } from '../../../src/ports/identity.ts';

/** A key costs nothing. */
export async function freshSigner(): Promise<Signer> {
  const key = await keyOfSeed(drawSeed());
  return { did: key.did, publicKey: key.publicKey, sign: (message) => signWith(key.signing, message) };
}

/** Does the work for 0 … count − 1, so many at a time. */
export async function inParallel(
  count: number,
  atOnce: number,
  work: (place: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}

/** The same numbers in every run (mulberry32). @returns whole numbers from 0 to below `end`. */
export function numbers(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
}
