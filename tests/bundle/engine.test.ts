import { afterAll, beforeAll, expect, test } from 'vitest';
import { installedRows } from '../../src/app/installed-set.ts';
import { storedPin } from '../../src/app/pin-relay.ts';
import type { Device } from '../../src/app/device.ts';
import type { ModuleAnswer } from '../../src/ports/module-page.ts';
import type { Write } from '../../src/ports/tables.ts';
import type { RelayClient } from '../../src/ports/relay-client.ts';
import { testEngine } from '../support/engine.ts';
import { NO_RELAY } from '../support/offline.ts';
import { app, base, setPair, type SetPair } from '../support/set-pair.ts';
import { bundleOf, islandDevice, rootOf } from './bundle-world.ts';

let pair: SetPair;
let bundle: Blob;

beforeAll(async () => {
  pair = await setPair();
  await pair.publishes(base, '1.0.0');
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await pair.installs(app);
  bundle = new Blob([await bundleOf(pair.bob.device)]);
});
afterAll(() => pair.close());

const QUERY = { text: '', tags: [], sort: 'relevance', offset: 0, limit: 10 } as const;

function viewIn(answer: ModuleAnswer) {
  if (typeof answer !== 'object' || !('module' in answer)) throw new Error('no page');
  return answer.module;
}

/** Resolves when the job is over. */
async function ended({ tables }: Device, job: string): Promise<string> {
  for (;;) {
    const row = await tables.get('jobs', job);
    if (row === undefined || ['installed', 'failed', 'asking'].includes(row.state))
      return row?.state ?? 'gone';
    await new Promise((resolve) => setTimeout(resolve));
  }
}

test('an engine that never met a relay asks whose registry it is, then finds, shows and installs what a file brings', async () => {
  const device = await islandDevice(pair.bob.device);
  const { engine, faults } = await testEngine(device);
  const root = rootOf(device);

  await expect(engine.importBundle(bundle)).rejects.toMatchObject({ reason: 'bundle-trust', data: { root } });
  expect(await device.tables.keys('carried')).toEqual([]);
  const change = await engine.importBundle(bundle, root);

  expect((await engine.search(QUERY)).cards.map(({ id, pending }) => [id, pending])).toEqual(
    expect.arrayContaining([
      [app, false],
      [base, false],
    ]),
  );
  expect(viewIn(await engine.module(app)).releases[0]).toMatchObject({ version: '1.0.0', receipts: [{}] });
  expect(await engine.planSet(change)).toMatchObject({ download: 0, lines: [{ id: base }, { id: app }] });
  expect(await ended(device, await engine.changeSet(change))).toBe('installed');
  expect((await installedRows(device.tables)).map(({ id }) => id)).toEqual([base, app]);
  expect(await engine.connection()).toMatchObject({ registryRoot: root, state: 'offline' });
  expect(faults).toEqual([]);
});

test('what the service worker has read is no reason to leave it out of what a file brings', async () => {
  const device = await islandDevice(pair.bob.device);
  const read = await pair.bob.device.tables.all('documents');
  await device.tables.write(read.map((put): Write => ({ table: 'documents', put })));
  const { engine } = await testEngine(device);

  const change = await engine.importBundle(bundle, rootOf(device));

  const job = await engine.changeSet(change);
  await expect.poll(async () => (await device.tables.get('jobs', job))?.state).toBe('installed');
});

test('what an engine exports another one takes, and after a restart it is still found', async () => {
  const device = await islandDevice(pair.bob.device);
  const first = await testEngine(device);
  const change = await first.engine.importBundle(bundle, rootOf(device));
  await ended(device, await first.engine.changeSet(change));
  const again = await first.engine.exportBundle([base]);

  const third = await islandDevice(device);
  const { engine } = await testEngine(third);
  const taken = await engine.importBundle(again, rootOf(device));
  expect(await ended(third, await engine.changeSet(taken))).toBe('installed');
  expect((await installedRows(third.tables)).map(({ id }) => id)).toEqual([base]);

  const restarted = await testEngine(third);
  expect((await restarted.engine.search(QUERY)).cards.map(({ id }) => id)).toEqual([base]);
});

test('a device that began with a file belongs to the first relay of that registry that answers, and to no other', async () => {
  const device = await islandDevice(pair.bob.device);
  let relay: RelayClient = NO_RELAY;
  const facts: RelayClient['facts'] = (signal) => relay.facts(signal);
  const { engine, connectivity } = await testEngine({ ...device, relay: { ...NO_RELAY, facts } });
  await engine.importBundle(bundle, rootOf(device));
  const known = await pair.bob.device.relay.facts();

  relay = { ...NO_RELAY, facts: async () => ({ ...known, namespace: 'ab'.repeat(32) }) };
  await expect
    .poll(async () => (await engine.reconnect(), connectivity.state().problem?.reason))
    .toBe('other-namespace');
  expect(await storedPin(device.tables)).toBeUndefined();
  relay = pair.bob.device.relay;

  await expect
    .poll(async () => (await engine.reconnect(), (await storedPin(device.tables))?.relay))
    .toBe(known.relay);
  expect((await engine.search(QUERY)).cards).toHaveLength(2);
});
