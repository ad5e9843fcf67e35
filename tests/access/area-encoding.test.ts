import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FULL_AREA, type Area } from '../../src/core/access/area.ts';
import { encodeAreaInArea, readAreaInArea } from '../../src/core/access/area-encoding.ts';
import { ByteReader } from '../../src/core/access/byte-reader.ts';
import { fromHex, toHex } from '../../src/core/bytes.ts';
import { parsePublicKey } from '../../src/core/ids.ts';
import { nestedAreas } from './arbitraries.ts';
import { area, reasonOf } from './keys.ts';
import { naiveAreaInArea } from './naive.ts';

const ALICE = parsePublicKey(new Uint8Array(32).fill(0x0a));
const ALICE_HEX = '0a'.repeat(32);
const any = undefined;

const ACCEPTED: readonly [name: string, outer: Area, inner: Area, hex: string][] = [
  ['everything in everything', FULL_AREA, FULL_AREA, '600000'],
  ['one author', FULL_AREA, area(ALICE, []), `e0${ALICE_HEX}0000`],
  ['the same author', area(ALICE, []), area(ALICE, []), '600000'],
  ['one path', FULL_AREA, area(any, ['a', 'bc']), '60003201616263'],
  ['a path further down', area(any, ['a']), area(any, ['a', 'bc']), '6000216263'],
  ['a later start', area(any, [], 100), area(any, [], 355), '60ff00'],
  ['a start of two bytes', area(any, [], 100), area(any, [], 356), '64010000'],
  ['a start of four bytes', FULL_AREA, area(any, [], 65_536), '680001000000'],
  ['a start of eight bytes', FULL_AREA, area(any, [], 2 ** 40), '6c000001000000000000'],
  ['the latest start', FULL_AREA, area(any, [], Number.MAX_SAFE_INTEGER), '6c001fffffffffffff00'],
  ['an end in an open range', FULL_AREA, area(any, [], 5, 10), '30050a00'],
  ['both near the start', area(any, [], 0, 1000), area(any, [], 1, 2), '30010200'],
  ['both near the end', area(any, [], 0, 1000), area(any, [], 998, 999), '00020100'],
  ['start near start, end near end', area(any, [], 0, 1000), area(any, [], 3, 996), '20030400'],
  ['the same closed range', area(any, [], 7, 9), area(any, [], 7, 9), '20000000'],
  ['as near to both: from the end', area(any, [], 0, 10), area(any, [], 5, 10), '00050000'],
  ['an end as near to both: from the end', area(any, [], 0, 10), area(any, [], 0, 5), '20000500'],
  ['distances of two bytes', area(any, [], 0, 100_000), area(any, [], 300, 99_000), '25012c03e800'],
  ['an end of eight bytes', FULL_AREA, area(any, [], 0, 2 ** 33), '3300000000020000000000'],
  ['all at once', area(any, ['m'], 1000), area(ALICE, ['m', 'x'], 1001, 1300), `b1${ALICE_HEX}01012c1178`],
];

test.each(ACCEPTED)('%s has one encoding', (_name, outer, inner, hex) => {
  expect(toHex(encodeAreaInArea(inner, outer))).toBe(hex);
  expect(readAreaInArea(new ByteReader(fromHex(hex)), outer)).toEqual(inner);
});

const closed = area(any, [], 100, 200);

const REFUSED: readonly [name: string, outer: Area, hex: string, reason: string][] = [
  ['nothing', FULL_AREA, '', 'truncated'],
  ['no start', FULL_AREA, '60', 'truncated'],
  ['no path', FULL_AREA, '6000', 'truncated'],
  ['half a subspace', FULL_AREA, `e0${ALICE_HEX.slice(2)}`, 'truncated'],
  ['a start counted from an open end', FULL_AREA, '400000', 'not-canonical'],
  ['an end counted from an open end', FULL_AREA, '20050a00', 'not-canonical'],
  ['an open end said to count from the start', FULL_AREA, '700000', 'not-canonical'],
  ['a tag for an end that is open', FULL_AREA, '610000', 'not-canonical'],
  ['a start in more bytes than it needs', FULL_AREA, '64000100', 'not-canonical'],
  ['an end in more bytes than it needs', FULL_AREA, '3100000100', 'not-canonical'],
  ['a subspace that is known', area(ALICE, []), `e0${ALICE_HEX}0000`, 'not-canonical'],
  ['another subspace', area(ALICE, []), `e0${'0b'.repeat(32)}0000`, 'area-not-included'],
  ['an open end in a closed range', closed, '600000', 'area-not-included'],
  ['an end beyond the outer one', closed, '30006500', 'area-not-included'],
  ['a start before the outer one', closed, '00650000', 'area-not-included'],
  ['a start from the farther bound', closed, '20630000', 'not-canonical'],
  ['an end from the farther bound', closed, '30006300', 'not-canonical'],
  ['a tie counted from the start', closed, '20320000', 'not-canonical'],
  ['a start at its end', closed, '30050500', 'time-range'],
  ['a start after its end', closed, '30060500', 'time-range'],
  ['a start before time began', area(any, [], 0, 5), '00060000', 'timestamp'],
  ['a sum beyond safe integers', area(any, [], 1), '6c001fffffffffffff00', 'timestamp'],
  ['a start beyond safe integers', FULL_AREA, '6c002000000000000000', 'integer-too-large'],
  ['a path that is none', FULL_AREA, '600001', 'path-component'],
];

test.each(REFUSED)('an area with %s is refused', async (_name, outer, hex, reason) => {
  const read = () => {
    const reader = new ByteReader(fromHex(hex));
    readAreaInArea(reader, outer);
    reader.end();
  };
  expect(await reasonOf(read)).toBe(`InvalidInput: ${reason}`);
});

test('an area that is not inside the other, or is none, is not encoded', async () => {
  const outside = () => encodeAreaInArea(FULL_AREA, area(ALICE, []));
  const empty = () => encodeAreaInArea(area(any, [], 5, 5), FULL_AREA);
  expect(await reasonOf(outside)).toBe('PermissionDenied: area-not-included');
  expect(await reasonOf(empty)).toBe('InvalidInput: time-range');
});

test('every area in an area comes back as it went, in the bytes of the naive encoder', () => {
  fc.assert(
    fc.property(nestedAreas, ({ inner, outer }) => {
      const bytes = encodeAreaInArea(inner, outer);
      expect(bytes).toEqual(naiveAreaInArea(inner, outer));
      const reader = new ByteReader(bytes);
      expect(readAreaInArea(reader, outer)).toEqual(inner);
      reader.end();
    }),
    { numRuns: 500 },
  );
});

test('bytes that decode at all are the encoding of what they decode to', () => {
  const head = fc.constantFrom(0x00, 0x10, 0x20, 0x30, 0x60, 0x70, 0x24, 0x31, 0x64);
  const tail = fc.array(fc.constantFrom(0, 1, 5, 0x11, 0x61, 0xff), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(head, tail, fc.constantFrom(FULL_AREA, closed), (first, rest, outer) => {
      const bytes = Uint8Array.of(first, ...rest);
      const reader = new ByteReader(bytes);
      let decoded: Area;
      try {
        decoded = readAreaInArea(reader, outer);
      } catch {
        return;
      }
      const read = bytes.subarray(0, bytes.length - reader.remaining);
      expect(encodeAreaInArea(decoded, outer)).toEqual(Uint8Array.from(read));
    }),
    { numRuns: 2000 },
  );
});
