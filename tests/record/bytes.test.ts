import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { base16 } from 'multiformats/bases/base16';
import { expect, test } from 'vitest';
import { flat, toHex } from '../../src/core/bytes.ts';
import { didOf, parsePublicKey } from '../../src/core/ids.ts';

const hashes = (count: number): Uint8Array[] =>
  Array.from({ length: count }, () => crypto.getRandomValues(new Uint8Array(32)));

test.each([0, 1, 32, 1024, 1025, 65_536])('hex of %i bytes is what the field’s library writes', (length) => {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  expect(toHex(bytes)).toBe(base16.baseEncode(bytes));
});

test('a text is the same without its pieces', () => {
  expect(flat(`did:key:${'z6Mk'.repeat(12)}`)).toBe(`did:key:${'z6Mk'.repeat(12)}`);
  expect(flat('')).toBe('');
});

test.each<[string, (bytes: Uint8Array) => string]>([
  ['hash as hex', toHex],
  ['identity', (bytes) => didOf(parsePublicKey(bytes))],
])('a %s that is kept takes little more than its letters', (_, write) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const inputs = hashes(20_000);
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = inputs.map(write);
  collect();
  const each = (process.memoryUsage().heapUsed - before) / kept.length;
  // Put together letter by letter it was 1,700 bytes of hex, 1,100 of an identity.
  expect(each).toBeLessThan(300);
  expect(kept).toHaveLength(20_000);
});
