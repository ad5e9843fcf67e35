import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockfileOf } from '../../src/app/sets.ts';
import { parseRange } from '../../src/core/ids.ts';
import { readLockfile } from '../../src/core/resolve/lockfile.ts';
import { app, base, setPair, viewer, type SetPair } from '../support/set-pair.ts';

let pair: SetPair;

beforeEach(async () => {
  pair = await setPair();
  for (const version of ['1.0.0', '1.1.0-beta.1']) await pair.publishes(base, version);
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
});
afterEach(() => pair.close());

const BETA = { [app]: '1.0.0', [base]: '1.1.0-beta.1' };

test('a pre-release that somebody let in stays when something else is installed, or all is updated', async () => {
  await pair.publishes(viewer, '1.0.0');
  await pair.installs(app, { prereleases: true });
  expect(await pair.versions()).toEqual(BETA);

  expect(await pair.installs(viewer)).toMatchObject({ state: 'installed' });
  expect(await pair.changes({ kind: 'update' })).toMatchObject({ state: 'installed' });
  expect(await pair.versions()).toEqual({ ...BETA, [viewer]: '1.0.0' });

  await pair.publishes(base, '1.1.0-beta.2');
  await pair.publishes(base, '1.1.0');
  await pair.changes({ kind: 'update' });
  expect(await pair.versions()).toMatchObject({ [base]: '1.1.0' });
});

test('a frozen lockfile with a pre-release in it is taken over', async () => {
  await pair.installs(app, { prereleases: true });
  const { wishes, releases: pins } = readLockfile(await lockfileOf(pair.bob.device, 'default'));
  const other = await pair.another();

  expect(await other.changes({ kind: 'lockfile', wishes, pins, frozen: true })).toMatchObject({
    state: 'installed',
  });
  expect(await other.versions()).toEqual(BETA);
});

test('who says anew what may be had of a pre-release leaves it', async () => {
  await pair.installs(base, { range: parseRange('^1.0.0'), prereleases: true });
  expect(await pair.versions()).toEqual({ [base]: '1.1.0-beta.1' });

  await pair.installs(base, { range: parseRange('>=1') });

  expect(await pair.versions()).toEqual({ [base]: '1.0.0' });
});
