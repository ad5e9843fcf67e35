import { afterEach, beforeEach, expect, test } from 'vitest';
import { cutOff } from '../../src/app/admin.ts';
import { acceptPermission, forgetPermission } from '../../src/app/held-permissions.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, type Micros, type ModuleId } from '../../src/core/ids.ts';
import type { CapabilityMember } from '../../src/core/record/member.ts';
import { inviteTo, makeAdmin } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { offline } from '../support/offline.ts';
import { drainsAll, person, stores, withRelay, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.acme.codec');
const other = parseModuleId('io.acme.other');
const HOUR = 3_600_000_000;
let world: TestRelay;
let root: Signer;
let acme: Person;
let admin: Person;
let reader: Person;

const takesIn = ({ device }: Person, { bytes }: CapabilityMember) =>
  acceptPermission(device, capabilityLink(world.relay.address, bytes));

async function isInvited(names: string, until?: Micros): Promise<CapabilityMember> {
  const invitation = await inviteTo(root, names, acme.signer.publicKey, until);
  await takesIn(acme, invitation);
  return invitation;
}

const versionsOf = async (id: ModuleId) =>
  (await knownModule(reader.device, id))?.releases.map(({ version }) => version);

beforeEach(async () => {
  world = await startTestRelay({ policy: 'invite' });
  acme = await person(world.relay.address);
  admin = await person(world.relay.address);
  reader = await person(world.relay.address);
  const key = await readRootKey(world.folder);
  if (key === undefined) throw new Error('the root key is in the folder of a new relay');
  root = key;
  await isInvited('io.acme');
  for (const capability of await makeAdmin(root, admin.signer.publicKey, undefined))
    await takesIn(admin, capability);
});
afterEach(() => world.close());

test('an invitation that is ended over one module ends in all of them, and what was receipted in each stands', async () => {
  await acme.publishes({ id: codec, version: '1.0.0' });
  await acme.publishes({ id: other, version: '1.0.0' });
  await knownModule(acme.device, other);
  const late = await stores(offline(acme.device), { id: other, version: '1.1.0' });
  await drainsAll(offline(acme.device));
  await world.relay.refreshHead();

  await cutOff(admin.device, codec, acme.signer.did, 'Lost key.');
  await acme.drains();

  expect([await versionsOf(codec), await versionsOf(other)]).toEqual([['1.0.0'], ['1.0.0']]);
  const refused = { code: 'PermissionDenied', reason: 'revoked' };
  expect(await acme.device.tables.get('jobs', late.id)).toMatchObject({ state: 'refused', error: refused });
  for (const id of [codec, other])
    await expect(stores(acme.device, { id, version: '2.0.0' })).rejects.toMatchObject(refused);
});

test('an invitation is not ended where no signed head says what stands below it', async () => {
  await acme.publishes({ id: codec, version: '1.0.0' });
  const head = () => Promise.reject(new GenError('NotFound', 'head'));

  await expect(
    cutOff(withRelay(admin.device, { head }), codec, acme.signer.did, 'Lost key.'),
  ).rejects.toMatchObject({ code: 'InvalidState', reason: 'too-wide', data: { scope: 'modules/io/acme' } });
});

test('an invitation that has ended stands in the way of no other', async () => {
  await acme.publishes({ id: codec, version: '1.0.0' });
  await world.relay.refreshHead();
  await cutOff(admin.device, codec, acme.signer.did, 'Lost key.');
  await isInvited('io.acme', (acme.device.clock() + HOUR) as Micros);

  for (const id of ['io.acme.third', 'io.acme.fourth', 'io.acme.fifth'])
    expect(await acme.publishes({ id, version: '1.0.0' })).toMatchObject({ state: 'receipted' });
});

test('a claim that waits is signed anew when its invitation was forgotten meanwhile', async () => {
  const wider = await isInvited('io');
  const held = (await acme.device.tables.all('capabilities')).map(({ id }) => id);
  const first = held.find((id) => id !== wider.id) ?? '';
  await acme.device.tables.write([{ table: 'capabilities', remove: wider.id }]);
  const { id } = await stores(offline(acme.device), { id: codec, version: '1.0.0' });
  await drainsAll(offline(acme.device));
  await takesIn(acme, wider);
  await forgetPermission(acme.device, first);

  await acme.drains();

  expect(await acme.device.tables.get('jobs', id)).toMatchObject({ state: 'receipted' });
});
