import { expect, test } from 'vitest';
import { createDigestTable } from '../../src/app/digest-table.ts';
import { sha256 } from '../../src/core/hash.ts';

const digests: Uint8Array[] = [];
const digestOf = (slot: number): Uint8Array => digests[slot] ?? new Uint8Array();

test('every one of many digests is found again, and no other', () => {
  const table = createDigestTable(digestOf);
  for (let slot = 0; slot < 2000; slot += 1) {
    digests[slot] = sha256(Uint8Array.of(slot >> 8, slot & 255));
    expect(table.find(digestOf(slot))).toBe(-1);
    table.add(slot);
  }

  expect(digests.map((digest) => table.find(digest))).toEqual(digests.map((_, slot) => slot));
  expect(table.find(sha256(Uint8Array.of(9)))).toBe(-1);
});

test('digests that begin alike are told apart', () => {
  digests.length = 0;
  const table = createDigestTable(digestOf);
  for (let slot = 0; slot < 300; slot += 1) {
    digests[slot] = Uint8Array.of(255, 255, 255, 255, slot >> 8, slot & 255);
    table.add(slot);
  }

  expect(digests.every((digest, slot) => table.find(digest) === slot)).toBe(true);
});
