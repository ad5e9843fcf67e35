import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { cleanable, cleanedUp, cleanUp, dismissCleanUp, keepHouse } from '../../src/app/clean-up.ts';
import { setCleanUpDays } from '../../src/app/clean-up-setting.ts';
import type { Device } from '../../src/app/device.ts';
import { setNamed } from '../../src/app/installed-set.ts';
import { planJob } from '../../src/app/plan-job.ts';
import { switchWrites } from '../../src/app/switch-set.ts';
import { neededBy, withNeeds } from '../../src/app/uninstall.ts';
import { noteOpened, noteUsed } from '../../src/app/uses.ts';
import { parseModuleId, parseRange, parseVersion, type Micros, type ModuleId } from '../../src/core/ids.ts';
import { DEFAULT_SET, type SetRow } from '../../src/ports/sets.ts';
import { DAY, generatedSet, NOW, type GeneratedSet } from '../support/generated-set.ts';
import { putInstalled } from '../support/installed.ts';

const [app, base, viewer] = ['io.example.app', 'io.example.base', 'io.example.viewer'].map(parseModuleId) as [
  ModuleId,
  ModuleId,
  ModuleId,
];

type Here = Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>;

function deviceAt(now: number, tables = memoryTables()): Here {
  return { tables, locks: memoryLocks(), clock: () => now as Micros, announce: () => undefined };
}

async function deviceWith({ set, uses, jobs }: GeneratedSet): Promise<Here> {
  const device = deviceAt(NOW);
  await device.tables.write([
    { table: 'sets', put: set },
    ...uses.map((put) => ({ table: 'uses', put }) as const),
    ...jobs.map((put) => ({ table: 'jobs', put }) as const),
  ]);
  return device;
}

const present = ({ tables }: Here): Promise<SetRow> => setNamed(tables, DEFAULT_SET);
const idsOf = ({ generation }: SetRow): readonly ModuleId[] => generation.releases.map(({ id }) => id);

/** The switch that an undo makes: what it takes to get there is another test's. */
async function undone(device: Here): Promise<SetRow> {
  const row = await present(device);
  const change = { kind: 'back', to: row.generation.number - 1 } as const;
  const plan = await planJob(device as Device, row, { kind: 'set', change });
  await device.tables.write(await switchWrites(device.tables, row, { ...plan, deed: change }, NOW));
  return present(device);
}

/** A module of the default set that was asked for and installed when this device began. */
const wish = (id: ModuleId, needs: readonly ModuleId[] = [], wanted = true) => ({
  id,
  name: id,
  version: parseVersion('1.0.0'),
  dependencies: needs.map((needed) => ({ id: needed, range: parseRange('*') })),
  wanted,
  installedAt: 0 as Micros,
});

test('nothing that is left lacks what it needs, and nothing that was used or is under way goes', async () => {
  await fc.assert(
    fc.asyncProperty(generatedSet, fc.integer({ min: 1, max: 200 }), async (generated, days) => {
      const device = await deviceWith(generated);
      const before = await present(device);
      await cleanUp(device, days);
      const after = await present(device);

      const left = new Set(idsOf(after));
      for (const { id, dependencies } of after.generation.releases)
        for (const needed of dependencies)
          expect([id, needed.id, left.has(needed.id)]).toEqual([id, needed.id, true]);
      expect(after.generation.releases).toEqual(
        withNeeds(
          after.generation.wishes.map(({ id }) => id),
          before.generation.releases,
        ),
      );
      const since = NOW - days * DAY;
      for (const id of idsOf(before).filter((one) => !left.has(one))) {
        const use = generated.uses.find((row) => row.id === id);
        expect(use?.openedAt ?? 0).toBeLessThanOrEqual(since);
        expect(use?.usedAt ?? 0).toBeLessThanOrEqual(since);
        expect(generated.jobs.map(({ module }) => module)).not.toContain(id);
        expect(neededBy(id, after.generation.releases)).toEqual([]);
      }
    }),
  );
});

test('what was asked for and is old enough goes, unless something that stays needs it or brought along what is used', async () => {
  await fc.assert(
    fc.asyncProperty(generatedSet, async (generated) => {
      const device = await deviceWith({ ...generated, uses: [], jobs: [] });
      const before = await present(device);
      await cleanUp(device, 100);
      const after = await present(device);

      const left = new Set(idsOf(after));
      const old = before.generation.wishes.filter(({ id }) => {
        const installedAt = before.generation.releases.find((one) => one.id === id)?.installedAt ?? NOW;
        const came = before.auto?.includes(id) ? before.generation.at : installedAt;
        return came <= NOW - 100 * DAY;
      });
      for (const { id } of old) {
        const needing = neededBy(id, after.generation.releases);
        expect([id, left.has(id)]).toEqual([id, needing.length > 0]);
      }
    }),
  );
});

test('undoing it gives the very same set, with what updates by itself', async () => {
  await fc.assert(
    fc.asyncProperty(generatedSet, fc.integer({ min: 1, max: 200 }), async (generated, days) => {
      const device = await deviceWith(generated);
      const before = await present(device);
      fc.pre((await cleanUp(device, days)).length > 0);
      const after = await undone(device);

      expect(after.generation.wishes).toEqual(before.generation.wishes);
      expect(after.generation.releases.map(({ record }) => record)).toEqual(
        before.generation.releases.map(({ record }) => record),
      );
      expect(after.auto).toEqual(before.auto);
      // Who brings it back has had to do with it.
      expect(await cleanable(device.tables, days, NOW)).toEqual([]);
    }),
  );
});

