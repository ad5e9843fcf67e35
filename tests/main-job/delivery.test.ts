import { afterEach, beforeEach, expect, test } from 'vitest';
import { cancelJob, clearFinished, retryJob, activityItem } from '../../src/app/engine/activity.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { publish } from '../../src/app/publish.ts';
import { rate } from '../../src/app/rate.ts';
import type { Device } from '../../src/app/device.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import type { JobRow } from '../../src/ports/tables.ts';
import { drainsAll, person, stores, tinyWasm, withRelay, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
let world: TestRelay;
let alice: Person;
let bob: Person;

beforeEach(async () => {
  world = await startTestRelay();
  alice = await person(world.relay.address);
  bob = await person(world.relay.address);
});
afterEach(() => world.close());

async function jobOf(device: Device, id: string): Promise<JobRow> {
  const job = await device.tables.get('jobs', id);
  if (job === undefined) throw new Error('job lost');
  return job;
}

const unreachable = async (): Promise<never> => {
  throw new GenError('Network', 'unreachable');
};

/** A release that the relay refuses: what it needs was never published. */
const refusedRelease = {
  id: codec,
  version: '1.1.0',
  name: 'Renamed',
  tags: ['other'],
  dependencies: [{ id: 'io.example.gone', range: '*' }],
};

test('a claim whose answer is lost still ends with the release at the relay', async () => {
  let isLost = false;
  const device = withRelay(alice.device, {
    async post(members, signal) {
      const answer = await alice.device.relay.post(members, signal);
      if (isLost) return answer;
      isLost = true;
      return unreachable();
    },
  });
  // Nothing tells this device of the grant but the relay's answer.
  const blind: Device = { ...device, records: { membersOf: unreachable } };
  const { id } = await stores(blind, { id: codec, version: '1.0.0' });

  for (let round = 0; round < 3; round += 1) await drainsAll(blind);

  expect(await jobOf(blind, id)).toMatchObject({ state: 'receipted' });
  expect(await knownModule(bob.device, codec)).toMatchObject({ latest: '1.0.0', owner: alice.signer.did });
});

function isGrant(bytes: Uint8Array): boolean {
  const member = decodeMember(bytes);
  return member.member === 'record' && member.path.at(-1) === 'grant';
}

test('a claim that is answered without a grant is made anew', async () => {
  let keepsGrants = true;
  const device = withRelay(alice.device, {
    async post(posted, signal) {
      const { results, members } = await alice.device.relay.post(posted, signal);
      return { results, members: members.filter((bytes) => !keepsGrants || !isGrant(bytes)) };
    },
  });
  const blind: Device = { ...device, records: { membersOf: unreachable } };
  const { id } = await stores(blind, { id: codec, version: '1.0.0' });
  await drainsAll(blind);
  expect(await jobOf(blind, id)).toMatchObject({ state: 'waiting-for-name', error: { code: 'Network' } });
  keepsGrants = false;

  await drainsAll(blind);

  expect(await jobOf(blind, id)).toMatchObject({ state: 'receipted' });
});

test('"receipted" is believed only with a receipt', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const { id } = await rate(bob.device, { id: codec, stars: 5, review: '' });
  const liar = withRelay(bob.device, {
    post: async (members, signal) => ({ ...(await bob.device.relay.post(members, signal)), members: [] }),
  });

  await drainsAll(liar);
  expect(await jobOf(liar, id)).toMatchObject({
    state: 'sent',
    error: { code: 'Network', reason: 'nonsense', data: { where: 'receipt' } },
  });

  await bob.drains();
  expect(await jobOf(bob.device, id)).toMatchObject({ state: 'receipted' });
});

test('a refused release changes nothing of the module, here or at the relay', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });

  const job = await alice.publishes(refusedRelease);

  expect(job).toMatchObject({ state: 'refused', error: { code: 'NotFound', reason: 'dependency' } });
  const seen = { name: 'Codec', tags: ['codec'], latest: '1.0.0' };
  expect(await knownModule(bob.device, codec)).toMatchObject(seen);
  expect(await knownModule(alice.device, codec)).toMatchObject(seen);
});

test('the version of a refused or cancelled publish is free again', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  await alice.publishes(refusedRelease);
  const offline = withRelay(alice.device, { hasBlob: unreachable });
  const { id } = await stores(offline, { id: codec, version: '1.1.0' });
  await drainsAll(offline);
  expect(await jobOf(offline, id)).toMatchObject({ state: 'signed' });
  await cancelJob(offline, id);

  expect(await alice.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });
});

test('a refused publish can be tried again', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const refused = await alice.publishes(refusedRelease);
  expect(activityItem(refused).canRetry).toBe(true);
  await alice.publishes({ id: 'io.example.gone', version: '1.0.0' });

  await retryJob(alice.device, refused.id);
  await alice.drains();

  expect(await jobOf(alice.device, refused.id)).toMatchObject({ state: 'receipted' });
  expect(await knownModule(bob.device, codec)).toMatchObject({ name: 'Renamed', latest: '1.1.0' });
});

