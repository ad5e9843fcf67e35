import { expect, test } from 'vitest';
import { parseVersion } from '../../src/core/ids.ts';
import { compatible, isBreaking } from '../../src/core/resolve/compatible.ts';
import { differenceOf } from '../../src/core/resolve/difference.ts';

const v = parseVersion;

test.each([
  ['1.2.0', '1.2.0', true],
  ['1.2.0', '1.3.0', true],
  ['1.2.0', '1.2.1', true],
  ['1.2.0', '1.1.9', false],
  ['1.2.0', '2.0.0', false],
  ['2.0.0', '1.9.0', false],
  ['1.2.0', '1.2.0-rc.1', false],
  ['1.2.0-rc.1', '1.2.0', true],
  ['0.1.0', '0.2.0', true],
])('who requires %s is served by %s: %s', (required, available, is) => {
  expect(compatible(v(required), v(available))).toBe(is);
});

test.each([
  ['1.2.0', '1.3.0', false],
  ['1.2.0', '2.0.0', true],
  ['0.1.0', '0.1.1', false],
  ['0.1.0', '0.2.0', true],
  ['0.0.1', '0.0.2', true],
  ['1.0.0', '2.0.0-rc.1', true],
  ['1.0.0-rc.1', '1.0.0', false],
])('from %s to %s may break who uses it: %s', (from, to, is) => {
  expect(isBreaking(v(from), v(to))).toBe(is);
});

test('two states of a set differ in what came, what went, and what became another', () => {
  const one = (id: string, version: string, record = version) => ({ id, version: v(version), record });
  const before = [
    one('a', '1.0.0'),
    one('b', '1.0.0'),
    one('c', '1.0.0'),
    one('d', '2.0.0'),
    one('e', '1.0.0'),
  ];
  const after = [
    one('a', '1.0.0'),
    one('b', '1.1.0'),
    one('c', '2.0.0'),
    one('d', '1.0.0'),
    one('e', '1.0.0', 'signed anew'),
    one('f', '1.0.0'),
  ];

  const { added, updated, removed } = differenceOf(before, after);

  expect(added.map(({ id }) => id)).toEqual(['f']);
  expect(removed).toEqual([]);
  expect(updated.map(({ to, kind }) => `${to.id} ${kind}`)).toEqual([
    'b compatible',
    'c breaking',
    'd older',
    'e same',
  ]);
  expect(differenceOf(after, before).removed.map(({ id }) => id)).toEqual(['f']);
});