test('it is a matter of the clock alone: a microsecond before its time nothing goes, and then all at once', async () => {
  await fc.assert(
    fc.asyncProperty(generatedSet, fc.integer({ min: 1, max: 200 }), async (generated, days) => {
      const { tables } = await deviceWith(generated);
      const [first] = await cleanable(tables, days, NOW);
      fc.pre(first !== undefined);
      expect(await cleanable(tables, days, NOW)).toEqual([first]);
      const cleaned = await cleanUp(deviceAt(NOW, tables), days);
      expect(cleaned).toEqual([first]);
      expect(await cleanUp(deviceAt(NOW, tables), days)).toEqual([]);
    }),
  );

  const { tables } = deviceAt(0);
  await putInstalled(tables, wish(app));
  expect(await cleanable(tables, 90, (90 * DAY - 1) as Micros)).toEqual([]);
  expect(await cleanable(tables, 90, (90 * DAY) as Micros)).toMatchObject([{ ids: [app] }]);
});

test('one state of a set takes all of it, and every set is looked at', async () => {
  const device = deviceAt(100 * DAY);
  await putInstalled(device.tables, wish(base, [], false), wish(app, [base]), wish(viewer));
  const { generation } = await present(device);
  await device.tables.write([{ table: 'sets', put: { name: 'other', generation } }]);
  await noteUsed(deviceAt(50 * DAY, device.tables), viewer);

  const done = await cleanUp(device, 90);

  expect(done.map(({ set, ids, gone }) => [set, ids, gone.map(({ id }) => id)])).toEqual([
    ['default', [app], [base, app]],
    ['other', [app], [base, app]],
  ]);
  expect((await present(device)).generation).toMatchObject({
    number: 2,
    deed: { kind: 'clean-up', ids: [app], days: 90 },
    wishes: [{ id: viewer }],
  });
});

test('looking at a page keeps a module, and is written down once an hour at most', async () => {
  const { tables } = deviceAt(0);
  await putInstalled(tables, wish(app));
  const opens = (at: number, id = app) => noteOpened(deviceAt(at, tables), id);
  await opens(50 * DAY);
  await opens(50 * DAY + 3_599_999_999);
  expect(await tables.get('uses', app)).toEqual({ id: app, uses: 0, openedAt: 50 * DAY });
  await opens(50 * DAY + 3_600_000_000);
  expect(await tables.get('uses', app)).toMatchObject({ openedAt: 50 * DAY + 3_600_000_000 });
  await opens(50 * DAY, viewer);
  expect(await tables.keys('uses')).toEqual([app]);

  expect(await cleanUp(deviceAt(100 * DAY, tables), 90)).toEqual([]);
});

test('what came along and is used by itself keeps what brought it', async () => {
  const device = deviceAt(100 * DAY);
  await putInstalled(device.tables, wish(base, [], false), wish(app, [base]));
  await noteUsed(deviceAt(50 * DAY, device.tables), base);

  expect(await cleanUp(device, 90)).toEqual([]);
});

test('what updates by itself is not kept by its updates, and what a person updates is', async () => {
  const device = deviceAt(100 * DAY);
  await putInstalled(device.tables, wish(app), wish(viewer));
  const row = await present(device);
  await device.tables.write([{ table: 'sets', put: { ...row, auto: [app] } }]);
  const releases = row.generation.releases.map((one) => ({ ...one, record: `${one.record} newer` }));
  const next = { deed: { kind: 'update', ids: [] }, wishes: row.generation.wishes, releases } as const;
  const auto = await present(device);
  await device.tables.write(await switchWrites(device.tables, auto, next, (99 * DAY) as Micros));

  expect(await cleanUp(device, 90)).toMatchObject([{ ids: [app] }]);
});

test('nobody is blamed for what was not counted yet: the first clean-up comes after as many days of counting', async () => {
  const { tables } = deviceAt(0);
  await putInstalled(tables, wish(app));
  await keepHouse(deviceAt(500 * DAY, tables));
  await keepHouse(deviceAt(590 * DAY - 1, tables));
  expect(idsOf(await present(deviceAt(0, tables)))).toEqual([app]);

  await keepHouse(deviceAt(590 * DAY, tables));
  expect(idsOf(await present(deviceAt(0, tables)))).toEqual([]);
});

test('it is off where somebody said so, and after as many days as they said', async () => {
  const { tables } = deviceAt(0);
  await putInstalled(tables, wish(app));
  await keepHouse(deviceAt(0, tables));
  await setCleanUpDays(deviceAt(0, tables), undefined);
  await keepHouse(deviceAt(5000 * DAY, tables));
  expect(idsOf(await present(deviceAt(0, tables)))).toEqual([app]);

  await setCleanUpDays(deviceAt(0, tables), 30);
  await keepHouse(deviceAt(30 * DAY, tables));
  expect(idsOf(await present(deviceAt(0, tables)))).toEqual([]);
  for (const days of [0, 1.5, 3651])
    await expect(setCleanUpDays(deviceAt(0, tables), days)).rejects.toMatchObject({
      reason: 'clean-up-days',
    });
});

test('it is told by name until somebody has seen it, or something else is changed', async () => {
  const device = deviceAt(100 * DAY);
  await putInstalled(device.tables, wish(base, [], false), { ...wish(app, [base]), name: 'App' });
  expect(await cleanedUp(device.tables)).toBeUndefined();
  await cleanUp(device, 90);
  const told = { state: 2, at: 100 * DAY, days: 90, names: ['App'], others: 1 };
  expect(await cleanedUp(device.tables)).toEqual(told);

  const kept = await present(device);
  await undone(device);
  expect(await cleanedUp(device.tables)).toBeUndefined();
  await device.tables.write([{ table: 'sets', put: kept }]);
  expect(await cleanedUp(device.tables)).toEqual(told);
  await dismissCleanUp(device);
  expect(await cleanedUp(device.tables)).toBeUndefined();
});
