import { formatBytes } from './format.ts';

/** Bytes a second that can be chosen; `undefined`: as fast as they come. */
export const BANDWIDTHS = [undefined, 5_000_000, 1_000_000, 500_000, 100_000, 20_000] as const;

/** How many at once that can be chosen. */
export const PARALLELS = [1, 2, 4, 8] as const;

/** `As fast as it comes`, `1.00 MB a second`. */
export function bandwidthWords(perSecond: number | undefined): string {
  return perSecond === undefined ? 'As fast as it comes' : `${formatBytes(perSecond)} a second`;
}

/** `One after the other`, `4 at once`. */
export function parallelWords(parallel: number): string {
  return parallel === 1 ? 'One after the other' : `${parallel} at once`;
}

/** One address a line. */
export function addressesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
