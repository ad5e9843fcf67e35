import { expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import { createOutput, printable, table } from '../../src/cli/output.ts';
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

test('every error code has a sentence that ends as one, and an exit code that is no success', () => {
  for (const code of ERROR_CODES) {
    expect(sentenceFor({ code, reason: 'unheard-of', data: {} })).toMatch(/^[A-Z"?-].*[.?]$/s);
    expect(exitCodeOf({ code, reason: 'unheard-of' })).toBeGreaterThan(0);
  }
});
