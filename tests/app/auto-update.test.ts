import { afterEach, beforeEach, expect, test } from 'vitest';
import { autoUpdate } from '../../src/app/auto-update.ts';
import { checkHead } from '../../src/app/check-head.ts';
import { cancelJob } from '../../src/app/engine/activity.ts';
import { installedRows } from '../../src/app/installed-set.ts';
import { storedPin } from '../../src/app/pin-relay.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { setAuto } from '../../src/app/sets.ts';
import { keepStory, storedStory } from '../../src/app/story.ts';
import { parseModuleId, parseVersion, type Micros, type ModuleId, type Version } from '../../src/core/ids.ts';
import { person, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const [app, base] = ['io.example.app', 'io.example.base'].map(parseModuleId) as [ModuleId, ModuleId];
const DAY = 24 * 3_600_000_000;
let world: TestRelay;
let alice: Person;
let bob: Person;

beforeEach(async () => {
  world = await startTestRelay();
  [alice, bob] = await Promise.all([person(world.relay.address), person(world.relay.address)]);
  for (const id of [app, base]) await publishes(id, '1.0.0');
  for (const id of [app, base]) await requestInstall(bob.device, id);
  await bob.drains();
  await setAuto(bob.device, 'default', app, true);
});
afterEach(() => world.close());

const publishes = (id: string, version: string) => alice.publishes({ id, version });
const noCard = (): undefined => undefined;

/** What somebody at the device does who hears the relay's newest head first. */
async function updates(newestCard: (id: ModuleId) => Version | undefined = noCard) {
  const { device } = bob;
  const pin = await storedPin(device.tables);
  if (pin === undefined) throw new Error('no relay');
  await checkHead(device, pin.relay, await storedStory(device.tables), []);
  return autoUpdate(device, { newestCard });
}

const versions = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await installedRows(bob.device.tables)).map(({ id, version }) => [id, version]));

test('what is updated by itself gets the newest within what was asked for, and nothing else does', async () => {
  for (const id of [app, base]) for (const version of ['1.1.0', '2.0.0']) await publishes(id, version);

  expect(await updates()).toMatchObject({
    paused: false,
    jobs: [{ change: { kind: 'update', ids: [app] } }],
  });
  await bob.drains();

  expect(await versions()).toEqual({ [app]: '1.1.0', [base]: '1.0.0' });
});

test('where nothing is newer nothing is queued', async () => {
  await publishes(app, '2.0.0');

  expect(await updates()).toEqual({ paused: false, jobs: [] });
});

test('a version is tried once: who said no to it is asked again for the next one only', async () => {
  await publishes(app, '1.1.0');
  const [first] = (await updates()).jobs;
  if (first === undefined) throw new Error('nothing queued');
  expect((await updates()).jobs).toEqual([]);
  await cancelJob(bob.device, first.id);

  expect((await updates()).jobs).toEqual([]);
  await publishes(app, '1.2.0');

  expect((await updates()).jobs).toMatchObject([{ change: { ids: [app] } }]);
});

test('what an update waits with that has not ended is not queued beside it', async () => {
  await publishes(app, '1.1.0');
  await updates();
  await publishes(app, '1.2.0');

  expect((await updates()).jobs).toEqual([]);
  await bob.drains();

  expect(await versions()).toMatchObject({ [app]: '1.2.0' });
});

test('a card that shows nothing newer spares the document', async () => {
  await publishes(app, '1.1.0');

  expect((await updates(() => parseVersion('1.0.0'))).jobs).toEqual([]);
  expect((await updates(() => parseVersion('1.1.0'))).jobs).toHaveLength(1);
});

test('after a week without a word of the registry, and while it tells two stories, nothing is updated unasked', async () => {
  await publishes(app, '1.1.0');
  await updates(() => parseVersion('1.0.0'));
  const later = (days: number): Person['device'] => ({
    ...bob.device,
    clock: () => (Date.now() * 1000 + days * DAY) as Micros,
  });

  expect(await autoUpdate(later(7), { newestCard: noCard })).toEqual({ paused: true, jobs: [] });
  const story = await storedStory(bob.device.tables);
  const facts = { number: 1, time: 1 as Micros };
  const alarm = { kind: 'rollback', at: 1 as Micros, seen: facts, shown: facts } as const;
  const alarmed = await keepStory(bob.device.tables, story, { alarm });
  expect(await autoUpdate(bob.device, { newestCard: noCard })).toEqual({ paused: true, jobs: [] });
  await keepStory(bob.device.tables, alarmed, { alarm: undefined });
  expect((await autoUpdate(later(6), { newestCard: noCard })).jobs).toHaveLength(1);
});
