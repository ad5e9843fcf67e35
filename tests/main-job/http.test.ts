import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedRow, installedRows } from '../../src/app/installed-set.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { knownModule, knownRatings } from '../../src/app/known-records.ts';
import { rate } from '../../src/app/rate.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
let world: TestRelay;

beforeEach(async () => {
  world = await startTestRelay();
});
afterEach(() => world.close());

test('what one publishes another finds, rates and installs, and the publisher sees the rating', async () => {
  const alice = await person(world.relay.address);
  const bob = await person(world.relay.address);

  const published = await alice.publishes({ id: codec, version: '1.0.0' });
  expect(published).toMatchObject({ state: 'receipted' });

  const seen = await knownModule(bob.device, codec);
  expect(seen).toMatchObject({ name: 'Codec', latest: '1.0.0', owner: alice.signer.did, tags: ['codec'] });
  expect(seen?.releases[0]).toMatchObject({ pending: false, contradiction: false });
  expect(seen?.releases[0]?.receipts).toHaveLength(1);

  await rate(bob.device, { id: codec, stars: 4, review: 'Works.' });
  const { id } = await requestInstall(bob.device, codec);
  await bob.drains();

  expect(await bob.device.tables.get('jobs', id)).toMatchObject({ state: 'installed' });
  expect(await installedRow(bob.device.tables, codec)).toMatchObject({
    version: '1.0.0',
    wanted: true,
  });
  expect(await knownRatings(alice.device, codec)).toMatchObject({ average: 4, count: 1 });
});

test('a name is granted to the first who claims it; the second is told who holds it', async () => {
  const alice = await person(world.relay.address);
  const mallory = await person(world.relay.address);
  await alice.publishes({ id: codec, version: '1.0.0' });

  await expect(mallory.publishes({ id: codec, version: '2.0.0' })).rejects.toMatchObject({
    code: 'AlreadyExists',
    reason: 'name-taken',
    data: { owner: alice.signer.did },
  });
});

test('a dependency is installed before what needs it', async () => {
  const alice = await person(world.relay.address);
  await alice.publishes({ id: 'io.example.base', version: '1.2.0' });
  await alice.publishes({
    id: codec,
    version: '1.0.0',
    dependencies: [{ id: 'io.example.base', range: '^1.0.0' }],
  });
  const bob = await person(world.relay.address);

  await requestInstall(bob.device, codec);
  await bob.drains();

  const installed = await installedRows(bob.device.tables);
  expect(installed.map(({ id, version, wanted }) => ({ id, version, wanted }))).toEqual([
    { id: 'io.example.base', version: '1.2.0', wanted: false },
    { id: 'io.example.codec', version: '1.0.0', wanted: true },
  ]);
});
