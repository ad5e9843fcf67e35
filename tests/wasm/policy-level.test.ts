import { array, assert, constantFrom, nat, oneof, property, record, string } from 'fast-check';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Body } from '../../src/core/record/kinds.ts';
import type { ImportPolicy } from '../../src/core/wasm/policy.ts';
import { binaryInterface } from '../../src/core/wasm/binary-interface.ts';
import { importDifference } from '../../src/core/wasm/import-difference.ts';
import type { ValidationLevel } from '../../src/core/wasm/import-rules.ts';
import { originOf } from '../../src/core/wasm/import-origin.ts';
import { POLICY_LEVELS, type PolicyLevel } from '../../src/core/wasm/policy-level.ts';
import { outsidePolicy } from '../../src/core/wasm/policy.ts';
import { installedBinaries } from './world.ts';

const moduleName = oneof(
  constantFrom('env', 'a', 'wasi_snapshot_preview1', 'wasi_unstable', 'wasi', 'wbg', 'GOT.mem', 'go', 'host'),
  constantFrom('./x_bg.js', '__wbindgen_placeholder__', 'wasi:io/streams@0.2.0', 'napi', '', 'environment'),
  string({ maxLength: 6 }),
);
const anImport = record({
  module: moduleName,
  name: string({ maxLength: 4 }),
  kind: constantFrom('function', 'memory'),
});
const imports = array(anImport, { maxLength: 12 });
const patterns = array(oneof(moduleName, constantFrom('*', 'e*', 'env.*', '*.a')), { maxLength: 3 });
const level = nat({ max: POLICY_LEVELS.length - 1 });

test('a higher level, one more pattern to allow or one fewer to deny never puts an import outside', () => {
  assert(
    property(imports, level, level, patterns, patterns, patterns, (asked, one, other, allow, deny, more) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)].map((at) => POLICY_LEVELS[at]);
      const before = outsidePolicy(asked, { level: low, allow, deny: [...deny, ...more] });
      for (const policy of [
        { level: high, allow, deny: [...deny, ...more] },
        { level: low, allow: [...allow, ...more], deny: [...deny, ...more] },
        { level: low, allow, deny },
      ] satisfies ImportPolicy[])
        expect(before).toEqual(expect.arrayContaining(outsidePolicy(asked, policy)));
    }),
    { numRuns: 2000 },
  );
});

test('the lowest level admits nothing, the highest all, and what is denied is outside at every level', () => {
  assert(
    property(imports, level, (asked, at) => {
      expect(outsidePolicy(asked, { level: 'nothing' })).toEqual(asked);
      expect(outsidePolicy(asked, { level: 'anything' })).toEqual([]);
      expect(outsidePolicy(asked, { level: POLICY_LEVELS[at], deny: ['*'] })).toEqual(asked);
    }),
  );
});

test('WASI preview 1 is one level, everything else that a toolchain makes up the next', () => {
  assert(
    property(moduleName, (module) => {
      const isOutside = (at: PolicyLevel) =>
        outsidePolicy([{ module, name: 'x' }], { level: at }).length === 1;
      const origin = originOf(module);
      expect(isOutside('wasi')).toBe(origin !== 'wasi-preview1');
      // What the words know as a toolchain's is granted as one; the lists may know more names.
      if (origin !== 'other') expect(isOutside('glue')).toBe(false);
    }),
  );
});

test('common toolchains’ glue admits what installed packages import, but for parts of a split component', async () => {
  const outside = new Set<string>();
  for (const path of installedBinaries()) {
    const { imports: asked } = binaryInterface(await readFile(path));
    for (const { module } of outsidePolicy(asked, { level: 'glue' })) outside.add(module);
  }
  expect([...outside].sort()).toEqual(['__main_module__']);
}, 60_000);

test('what is added and removed goes from one list to the other, each once', () => {
  const keys = (list: readonly { module: string; name: string; kind: string }[]) =>
    new Set(list.map(({ module, name, kind }) => JSON.stringify([module, name, kind])));
  const minus = (some: ReadonlySet<string>, others: ReadonlySet<string>) =>
    new Set([...some].filter((one) => !others.has(one)));
  assert(
    property(imports, imports, (before, after) => {
      const entry = (one: (typeof before)[number]) => ({ ...one, kind: one.kind as 'function' });
      const { added, removed } = importDifference(before.map(entry), after.map(entry));
      const [old, fresh] = [keys(before), keys(after)];
      expect(keys(added)).toEqual(minus(fresh, old));
      expect(keys(removed)).toEqual(minus(old, fresh));
      expect(added).toHaveLength(keys(added).size);
    }),
  );
});

test('a record has the very levels that installs know', () => {
  type Signed = Exclude<Body<'importRules'>, { withdrawn: true }>;
  const levels: readonly Signed['level'][] = POLICY_LEVELS;
  const known: readonly PolicyLevel[] = levels;
  const validation = (one: Signed['validation']): ValidationLevel => one;
  expect(known.map(String)).toEqual(['nothing', 'wasi', 'glue', 'anything']);
  expect(validation('strict')).toBe('strict');
});
