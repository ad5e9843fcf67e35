import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { parseModuleId, type Micros } from '../../src/core/ids.ts';
import { wallClock } from '../../src/app/device.ts';
import { inviteTo } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import { person, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.acme.codec');
let world: TestRelay;
let acme: Person;
let stranger: Person;

beforeEach(async () => {
  world = await startTestRelay({ policy: 'invite' });
  acme = await person(world.relay.address);
  stranger = await person(world.relay.address);
});
afterEach(() => world.close());

async function isInvited(to: Person, names: string, until?: Micros): Promise<void> {
  const root = await readRootKey(world.folder);
  if (root === undefined) throw new Error('the root key is in the folder of a new relay');
  const { bytes } = await inviteTo(root, names, to.signer.publicKey, until);
  await acceptPermission(to.device, capabilityLink(world.relay.address, bytes));
}

test('where names go to invited ones, a stranger gets none', async () => {
  expect(await stranger.publishes({ id: codec, version: '1.0.0' })).toMatchObject({
    state: 'refused',
    error: { code: 'PermissionDenied', reason: 'policy' },
  });
});

test('an invitation gives every name below its part of the tree, and no other', async () => {
  await isInvited(acme, 'io.acme');

  expect(await acme.publishes({ id: codec, version: '1.0.0' })).toMatchObject({ state: 'receipted' });
  expect(await acme.publishes({ id: 'io.acme.image.resize', version: '1.0.0' })).toMatchObject({
    state: 'receipted',
  });
  expect(await acme.publishes({ id: 'io.acmes.codec', version: '1.0.0' })).toMatchObject({
    state: 'refused',
    error: { reason: 'policy' },
  });
  expect(await knownModule(stranger.device, codec)).toMatchObject({
    owner: acme.signer.did,
    contested: false,
    releases: [{ version: '1.0.0', author: acme.signer.did, receipts: [{}] }],
  });
});

test('two invitations for the same names: the first who claims one has it', async () => {
  await isInvited(acme, 'io.acme');
  await isInvited(stranger, 'io.acme');
  await acme.publishes({ id: codec, version: '1.0.0' });

  await expect(stranger.publishes({ id: codec, version: '2.0.0' })).rejects.toMatchObject({
    code: 'AlreadyExists',
    reason: 'name-taken',
  });
});

test('what was released under an invitation that has run out stands, and nothing new does', async () => {
  const end = (wallClock() + 4_000_000) as Micros;
  await isInvited(acme, 'io.acme', end);
  expect(await acme.publishes({ id: codec, version: '1.0.0' })).toMatchObject({ state: 'receipted' });
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, (end - wallClock()) / 1000) + 50));

  expect(
    await acme.publishes({ id: codec, version: '1.1.0' }).catch((error: unknown) => error),
  ).toMatchObject({ reason: 'expired' });
  expect((await knownModule(stranger.device, codec))?.releases.map(({ version }) => version)).toEqual([
    '1.0.0',
  ]);
});
