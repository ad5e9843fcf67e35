import { afterEach, beforeEach, expect, test } from 'vitest';
import { setCyclePolicy } from '../../src/app/cycle-policy.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import { parseRange, parseVersion } from '../../src/core/ids.ts';
import { putInstalled } from '../support/installed.ts';
import { app, base, setPair, viewer, type SetPair } from '../support/set-pair.ts';

let pair: SetPair;

beforeEach(async () => {
  pair = await setPair();
});
afterEach(() => pair.close());

test('of modules that need each other the one that was asked for goes, and takes the others along', async () => {
  await pair.publishes(base, '1.0.0');
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await pair.publishes(base, '1.1.0', { [app]: '^1.0.0' });
  await setCyclePolicy(pair.bob.device, 'allow');
  await pair.installs(app);

  expect((await uninstall(pair.bob.device, app)).gone).toEqual([app, base]);

  expect(await pair.versions()).toEqual({});
});

test('a module whose signed release needs itself can be uninstalled', async () => {
  const { device } = pair.bob;
  const dependencies = [{ id: app, range: parseRange('*') }];
  await putInstalled(device.tables, { id: app, version: parseVersion('1.0.0'), dependencies, wanted: true });

  expect((await uninstall(device, app)).gone).toEqual([app]);
});

test('what something needs that somebody asked for is not uninstalled, and that is named', async () => {
  await pair.publishes(base, '1.0.0');
  await pair.publishes(viewer, '1.0.0', { [base]: '^1.0.0' });
  await pair.publishes(app, '1.0.0', { [viewer]: '^1.0.0' });
  for (const id of [base, app]) await pair.installs(id);

  await expect(uninstall(pair.bob.device, base)).rejects.toMatchObject({
    code: 'InvalidState',
    reason: 'needed',
    data: { id: base, by: [viewer] },
  });
  expect(await pair.versions()).toEqual({ [app]: '1.0.0', [base]: '1.0.0', [viewer]: '1.0.0' });
});
