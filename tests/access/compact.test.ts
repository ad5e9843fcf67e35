import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader } from '../../src/core/access/byte-reader.ts';
import { compactBody, compactTag, readCompact, type TagWidth } from '../../src/core/access/compact.ts';
import { fromHex, toHex } from '../../src/core/bytes.ts';
import { reasonOf } from './keys.ts';

const ACCEPTED: readonly [value: number, width: TagWidth, tag: number, body: string][] = [
  [0, 2, 0, '00'],
  [255, 2, 0, 'ff'],
  [256, 2, 1, '0100'],
  [300, 2, 1, '012c'],
  [65_535, 2, 1, 'ffff'],
  [65_536, 2, 2, '00010000'],
  [4_294_967_295, 2, 2, 'ffffffff'],
  [4_294_967_296, 2, 3, '0000000100000000'],
  [Number.MAX_SAFE_INTEGER, 2, 3, '001fffffffffffff'],
  [0, 4, 0, ''],
  [7, 4, 7, ''],
  [11, 4, 11, ''],
  [12, 4, 12, '0c'],
  [255, 4, 12, 'ff'],
  [256, 4, 13, '0100'],
  [65_536, 4, 14, '00010000'],
  [4_294_967_296, 4, 15, '0000000100000000'],
  [0, 8, 0, ''],
  [251, 8, 251, ''],
  [252, 8, 252, 'fc'],
  [256, 8, 253, '0100'],
  [65_536, 8, 254, '00010000'],
  [4_294_967_296, 8, 255, '0000000100000000'],
];

test.each(ACCEPTED)('%d with a tag of %d bits is tag %d and bytes "%s"', (value, width, tag, body) => {
  expect(compactTag(value, width)).toBe(tag);
  expect(toHex(compactBody(value, width))).toBe(body);
  expect(readCompact(new ByteReader(fromHex(body)), tag, width)).toBe(value);
});

const REFUSED: readonly [tag: number, width: TagWidth, body: string, reason: string][] = [
  [1, 2, '00ff', 'not-canonical'],
  [2, 2, '0000ffff', 'not-canonical'],
  [3, 2, '00000000ffffffff', 'not-canonical'],
  [12, 4, '0b', 'not-canonical'],
  [13, 4, '00ff', 'not-canonical'],
  [252, 8, 'fb', 'not-canonical'],
  [255, 8, '0000000000000000', 'not-canonical'],
  [3, 2, '0020000000000000', 'integer-too-large'],
  [3, 2, 'ffffffffffffffff', 'integer-too-large'],
  [0, 2, '', 'truncated'],
  [1, 2, '01', 'truncated'],
  [15, 4, '00000000000001', 'truncated'],
];

test.each(REFUSED)('tag %d of %d bits with bytes "%s" is refused: %s', async (tag, width, body, reason) => {
  const read = () => readCompact(new ByteReader(fromHex(body)), tag, width);
  expect(await reasonOf(read)).toBe(`InvalidInput: ${reason}`);
});

test('every safe integer comes back as it went', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.constantFrom<TagWidth>(2, 4, 8), (value, width) => {
      const reader = new ByteReader(compactBody(value, width));
      expect(readCompact(reader, compactTag(value, width), width)).toBe(value);
      reader.end();
    }),
  );
});
