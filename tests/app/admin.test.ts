import { afterEach, beforeEach, expect, test } from 'vitest';
import { cutOff, settle } from '../../src/app/admin.ts';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { letPublish } from '../../src/app/let-publish.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { parseModuleId, parseVersion } from '../../src/core/ids.ts';
import { makeAdmin } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import { person, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
const first = parseVersion('1.0.0');
let world: TestRelay;
let owner: Person;
let admin: Person;
let reader: Person;

beforeEach(async () => {
  world = await startTestRelay();
  owner = await person(world.relay.address);
  admin = await person(world.relay.address);
  reader = await person(world.relay.address);
  await owner.publishes({ id: codec, version: first });
  const root = await readRootKey(world.folder);
  if (root === undefined) throw new Error('the root key is in the folder of a new relay');
  for (const { bytes } of await makeAdmin(root, admin.signer.publicKey, undefined)) {
    await acceptPermission(admin.device, capabilityLink(world.relay.address, bytes));
  }
});
afterEach(() => world.close());

const versionsSeen = async (): Promise<string[] | undefined> =>
  (await knownModule(reader.device, codec))?.releases.map(({ version }) => version);

test('an admin cuts an owner off: what was receipted stands, the next release is refused with the reason', async () => {
  await cutOff(admin.device, codec, owner.signer.did, 'The key was stolen.');

  await expect(owner.publishes({ id: codec, version: '1.1.0' })).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'revoked',
    data: { by: admin.signer.did, text: 'The key was stolen.' },
  });
  expect(await versionsSeen()).toEqual(['1.0.0']);
});

test('whom the owner let in falls with the owner', async () => {
  const bob = await person(world.relay.address);
  const { capability } = await letPublish(owner.device, { id: codec, to: bob.signer.did });
  await owner.drains();
  await acceptPermission(bob.device, capabilityLink(world.relay.address, capability.bytes));
  await cutOff(admin.device, codec, owner.signer.did, 'The key was stolen.');

  await expect(bob.publishes({ id: codec, version: '1.1.0' })).rejects.toMatchObject({ reason: 'revoked' });
});

test('nobody else is heard as an admin', async () => {
  await expect(cutOff(reader.device, codec, owner.signer.did, 'No.')).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'no-admin',
  });
});

test('an admin settles which release of a version is kept, and everybody sees by whom and why', async () => {
  const release = (await knownModule(admin.device, codec))?.releases[0];
  const keep = release?.record ?? '';
  await settle(admin.device, { id: codec, version: first, keep, reason: 'It is the one that was built.' });

  expect((await knownModule(reader.device, codec))?.releases[0]).toMatchObject({
    version: first,
    settled: { keep, by: admin.signer.did, reason: 'It is the one that was built.' },
  });
  await expect(
    settle(admin.device, { id: codec, version: first, keep: 'nothing', reason: '' }),
  ).rejects.toMatchObject({ code: 'NotFound', reason: 'record' });
});
