import { expect, test } from 'vitest';
import { newerReleases } from '../../src/app/newer-releases.ts';
import { parseRange, parseVersion } from '../../src/core/ids.ts';
import type { ModuleView, ReleaseView } from '../../src/core/view/module-view.ts';

const RECEIPT = { notary: 'did:key:z6Mk', time: 1 };

/** Newest first. */
function viewOf(
  releases: readonly (string | (Partial<Omit<ReleaseView, 'version'>> & { readonly version: string }))[],
  change = {},
) {
  const all = releases.map((release) => ({
    contradiction: false,
    receipts: [RECEIPT],
    ...(typeof release === 'string' ? { version: release } : release),
  }));
  return { status: 'active', contested: false, releases: all, ...change } as unknown as ModuleView;
}

const newer = (view: ModuleView, installed: string, ...ranges: string[]) =>
  newerReleases(view, parseVersion(installed), ranges.map(parseRange));

test('what is newer has to be admitted by everything that asks for the module', () => {
  const view = viewOf(['2.0.0', '1.3.0', '1.2.0', '1.1.0', '1.0.0']);

  expect(newer(view, '1.0.0', '^1.0.0')).toEqual({ within: '1.3.0', newest: '2.0.0' });
  expect(newer(view, '1.0.0', '^1.0.0', '<1.2.0')).toEqual({ within: '1.1.0', newest: '2.0.0' });
  expect(newer(view, '2.0.0', '*')).toEqual({ within: undefined, newest: undefined });
});

test('what is yanked, contradicted or without a receipt is not offered, and a pre-release only where a range names one', () => {
  const view = viewOf([
    '1.6.0-rc.1',
    { version: '1.5.0', yanked: { reason: '' } },
    { version: '1.4.0', contradiction: true },
    { version: '1.3.0', receipts: [] },
    '1.2.0',
    '1.0.0',
  ]);

  expect(newer(view, '1.0.0', '^1.0.0')).toEqual({ within: '1.2.0', newest: '1.2.0' });
  expect(newer(view, '1.6.0-beta', '^1.6.0-beta')).toEqual({ within: '1.6.0-rc.1', newest: undefined });
});

test('of what was withdrawn, or whose owner is in doubt, nothing is newer', () => {
  expect(newer(viewOf(['1.1.0', '1.0.0'], { status: 'unregistered' }), '1.0.0', '*')).toEqual({});
  expect(newer(viewOf(['1.1.0', '1.0.0'], { contested: true }), '1.0.0', '*')).toEqual({});
});
