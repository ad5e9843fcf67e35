import { afterEach, beforeEach, expect, test } from 'vitest';
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
