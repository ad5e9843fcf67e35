import { expect, test } from 'vitest';
import { ERROR_CODES, GenError } from '../../src/core/errors.ts';
import { adviceFor, sentenceFor, technical } from '../../src/ui/text/errors.ts';

test.each(ERROR_CODES)('%s says what is wrong and what to do, whatever the reason', (code) => {
  const { wrong, todo } = adviceFor(new GenError(code, 'a-reason-nobody-foresaw'));

  expect(wrong).toMatch(/^\p{Lu}.*\.$/u);
  expect(todo).toMatch(/^\p{Lu}.*\.$/u);
});

test('a taken version names the version and asks for a higher one', () => {
  const error = new GenError('VersionConflict', 'version-taken', { version: '1.2.0' });

  expect(sentenceFor(error)).toBe(
    'Version 1.2.0 is published already and can never change. Choose a higher version.',
  );
});

test('a needed module names who needs it', () => {
  const error = new GenError('InvalidState', 'needed', { id: 'io.a.b', by: ['io.a.c', 'io.a.d'] });

  expect(sentenceFor(error)).toBe('io.a.c, io.a.d needs it. Uninstall that first.');
});

test('a file that is too large names both sizes', () => {
  const error = new GenError('QuotaExceeded', 'too-large', { size: 80_000_000, limit: 64_000_000 });

  expect(sentenceFor(error)).toBe(
    'The file is too large (80.0 MB). The limit is 64.0 MB; strip debug information, or build smaller.',
  );
});

test('the technical line keeps the stable words', () => {
  expect(technical(new GenError('Network', 'unreachable', { text: 'fetch failed' }))).toBe(
    'Network: unreachable (fetch failed)',
  );
});
