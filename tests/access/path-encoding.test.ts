import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader } from '../../src/core/access/byte-reader.ts';
import { encodePath, encodePathExtending, readPathExtending } from '../../src/core/access/path-encoding.ts';
import { fromHex, toHex } from '../../src/core/bytes.ts';
import { anyPath } from './arbitraries.ts';
import { reasonOf } from './keys.ts';
import { naivePath } from './naive.ts';

const A12 = 'a'.repeat(12);
const A100 = 'a'.repeat(100);

const ACCEPTED: readonly [path: readonly string[], hex: string][] = [
  [[], '00'],
  [['a'], '1161'],
  [['ab', 'cd'], '420261626364'],
  [['blog', 'ideas', 'fun'], 'c30c04626c6f6705696465617366756e'],
  [['aaaaaaaaaaa'], 'b1' + '61'.repeat(11)],
  [[A12], 'c10c' + '61'.repeat(12)],
  [Array.from({ length: 11 }, () => 'a'), 'bb' + '0161'.repeat(10) + '61'],
  [Array.from({ length: 12 }, () => 'a'), 'cc0c0c' + '0161'.repeat(11) + '61'],
  [[A100, A100, A100], 'd3012c' + ('64' + '61'.repeat(100)).repeat(2) + '61'.repeat(100)],
  [['modules', 'io', 'acme'], 'c30d076d6f64756c657302696f61636d65'],
];

test.each(ACCEPTED)('the path %j has one encoding', (path, hex) => {
  expect(toHex(encodePath(path))).toBe(hex);
  expect(readPathExtending(new ByteReader(fromHex(hex)), [])).toEqual(path);
});

const REFUSED: readonly [name: string, hex: string, reason: string][] = [
  ['nothing', '', 'truncated'],
  ['cut off', '2161', 'truncated'],
  ['a length but no component', '10', 'path-length'],
  ['an empty component', '01', 'path-component'],
  ['an empty component before another', '120061', 'path-component'],
  ['a component longer than all', '1202', 'path-length'],
  ['a total that would fit its tag', 'c10161', 'not-canonical'],
  ['a count that would fit its tag', '1c0161', 'not-canonical'],
  ['a component length that would fit its tag', '22fc016161', 'not-canonical'],
  ['a slash', '112f', 'path-component'],
  ['a space', '1120', 'path-component'],
  ['a byte beyond ASCII', '11e4', 'path-component'],
  ['33 components', 'cc2121' + '0161'.repeat(32) + '61', 'path'],
  ['1025 bytes', 'd10401' + '61'.repeat(1025), 'path'],
  ['129 bytes in one component', 'c181' + '61'.repeat(129), 'path-component'],
  ['a claim of four gigabytes', 'e1ffffffff', 'path'],
  ['a claim beyond safe integers', 'f1ffffffffffffffff', 'integer-too-large'],
];

test.each(REFUSED)('a path with %s is refused', async (_name, hex, reason) => {
  expect(await reasonOf(() => readPathExtending(new ByteReader(fromHex(hex)), []))).toBe(
    `InvalidInput: ${reason}`,
  );
});

test('the limits count the prefix too', async () => {
  const prefix = Array.from({ length: 32 }, () => 'a');
  const read = () => readPathExtending(new ByteReader(fromHex('1161')), prefix);
  expect(await reasonOf(read)).toBe('InvalidInput: path');
  expect(await reasonOf(() => encodePathExtending([...prefix, 'a'], prefix))).toBe('InvalidInput: path');
});

test('what is signed is a path of this registry', async () => {
  expect(await reasonOf(() => encodePath(['ü']))).toBe('InvalidInput: path-component');
});

test('every path comes back as it went, whole or beyond any prefix', () => {
  fc.assert(
    fc.property(anyPath, fc.nat(6), (path, cut) => {
      const prefix = path.slice(0, cut);
      const reader = new ByteReader(encodePathExtending(path, prefix));
      expect(readPathExtending(reader, prefix)).toEqual(path);
      reader.end();
      const bits = [...encodePath(path)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
      expect(bits).toBe(naivePath(path));
    }),
  );
});
