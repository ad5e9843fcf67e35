import { expect, test } from 'vitest';
import { ERROR_CODES, GenError } from '../../src/core/errors.ts';
import { parseDid } from '../../src/core/ids.ts';
import { shortDid } from '../../src/ui/text/format.ts';
import { PERMISSION_REASONS } from '../../src/ui/text/permission-reasons.ts';
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

const bob = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const time = Date.UTC(2026, 10, 21, 12) * 1000;

test('a withdrawn permission says who withdrew it, when and why', () => {
  const data = { id: 'io.acme.codec', by: bob, text: 'Left us.', time };

  expect(sentenceFor(new GenError('PermissionDenied', 'revoked', data))).toBe(
    `Your permission to publish io.acme.codec was withdrawn by ${shortDid(parseDid(bob))} on 21 Nov 2026: “Left us”. ` +
      'Ask the owner of the module for another one.',
  );
});

test('of an install it is the permission of the release that was withdrawn', () => {
  const data = { id: 'io.acme.codec', version: '1.1.0', time };

  expect(adviceFor(new GenError('PermissionDenied', 'revoked', data)).wrong).toBe(
    'The permission that version 1.1.0 was published by was withdrawn on 21 Nov 2026.',
  );
});

test.each(Object.keys(PERMISSION_REASONS))('%s says what is wrong and what to do', (known) => {
  const { wrong, todo } = PERMISSION_REASONS[known]?.({}) ?? { wrong: '', todo: '' };

  expect(wrong).toMatch(/^\p{Lu}.*\.$/u);
  expect(todo).toMatch(/^\p{Lu}.*\.$/u);
  const [code, reason] = known.split(' ') as [(typeof ERROR_CODES)[number], string];
  expect(ERROR_CODES).toContain(code);
  expect(sentenceFor(new GenError(code, reason))).toBe(`${wrong} ${todo}`);
});
