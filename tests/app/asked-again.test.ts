import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestInstall } from '../../src/app/request-change.ts';
import { chooseSet, listSets } from '../../src/app/sets.ts';
import { parseRange } from '../../src/core/ids.ts';
import { app, setPair, type SetPair } from '../support/set-pair.ts';

let pair: SetPair;

beforeEach(async () => {
  pair = await setPair();
});
afterEach(() => pair.close());

test('who asks again for a change of the set that waits for a yes, and says it, is not asked once more', async () => {
  await pair.publishes(app, '1.0.0');
  await pair.installs(app, { range: parseRange('>=1') });
  await pair.publishes(app, '2.0.0');
  const asking = await pair.changes({ kind: 'update' });
  expect(asking).toMatchObject({ state: 'asking' });
  expect(await pair.changes({ kind: 'update' })).toMatchObject({ id: asking.id, state: 'asking' });

  const agreed = asking.setQuestion?.mark;
  expect(await pair.changes({ kind: 'update' }, { agreed })).toMatchObject({
    id: asking.id,
    state: 'installed',
  });

  expect(await pair.versions()).toEqual({ [app]: '2.0.0' });
});

test('an install from before there were sets is on its way into the default one, and into no other', async () => {
  await pair.publishes(app, '1.0.0');
  const { device } = pair.bob;
  const former = await requestInstall(device, app);
  await device.tables.write([{ table: 'jobs', put: { ...former, set: undefined } }]);
  await chooseSet(device, 'other');

  expect(await pair.installs(app)).toMatchObject({ set: 'other', state: 'installed' });

  expect((await listSets(device.tables)).map(({ name, count }) => [name, count])).toEqual([
    ['default', 1],
    ['other', 1],
  ]);
});
