import { twoTabs } from '../support/two-tabs.ts';
import { expect, test } from './world.ts';

const WRITES = 50;

test('what two tabs write at the same time is all there, each once', async ({ relay, person }) => {
  const { context } = await person();
  for (const found of await twoTabs(context, relay.address, WRITES, () => relay.stop())) {
    expect(new Set(found.promised).size).toBe(2 * WRITES);
    expect(found.jobs.toSorted()).toEqual(found.promised.toSorted());
    expect(new Set(found.rated).size).toBe(2 * WRITES);
    expect(new Set(found.ratings).size).toBe(2 * WRITES);
  }
});
