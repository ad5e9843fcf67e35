import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseSet } from '../../src/app/sets.ts';
import { storageByModule } from '../../src/app/storage-by-module.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import { parseVersion } from '../../src/core/ids.ts';
import { tinyWasm } from '../support/person.ts';
import { app, base, setPair, viewer, type SetPair } from '../support/set-pair.ts';

let pair: SetPair;

beforeEach(async () => {
  pair = await setPair();
});
afterEach(() => pair.close());

test('storage is told by module, the largest first, with former states and other sets, and each binary once', async () => {
  const shared = tinyWasm('shared');
  const large = tinyWasm('l'.repeat(60));
  await pair.publishes(base, '1.0.0', {}, shared);
  await pair.publishes(app, '1.0.0', {}, large);
  await pair.publishes(app, '1.1.0', {}, tinyWasm('small'));
  await pair.publishes(viewer, '1.0.0', {}, shared);
  await pair.installs(app, { version: parseVersion('1.0.0') });
  await pair.installs(app);
  await pair.installs(base);
  await chooseSet(pair.bob.device, 'other');
  await pair.installs(app);
  await pair.installs(viewer);
  await uninstall(pair.bob.device, viewer);

  expect(await storageByModule(pair.bob.device.tables)).toEqual([
    { id: app, name: 'Codec', installed: tinyWasm('small').length, former: large.length },
    { id: base, name: 'Codec', installed: shared.length, former: 0 },
  ]);
});
