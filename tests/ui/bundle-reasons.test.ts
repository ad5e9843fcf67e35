import { expect, test } from 'vitest';
import { BUNDLE_REASONS } from '../../src/ui/text/bundle-reasons.ts';
import { BUNDLE_SENTENCES } from '../../src/cli/bundle-sentences.ts';

test('the app and the command line have a word for the same troubles with a bundle', () => {
  expect(Object.keys(BUNDLE_REASONS)).toEqual(Object.keys(BUNDLE_SENTENCES));
});

test.each(Object.entries(BUNDLE_REASONS))('%s says what is wrong and what to do', (_, sentence) => {
  const { wrong, todo } = sentence({});

  expect(wrong).toMatch(/^\p{Lu}.*\.$/u);
  expect(todo).toMatch(/^\p{Lu}.*\.$/u);
});
