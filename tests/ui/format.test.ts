import { expect, test } from 'vitest';
import { parseMicros, type Did } from '../../src/core/ids.ts';
import {
  formatAge,
  formatBytes,
  formatCount,
  formatNumber,
  shortDid,
  shortHash,
} from '../../src/ui/text/format.ts';

test('sizes have three digits and decimal units', () => {
  expect([0, 41, 999, 1000, 42_137, 182_344, 999_499, 999_500, 3_640_000, 2.1e9].map(formatBytes)).toEqual([
    '0 B',
    '41 B',
    '999 B',
    '1.00 kB',
    '42.1 kB',
    '182 kB',
    '999 kB',
    '1.00 MB',
    '3.64 MB',
    '2.10 GB',
  ]);
});

test('ages count whole units, and a clock that is ahead says just now', () => {
  const now = Date.UTC(2026, 0, 31);
  const ago = (seconds: number) => formatAge(parseMicros((now - seconds * 1000) * 1000), now);

  expect([-60, 59, 60, 7200, 86_400, 3 * 86_400, 15 * 86_400, 400 * 86_400].map(ago)).toEqual([
    'just now',
    'just now',
    '1 minute ago',
    '2 hours ago',
    'yesterday',
    '3 days ago',
    '2 weeks ago',
    'last year',
  ]);
});

test('an identity is shown by its begin and its end', () => {
  expect(shortDid('did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' as Did)).toBe(
    'did:key:z6Mkha…ta2doK',
  );
  expect(shortHash('0123456789abcdef0123456789abcdef')).toBe('01234567…89abcdef');
  expect(shortHash('short')).toBe('short');
});

test('one is singular', () => {
  expect([formatCount(1, 'module'), formatCount(2340, 'module')]).toEqual(['1 module', '2,340 modules']);
});

test('whole numbers are grouped as the browser would', () => {
  const numbers = [0, 7, 999, 1000, 12_345, 999_999, 1_000_000, 1_234_567_890, Number.MAX_SAFE_INTEGER];
  expect(numbers.map(formatNumber)).toEqual(numbers.map((number) => number.toLocaleString('en')));
});
