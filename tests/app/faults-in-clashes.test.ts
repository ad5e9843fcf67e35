import { afterEach, beforeEach, expect, test } from 'vitest';
import { toHex } from '../../src/core/bytes.ts';

import { parseModuleId, type ModuleId } from '../../src/core/ids.ts';
import { app, base, setPair, viewer, type SetPair } from '../support/set-pair.ts';

const other = parseModuleId('io.example.other');
let pair: SetPair;

beforeEach(async () => {
  pair = await setPair();
});
afterEach(() => pair.close());

/** For Bob's device it was somebody else's all the time. */
async function changesHands(id: ModuleId): Promise<void> {
  const { tables, namespace } = pair.bob.device;
  const key = `owner/${toHex(namespace)}/${id}`;
  await tables.write([{ table: 'settings', put: { key, value: 'did:key:z6MkSomebodyElse' } }]);
}

test('a clash is told although nothing new may be had of another installed module', async () => {
  for (const version of ['1.0.0', '2.0.0']) await pair.publishes(base, version);
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await pair.publishes(viewer, '1.0.0', { [base]: '^2.0.0' });
  await pair.publishes(other, '1.0.0');
  for (const id of [app, other]) await pair.installs(id);
  await changesHands(other);

  expect(await pair.installs(viewer)).toMatchObject({
    state: 'failed',
    error: { code: 'VersionConflict', reason: 'no-solution', data: { ways: [`drop ${app}`] } },
  });
});

test('where that is what stands in the way, it is told', async () => {
  for (const version of ['1.0.0', '2.0.0']) await pair.publishes(base, version);
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await pair.publishes(viewer, '1.0.0', { [base]: '^2.0.0' });
  await pair.installs(app);
  await changesHands(base);

  expect(await pair.installs(viewer, { drop: [app] })).toMatchObject({
    state: 'failed',
    error: { code: 'InvalidState', reason: 'owner-changed', data: { id: base } },
  });
});
