import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedRows } from '../../src/app/installed-set.ts';
import { drain } from '../../src/app/drain.ts';
import { finishWith } from '../../src/app/finish-install.ts';
import type { Device } from '../../src/app/device.ts';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { requestInstall, requestSetChange } from '../../src/app/request-change.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { letPublish } from '../../src/app/let-publish.ts';
import { withdrawPublisher } from '../../src/app/withdraw-publisher.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { offline } from '../support/offline.ts';
import { person, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
let world: TestRelay;
let owner: Person;
let bob: Person;
let carol: Person;
let delegation: string;

beforeEach(async () => {
  world = await startTestRelay();
  owner = await person(world.relay.address);
  bob = await person(world.relay.address);
  carol = await person(world.relay.address);
  await owner.publishes({ id: codec, version: '1.0.0' });
  const { capability } = await letPublish(owner.device, { id: codec, to: bob.signer.did });
  await owner.drains();
  await knownModule(owner.device, codec);
  delegation = capability.id;
  await acceptPermission(bob.device, capabilityLink('', capability.bytes));
  await bob.publishes({ id: codec, version: '1.1.0' });
});
afterEach(() => world.close());

/** The release is on the device and everything is checked; only an engine can go on. */
async function fetches({ device }: Person): Promise<string> {
  const { id } = await requestInstall(device, codec);
  await drain(device, { due: 'all', finish: undefined, signal: AbortSignal.timeout(20_000) });
  expect(await device.tables.get('jobs', id)).toMatchObject({ state: 'fetched' });
  return id;
}

/** By an owner who has not heard of the release: its receipt is not among what still stands. */
async function withdrawsUnheard(): Promise<void> {
  const withdrawal = { id: codec, delegation, reason: 'Key was stolen.' };
  await withdrawPublisher(offline(owner.device), withdrawal);
  await owner.drains();
}

async function installedOn({ tables }: Device) {
  return (await installedRows(tables)).map(({ version }) => version);
}

test('a fetched release that lost its standing before the switch is not installed, and the job says why', async () => {
  const job = await fetches(carol);
  await withdrawsUnheard();

  await carol.drains();

  expect(await carol.device.tables.get('jobs', job)).toMatchObject({
    state: 'failed',
    error: {
      code: 'PermissionDenied',
      reason: 'revoked',
      data: { id: codec, version: '1.1.0', by: owner.signer.did, text: 'Key was stolen.' },
    },
  });
  expect(await installedOn(carol.device)).toEqual([]);
  expect((await knownModule(carol.device, codec))?.fallen).toMatchObject([{ version: '1.1.0' }]);
});

test('a fetched release is switched to without a network by what is known on the device', async () => {
  const job = await fetches(carol);
  await withdrawsUnheard();

  await drain(offline(carol.device), {
    due: 'all',
    finish: finishWith((bytes) => WebAssembly.compile(bytes)),
    signal: AbortSignal.timeout(20_000),
  });

  expect(await carol.device.tables.get('jobs', job)).toMatchObject({ state: 'installed' });
});

test('what is installed already stays when its release loses its standing', async () => {
  await requestInstall(carol.device, codec);
  await carol.drains();
  const again = await fetches(carol);
  await withdrawsUnheard();

  await carol.drains();

  expect(await carol.device.tables.get('jobs', again)).toMatchObject({ state: 'installed' });
  expect(await installedOn(carol.device)).toEqual(['1.1.0']);
});

test('one does not go back to a state whose release lost its standing since, and nothing changes', async () => {
  const { device } = carol;
  await requestInstall(device, codec);
  await carol.drains();
  await uninstall(device, codec);
  await withdrawsUnheard();

  const { id } = await requestSetChange(device, { kind: 'back', to: 1 });
  await carol.drains();

  expect(await device.tables.get('jobs', id)).toMatchObject({
    state: 'failed',
    error: { code: 'PermissionDenied', reason: 'revoked', data: { id: codec, version: '1.1.0' } },
  });
  expect(await installedOn(device)).toEqual([]);
});
