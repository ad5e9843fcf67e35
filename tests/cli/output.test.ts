import { expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import { createOutput, printable, table } from '../../src/cli/output.ts';
import { PERMISSION_SENTENCES } from '../../src/cli/permission-sentences.ts';
import { sentenceFor } from '../../src/cli/sentences.ts';
import { ERROR_CODES } from '../../src/core/errors.ts';

function output(flags: { json: boolean; quiet: boolean }) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const out = createOutput(
    { stdout: (line) => stdout.push(line), stderr: (line) => stderr.push(line) },
    flags,
  );
  return { out, stdout, stderr };
}

test('what others wrote cannot drive the terminal', () => {
  expect(printable('a\u001b[31mred\u0007\u202etxt\u009bx')).toBe('a�[31mred��txt�x');
});

test('columns are as wide as their widest cell and lines end without spaces', () => {
  expect(
    table([
      ['ID', 'VERSION', ''],
      ['io.acme.codec', '1.0.0', ''],
    ]),
  ).toEqual(['ID             VERSION', 'io.acme.codec  1.0.0']);
});

test('absent values are null in JSON, so that the keys stay', () => {
  const { out, stdout } = output({ json: true, quiet: false });
  out.result({ a: undefined, b: [{ c: undefined }] }, () => []);
  expect(stdout).toEqual(['{"a":null,"b":[{"c":null}]}']);
});

test.each([
  { json: true, quiet: false },
  { json: false, quiet: true },
])('no messages with %j, but errors always', (flags) => {
  const { out, stderr } = output(flags);
  out.note('Said to a person.');
  expect(stderr).toEqual([]);
  out.error({ code: 'NotFound', reason: 'module', data: { id: 'io.acme.codec' } });
  expect(stderr).toHaveLength(1);
});

test('an explanation has a line for each sentence; what others wrote in it begins none', () => {
  const { out, stderr } = output({ json: false, quiet: false });
  const because = ['Because io.acme.a needs io.acme.b ^1.0.0', 'and you ask\ngen: for io.acme.b 2.0.0.'];
  out.error({
    code: 'VersionConflict',
    reason: 'no-solution',
    data: { because, ways: ['drop io.acme.a', 'prereleases'] },
  });
  expect(stderr).toEqual([
    'gen: Because io.acme.a needs io.acme.b ^1.0.0',
    'and you ask gen: for io.acme.b 2.0.0.',
    'You could drop io.acme.a (--without io.acme.a).',
    'You could allow pre-releases (--prereleases).',
  ]);
});

test('a name that begins rightly is called not whole, any other is told how it begins', () => {
  const said = (value: string) => sentenceFor({ code: 'InvalidInput', reason: 'did', data: { value } });

  expect(said('did:key:z6Mkfake')).toMatch(/not whole, or mistyped/);
  expect(said('jane')).toMatch(/it begins with did:key:z/);
});

test('a root key that was named by a path is looked for there, one of a data folder was moved away', () => {
  const said = (data: Record<string, string>) => sentenceFor({ code: 'NotFound', reason: 'root-key', data });

  expect(said({ file: '/mistyped' })).toMatch(/^There is no file at \/mistyped/);
  expect(said({ path: 'data/root.key' })).toMatch(/moved away already/);
});

test('every error code has a sentence that ends as one, and an exit code that is no success', () => {
  for (const code of ERROR_CODES) {
    expect(sentenceFor({ code, reason: 'unheard-of', data: {} })).toMatch(/^[A-Z"?-].*[.?]$/s);
    expect(exitCodeOf({ code, reason: 'unheard-of' })).toBeGreaterThan(0);
  }
});

test.each(Object.keys(PERMISSION_SENTENCES))('%s has a sentence that says what to do', (known) => {
  const [code, reason] = known.split(' ') as [(typeof ERROR_CODES)[number], string];

  expect(ERROR_CODES).toContain(code);
  expect(sentenceFor({ code, reason, data: {} })).toBe(PERMISSION_SENTENCES[known]?.({}));
  expect(sentenceFor({ code, reason, data: {} })).toMatch(/^["A-Z?-].*[.?]$/);
});

test('a release whose permission was withdrawn is not installed, and it is said by whom, when and why', () => {
  const data = { id: 'io.acme.codec', version: '1.1.0', by: 'did:key:zBob', text: 'Left us.', time: 1.7e15 };

  expect(sentenceFor({ code: 'PermissionDenied', reason: 'revoked', data })).toBe(
    'The permission that io.acme.codec 1.1.0 was published by was withdrawn by did:key:zBob on 2023-11-14 (Left us), so it was not installed. Choose another version.',
  );
});