test('a cancelled rating can be sent after all', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const { id } = await rate(bob.device, { id: codec, stars: 2, review: '' });
  await cancelJob(bob.device, id);
  expect(await bob.drains()).toEqual([]);

  await retryJob(bob.device, id);
  await bob.drains();

  expect(await jobOf(bob.device, id)).toMatchObject({ state: 'receipted' });
});

test('nothing can be tried again that must end the same way', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const done = await jobOf(alice.device, (await alice.device.tables.keys('jobs'))[0] ?? '');
  expect(activityItem(done).canRetry).toBe(false);
  await expect(retryJob(alice.device, done.id)).rejects.toMatchObject({ reason: 'not-retryable' });
  const error = { code: 'NotFound', reason: 'blob-lost', data: {} } as const;
  expect(activityItem({ ...done, state: 'refused', error }).canRetry).toBe(false);
});

test('clearing forgets the records of what was not taken, and keeps those that stand', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const standing = (await alice.device.tables.keys('outbox')).length;
  await alice.publishes(refusedRelease);

  await clearFinished(alice.device);

  expect(await alice.device.tables.all('jobs')).toEqual([]);
  expect(await alice.device.tables.keys('outbox')).toHaveLength(standing);
});

test('what may be at the relay already is not cancelled, and ends by its answer', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const stop = new AbortController();
  const device = withRelay(alice.device, {
    async post(members, signal) {
      await alice.device.relay.post(members, signal);
      stop.abort();
      throw new GenError('Cancelled', 'aborted');
    },
  });
  const { id } = await stores(device, { id: codec, version: '1.1.0' });
  await drainsAll(device, stop.signal);

  const sent = await jobOf(device, id);
  expect([sent.state, activityItem(sent).canCancel]).toEqual(['sent', false]);
  await expect(cancelJob(device, id)).rejects.toMatchObject({
    code: 'InvalidState',
    reason: 'already-sent',
  });

  await alice.drains();
  expect(await jobOf(device, id)).toMatchObject({ state: 'receipted' });
});

test('a relay that says no to a whole post has taken nothing: the job may be cancelled', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const busy = withRelay(alice.device, {
    post: async () => {
      throw new GenError('QuotaExceeded', 'requests');
    },
  });
  const { id } = await stores(busy, { id: codec, version: '1.1.0' });
  await drainsAll(busy);
  expect(await jobOf(busy, id)).toMatchObject({
    state: 'signed',
    attempts: 1,
    error: { reason: 'requests' },
  });
});

test('stopping the drainer writes nothing on the jobs it did not end', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const stop = new AbortController();
  const device = withRelay(alice.device, {
    async hasBlob() {
      stop.abort();
      throw new GenError('Cancelled', 'aborted');
    },
  });
  const first = await stores(device, { id: codec, version: '1.1.0' });
  const second = await stores(device, { id: codec, version: '1.2.0' });
  await drainsAll(device, stop.signal);

  expect(await jobOf(device, first.id)).toMatchObject({ state: 'signed', attempts: 0 });
  expect((await jobOf(device, first.id)).error).toBeUndefined();
  expect(await jobOf(device, second.id)).toEqual(second);
});

test('a row that was met in a document before the answer does not come back', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const before = new Set(await alice.device.tables.keys('outbox'));
  const device = withRelay(alice.device, {
    async post(members, signal) {
      const answer = await alice.device.relay.post(members, signal);
      const rows = (await alice.device.tables.keys('outbox')).filter((row) => !before.has(row));
      await alice.device.tables.write(rows.map((remove) => ({ table: 'outbox', remove })));
      return answer;
    },
  });
  const { id } = await stores(device, { id: codec, version: '1.1.0' });
  await drainsAll(device);

  expect(await jobOf(device, id)).toMatchObject({ state: 'receipted' });
  expect(new Set(await device.tables.keys('outbox'))).toEqual(before);
});

test('asking again with the same job makes no second one', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const rating = { id: codec, stars: 3, review: '' };
  const once = await rate(bob.device, rating, 'asked');
  expect(await rate(bob.device, rating, 'asked')).toEqual(once);
  expect(await bob.device.tables.keys('outbox')).toEqual([expect.any(String)]);

  const install = await requestInstall(bob.device, codec, {}, 'install');
  await bob.drains();
  const again = await requestInstall(bob.device, codec, {}, 'install');
  expect([install.id, again.state]).toEqual(['install', 'installed']);

  const stored = await stores(bob.device, { id: 'io.example.other', version: '1.0.0' });
  const wasm = tinyWasm();
  const report = await reportOn(wasm, { maxSize: 100, digest: async () => new Uint8Array(32) });
  const repeated = publish(bob.device, stored.draft, { content: wasm, report }, stored.id);
  expect(await repeated).toEqual(stored);
});
