import type { Did } from '../core/ids.ts';

/** What each owner has stored of late. A sum costs with the number of their blobs, so it is made once a minute. */
export interface StoredBytes {
  /** What has grown old since it was summed up counts still. */
  of(owner: Did): number;
  add(owner: Did, bytes: number): void;
}

const SUMMED_FOR_MS = 60_000;
/** Keys are free: of more than these the one that was summed up longest ago is forgotten. */
const MOST_OWNERS = 4096;

interface Sum {
  bytes: number;
  readonly at: number;
}

/** @param clock milliseconds. */
export function storedBytes(sumOf: (owner: Did) => number, clock: () => number): StoredBytes {
  const sums = new Map<Did, Sum>();
  return {
    of(owner) {
      const known = sums.get(owner);
      if (known !== undefined && clock() - known.at < SUMMED_FOR_MS) return known.bytes;
      const sum = { bytes: sumOf(owner), at: clock() };
      sums.delete(owner);
      sums.set(owner, sum);
      const [oldest] = sums.keys();
      if (sums.size > MOST_OWNERS && oldest !== undefined) sums.delete(oldest);
      return sum.bytes;
    },
    add(owner, bytes) {
      const sum = sums.get(owner);
      if (sum !== undefined) sum.bytes += bytes;
    },
  };
}
