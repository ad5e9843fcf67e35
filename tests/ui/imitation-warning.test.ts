import { expect, test } from 'vitest';
import type { Imitation } from '../../src/core/imitation.ts';
import { warningsOf, type Warned } from '../../src/ui/pages/module/warning-texts.ts';

const OWNER = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';

const warned = (...imitates: readonly Imitation[]) => {
  const module = { owner: OWNER, releases: [], fallen: [], publishers: [], status: 'available' };
  return warningsOf({ module, mine: OWNER, imitates } as unknown as Warned);
};

test('a module that looks like an earlier one says which, and what was compared', () => {
  const evidence = 'io.github.m0zilla.source-map reads as io.github.mozilla.source-map';
  const id = 'io.github.mozilla.source-map';

  expect(warned({ id, kind: 'look-alike-id', sure: 'likely', evidence })).toEqual([
    `The id of this module looks like ${id}, which was there before and belongs to somebody else (${evidence}). Make sure that this is the one you mean.`,
  ]);
});

test('a module that looks like nothing else has no such warning', () => {
  expect(warned()).toEqual([]);
});
