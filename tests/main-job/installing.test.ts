import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../../src/app/device.ts';
import { drain } from '../../src/app/drain.ts';
import { finishWith } from '../../src/app/finish-install.ts';
import { requestInstall, requestSetChange } from '../../src/app/request-change.ts';
import { planInstall } from '../support/plan-install.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, parseRange, parseVersion, type Sha256 } from '../../src/core/ids.ts';
import { moduleDocument, modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { drainsAll, person, withRelay, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
const base = parseModuleId('io.example.base');
const v1 = parseVersion('1.0.0');
let world: TestRelay;
let alice: Person;
let bob: Person;

beforeEach(async () => {
  world = await startTestRelay();
  alice = await person(world.relay.address);
  bob = await person(world.relay.address);
  await alice.publishes({ id: base, version: '1.0.0' });
  const dependencies = [{ id: base, range: '^1.0.0' }];
  await alice.publishes({ id: codec, version: '1.0.0', dependencies });
});
afterEach(() => world.close());

async function hashOf(device: Device, id: typeof codec): Promise<Sha256> {
  const plan = await planInstall(device, id, undefined);
  const sha256 = plan.find((release) => release.id === id)?.sha256;
  if (sha256 === undefined) throw new Error('not in its own plan');
  return sha256;
}

/** The device as it would be if no relay had receipted anything of the module. */
function unreceipted(device: Device, id: typeof codec): Device {
  return {
    ...device,
    records: {
      async membersOf(path, signal) {
        const members = await device.records.membersOf(path, signal);
        if (path !== moduleDocument(id)) return members;
        return members.filter((member) => member.member !== 'record' || member.path[0] !== 'receipts');
      },
    },
  };
}

test('one download that fails stops the others, and the job stays failed', async () => {
  const bad = await hashOf(bob.device, base);
  const late: unknown[] = [];
  const device = withRelay(bob.device, {
    async readBlob(sha256, { signal }, take) {
      if (sha256 === bad) throw new GenError('HashMismatch', 'blob');
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      await take(Uint8Array.of(0));
      late.push(sha256);
      throw new GenError('Cancelled', 'aborted');
    },
  });
  const { id } = await requestInstall(device, codec);

  expect(await drainsAll(device)).toMatchObject([{ state: 'failed', error: { code: 'HashMismatch' } }]);

  expect(late).toHaveLength(1);
  expect(await device.tables.get('jobs', id)).toMatchObject({ state: 'failed', progress: { done: 1 } });
});

test('an engine that cannot compile a binary ends the install', async () => {
  await requestInstall(bob.device, base);
  const compile = () => Promise.reject(new WebAssembly.CompileError('no such instruction'));
  const ended = await drain(bob.device, {
    due: 'all',
    finish: finishWith(compile),
    signal: AbortSignal.timeout(20_000),
  });
  expect(ended).toMatchObject([{ state: 'failed', error: { code: 'WasmInvalid', reason: 'compile' } }]);
});

test('stopping an install leaves it as it was', async () => {
  const stop = new AbortController();
  const device = withRelay(bob.device, {
    async readBlob() {
      stop.abort();
      throw new GenError('Cancelled', 'aborted');
    },
  });
  const { id } = await requestInstall(device, base);
  await drainsAll(device, stop.signal);
  const job = await device.tables.get('jobs', id);
  expect([job?.state, job?.attempts, job?.error]).toEqual(['downloading', 0, undefined]);

  await bob.drains();
  expect(await device.tables.get('jobs', id)).toMatchObject({ state: 'installed' });
});

test('another version may be asked for while the install waits, not while it runs', async () => {
  const { id } = await requestInstall(bob.device, base);
  expect(await requestInstall(bob.device, base, { version: v1 })).toMatchObject({ id, version: '1.0.0' });

  let refusal: unknown;
  const device = withRelay(bob.device, {
    async readBlob(sha256, options, take) {
      refusal = await requestInstall(device, base, { version: parseVersion('2.0.0') }).catch(
        (thrown: unknown) => thrown,
      );
      return bob.device.relay.readBlob(sha256, options, take);
    },
  });
  await drainsAll(device);
  expect(refusal).toMatchObject({ code: 'InvalidState', reason: 'busy', data: { id: base } });
});

test('a module that its owner withdrew is not installed', async () => {
  const members = await alice.device.records.membersOf(moduleDocument(codec));
  const release = members.find((member) => member.member === 'record' && member.path.includes('versions'));
  if (release?.member !== 'record' || release.credential === undefined) throw new Error('no release');
  const tombstone = await signRecord(
    {
      namespace: alice.device.namespace,
      subspace: alice.signer.publicKey,
      path: ['modules', ...modulePath(codec), 'tombstone'],
      timestamp: alice.device.clock(),
      credential: fromBase64Url(release.credential),
      payload: writeBody('tombstone', { reason: 'Gone.' }),
    },
    (message) => alice.signer.sign(message),
  );
  const answer = await alice.device.relay.post([tombstone.bytes]);
  expect(answer.results).toMatchObject([{ state: 'receipted' }]);

  for (const version of [undefined, v1]) {
    await expect(planInstall(bob.device, codec, version)).rejects.toMatchObject({
      code: 'InvalidState',
      reason: 'unregistered',
      data: { id: codec },
    });
  }
});

test('asking for an unconfirmed version is a yes to it, not to what it needs', async () => {
  const unconfirmed = { code: 'InvalidState', reason: 'unconfirmed' };
  const own = unreceipted(bob.device, codec);
  await expect(planInstall(own, codec, undefined)).rejects.toMatchObject({
    ...unconfirmed,
    data: { id: codec },
  });
  expect((await planInstall(own, codec, v1)).map(({ id }) => id)).toEqual([base, codec]);

  const needed = unreceipted(bob.device, base);
  await expect(planInstall(needed, codec, v1)).rejects.toMatchObject({ ...unconfirmed, data: { id: base } });
});

test('a lockfile is no yes to an unconfirmed release, unless it is installed already', async () => {
  const [release] = await planInstall(bob.device, base, v1);
  if (release === undefined) throw new Error('no plan');
  const wishes = [{ id: base, range: parseRange('^1.0.0') }];
  const change = { kind: 'lockfile', wishes, pins: [release], frozen: true } as const;
  const device = unreceipted(bob.device, base);
  const takesOver = async () => {
    const { id } = await requestSetChange(device, change);
    await drainsAll(device);
    return device.tables.get('jobs', id);
  };

  expect(await takesOver()).toMatchObject({
    state: 'failed',
    error: { reason: 'unconfirmed', data: { id: base } },
  });

  await requestInstall(device, base, { version: v1 });
  await drainsAll(device);
  expect(await takesOver()).toMatchObject({ state: 'installed' });
});

test('what is installed stays sound beside what is installed next', async () => {
  await requestInstall(bob.device, codec);
  await bob.drains();
  await alice.publishes({ id: base, version: '2.0.0' });
  await alice.publishes({
    id: 'io.example.tool',
    version: '1.0.0',
    dependencies: [{ id: base, range: '*' }],
  });

  const plan = await planInstall(bob.device, parseModuleId('io.example.tool'), undefined);
  expect(plan.map(({ id, version }) => `${id}@${version}`)).toEqual([
    'io.example.base@1.0.0',
    'io.example.codec@1.0.0',
    'io.example.tool@1.0.0',
  ]);
  await expect(planInstall(bob.device, base, parseVersion('2.0.0'))).rejects.toMatchObject({
    code: 'VersionConflict',
    reason: 'no-solution',
    data: {
      because: [
        'You ask for io.example.base 2.0.0 and io.example.codec ^1.0.0.',
        'io.example.codec needs io.example.base ^1.0.0.',
        'No release of io.example.base fits both what you ask for and io.example.codec, so what you ask for cannot be had.',
      ],
      ways: ['allow io.example.base 1.0.0', 'drop io.example.codec'],
    },
  });
});
