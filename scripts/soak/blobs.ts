import { cutBlobs, flippedBlobs, SIZE } from '../../tests/support/wrong-blob.ts';
import type { Finding } from './finding.ts';

const FLIPS = 1000;

/** A binary of 64 KiB, cut off at every byte and with bits flipped on its way: nothing of it is kept. */
export async function blobs(): Promise<Finding[]> {
  return [
    { what: 'a binary cut off, kept', runs: SIZE, broken: (await cutBlobs(1)).length },
    { what: 'a binary with one bit flipped, kept', runs: FLIPS, broken: (await flippedBlobs(FLIPS)).length },
  ];
}
