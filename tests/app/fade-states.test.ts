import { afterEach, beforeEach, expect, test } from 'vitest';
import { setNamed } from '../../src/app/installed-set.ts';
import { fadeStates } from '../../src/app/switch-set.ts';
import type { Micros } from '../../src/core/ids.ts';
import { app, setPair, type SetPair } from '../support/set-pair.ts';

const DAY = 24 * 3_600_000_000;
let pair: SetPair;

beforeEach(async () => {
  pair = await setPair();
});
afterEach(() => pair.close());

const present = () => setNamed(pair.bob.device.tables, 'default');

test('a state keeps its binaries for thirty days after another took its place, and what it was for ever', async () => {
  for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
    await pair.publishes(app, version);
    await pair.installs(app);
  }
  const { device } = pair.bob;
  const began = async (number: number): Promise<number> =>
    (await device.tables.get('generations', `default ${number}`))?.generation.at ??
    (await present()).generation.at;
  const fadesAt = async (now: number) => fadeStates({ ...device, clock: () => now as Micros });

  expect(await fadesAt((await began(2)) + 30 * DAY - 1)).toBe(0);
  expect(await fadesAt((await began(2)) + 30 * DAY)).toBe(1);
  expect(await fadesAt((await began(3)) + 30 * DAY - 1)).toBe(0);
  expect(await fadesAt((await began(3)) + 30 * DAY)).toBe(1);

  expect(await device.tables.keys('blobs')).toEqual([(await present()).generation.releases[0]?.sha256]);
  expect(await pair.changes({ kind: 'back', to: 1 })).toMatchObject({ state: 'installed' });
});
