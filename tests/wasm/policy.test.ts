import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { parsePolicy } from '../../src/core/wasm/policy-file.ts';
import { randomOf } from '../support/random.ts';
import { matches, outsidePolicy } from '../../src/core/wasm/policy.ts';

test.each([
  ['env', 'env', true],
  ['env', 'env2', false],
  ['env.*', 'env.memory', true],
  ['env.*', 'environment.x', false],
  ['*', '', true],
  ['GOT.*', 'GOT.mem', true],
  ['./*_bg.js', './codec_bg.js', true],
  ['*_bg.js.*', './a_bg.js_bg.js.f', true],
  ['a*b*c', 'aXbXbXc', true],
  ['a*b*c', 'aXbX', false],
  ['(.*)+$', 'aaaa', false],
])('pattern %s on %s: %s', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

test('a hostile pattern costs no more than its length times the name', () => {
  expect(matches('*a'.repeat(100) + 'b', 'a'.repeat(20_000))).toBe(false);
});

test('of any pattern and text a star stands for any text, the empty one too', () => {
  const random = randomOf(7);
  const some = (letters: readonly string[]) =>
    Array.from({ length: random.below(8) }, () => random.pick(letters)).join('');
  for (let round = 0; round < 20_000; round += 1) {
    const [pattern, text] = [some(['a', 'b', '*']), some(['a', 'b'])];
    const meant = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    expect([pattern, text, matches(pattern, text)]).toEqual([pattern, text, meant.test(text)]);
  }
});

test('a pattern admits a whole module or single names', () => {
  const imports = [
    { module: 'wasi_snapshot_preview1', name: 'fd_write' },
    { module: 'env', name: 'memory' },
    { module: 'env', name: 'log' },
  ];

  expect(outsidePolicy(imports, { allow: ['wasi_snapshot_preview1', 'env.mem*'] })).toEqual([
    { module: 'env', name: 'log' },
  ]);
  expect(outsidePolicy(imports, { allow: [] })).toHaveLength(3);
});

test('a policy file is read strictly', () => {
  expect(parsePolicy('{ "allow": ["env.*"] }')).toEqual({ allow: ['env.*'] });
  const whole = { level: 'wasi', allow: ['env.log'], deny: ['*.sock_*'] };
  expect(parsePolicy(JSON.stringify(whole))).toEqual(whole);
  const unsaid = ['{}', '{"deny":["env"]}'];
  const malformed = ['', '[]', '{"allow":"env"}', '{"allow":[""]}', '{"allow":[],"x":1}', '{"level":"all"}'];
  for (const text of [...unsaid, ...malformed]) {
    const refused = expect.objectContaining({ code: 'InvalidInput', reason: 'policy' });
    expect(() => parsePolicy(text)).toThrow(refused);
    expect(() => parsePolicy(text)).toThrow(GenError);
  }
});
