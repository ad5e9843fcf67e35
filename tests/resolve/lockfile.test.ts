import { expect, test } from 'vitest';
import { parseModuleId, parseRange, parseSha256, parseVersion } from '../../src/core/ids.ts';
import { readLockfile, writeLockfile, type Lockfile } from '../../src/core/resolve/lockfile.ts';

const app = parseModuleId('io.acme.app');
const base = parseModuleId('io.acme.base');
const release = (id: typeof app, letter: string) => ({
  id,
  version: parseVersion('1.0.0'),
  sha256: parseSha256(letter.repeat(64)),
  record: letter.repeat(43),
});
const LOCK: Lockfile = {
  namespace: 'ab'.repeat(32),
  wishes: [{ id: app, range: parseRange('^1.0.0') }],
  releases: [release(base, 'b'), release(app, 'a')],
};

test('a lockfile says what was asked for and what was chosen, a line for each module', () => {
  const text = writeLockfile(LOCK);

  expect(readLockfile(text)).toEqual(LOCK);
  expect(text.split('\n').filter((line) => line.includes('sha256'))).toHaveLength(2);
  expect(text).toContain('"io.acme.app": "^1.0.0"');
});

test('a lockfile of nothing is one too', () => {
  const nothing = { ...LOCK, wishes: [], releases: [] };
  expect(readLockfile(writeLockfile(nothing))).toEqual(nothing);
});

const changed = (change: (lock: Record<string, unknown>) => unknown): string =>
  JSON.stringify(change(JSON.parse(writeLockfile(LOCK)) as Record<string, unknown>));

test.each([
  ['no JSON', 'gen'],
  ['another format', changed((lock) => ({ ...lock, format: 'gen-registry-lock/2' }))],
  ['no namespace', changed((lock) => ({ ...lock, namespace: 'x' }))],
  [
    'a hash that is none',
    changed((lock) => ({ ...lock, modules: [{ ...release(app, 'a'), sha256: 'aa' }] })),
  ],
  ['an id that is none', changed((lock) => ({ ...lock, wants: { 'A b': '*' } }))],
  ['a range that is none', changed((lock) => ({ ...lock, wants: { 'io.acme.app': 'newest' } }))],
  ['what it asks for left out', changed((lock) => ({ ...lock, modules: [release(base, 'b')] }))],
  ['a module twice', changed((lock) => ({ ...lock, modules: [release(app, 'a'), release(app, 'b')] }))],
])('%s is refused', (_what, text) => {
  expect(() => readLockfile(text)).toThrow(
    expect.objectContaining({ code: 'InvalidInput', reason: 'lockfile' }),
  );
});
