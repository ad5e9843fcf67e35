import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { sentenceFor as cliSentence } from '../../src/cli/sentences.ts';
import { IMPORT_SENTENCES } from '../../src/cli/import-sentences.ts';
import { adviceFor } from '../../src/ui/text/errors.ts';
import { IMPORT_REASONS } from '../../src/ui/text/import-reasons.ts';

const release = { id: 'io.acme.codec', version: '1.1.0' };

test('a refusal by import rules names three imports and counts the rest', () => {
  const imports = ['env.a', 'env.b', 'env.c', 'env.d'];
  const error = new GenError('PermissionDenied', 'import-policy', { ...release, imports, count: 70 });
  expect(adviceFor(error)).toEqual({
    wrong:
      'io.acme.codec 1.1.0 imports what your strict import rules do not admit: env.a, env.b, env.c and 67 more.',
    todo: 'Nothing was changed. Choose another version, or change the import rules.',
  });
});

test('of a publish it is the registry’s admins who do not admit it', () => {
  const error = new GenError('PermissionDenied', 'import-policy', { import: 'host.log', count: 2 });
  expect(adviceFor(error).wrong).toBe(
    'The admins of this registry do not admit what it imports: host.log and 1 more.',
  );
  expect(cliSentence(error)).toContain('host.log and 1 more');
});

test('page and command line know the same reasons, and say whole sentences whatever is known', () => {
  expect(Object.keys(IMPORT_REASONS).sort()).toEqual(Object.keys(IMPORT_SENTENCES).sort());
  for (const sentence of Object.values(IMPORT_REASONS)) {
    const { wrong, todo } = sentence({});
    expect(wrong).toMatch(/^\p{Lu}.*\.$/u);
    expect(todo).toMatch(/^\p{Lu}.*\.$/u);
  }
});
