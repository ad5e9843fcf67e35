import { afterEach, beforeEach, expect, test } from 'vitest';
import { agreeToInstall } from '../../src/app/agree-install.ts';
import { setImportRules } from '../../src/app/import-rules.ts';
import { activeSet, setNamed } from '../../src/app/installed-set.ts';
import { setAuto } from '../../src/app/sets.ts';
import { undo } from '../../src/app/undo.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import type { SwitchJob } from '../../src/ports/tables.ts';
import { importingWasm } from '../support/importing-wasm.ts';
import { offline } from '../support/offline.ts';
import { drainsAll } from '../support/person.ts';
import { app, base, setPair, viewer, type SetPair } from '../support/set-pair.ts';

let pair: SetPair;

beforeEach(async () => {
  pair = await setPair();
});
afterEach(() => pair.close());

const present = async () => {
  const { tables } = pair.bob.device;
  return setNamed(tables, await activeSet(tables));
};

/** Presses Undo where no network is. @returns the job as it ended. */
async function undoes(state: number): Promise<SwitchJob> {
  const device = offline(pair.bob.device);
  const { id } = await undo(device, state);
  await drainsAll(device);
  return (await device.tables.get('jobs', id)) as SwitchJob;
}

test('an uninstall is undone without a network: the same releases, what was asked for, and what updates by itself', async () => {
  await pair.publishes(base, '1.0.0');
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await pair.publishes(viewer, '1.0.0');
  for (const id of [app, viewer]) await pair.installs(id);
  for (const id of [app, viewer]) await setAuto(pair.bob.device, 'default', id, true);
  const before = await present();
  const { state } = await uninstall(pair.bob.device, app);
  await setAuto(pair.bob.device, 'default', viewer, false);

  expect(await undoes(state)).toMatchObject({ state: 'installed' });

  const after = await present();
  const records = ({ generation }: typeof after) => generation.releases.map(({ record }) => record);
  expect(records(after)).toEqual(records(before));
  expect(after.generation.wishes).toEqual(before.generation.wishes);
  // Of what stayed meanwhile the choice that was made since counts.
  expect(after.auto).toEqual([app]);
});

test('what was agreed to once and only taken away comes back without being asked about again', async () => {
  const rules = { policy: { level: 'nothing' }, validation: 'standard' } as const;
  await setImportRules(pair.bob.device, rules);
  await pair.publishes(app, '1.0.0', {}, importingWasm('env.draw'));
  const asking = await pair.installs(app);
  expect(asking).toMatchObject({ state: 'asking' });
  await agreeToInstall(
    pair.bob.device,
    asking.id,
    (asking.questions ?? []).map(({ mark }) => mark),
  );
  await pair.bob.drains();
  const { state } = await uninstall(pair.bob.device, app);

  await setImportRules(pair.bob.device, { ...rules, validation: 'strict' });
  expect(await undoes(state)).toMatchObject({ state: 'failed' });
  await setImportRules(pair.bob.device, rules);
  expect(await undoes(state)).toMatchObject({ state: 'installed' });
  expect(await pair.versions()).toEqual({ [app]: '1.0.0' });
});

test('what was changed since is not undone along with it', async () => {
  for (const id of [app, viewer]) await pair.publishes(id, '1.0.0');
  for (const id of [app, viewer]) await pair.installs(id);
  const { state } = await uninstall(pair.bob.device, app);
  await uninstall(pair.bob.device, viewer);

  await expect(undo(pair.bob.device, state)).rejects.toMatchObject({ reason: 'changed-since' });
});

test('asked for twice by the same request it makes one job, also when it is done already', async () => {
  await pair.publishes(app, '1.0.0');
  await pair.installs(app);
  const { state } = await uninstall(pair.bob.device, app);
  const first = await undo(pair.bob.device, state, 'asked');
  await pair.bob.drains();

  expect((await undo(pair.bob.device, state, 'asked')).id).toBe(first.id);
  expect(await pair.versions()).toEqual({ [app]: '1.0.0' });
});
