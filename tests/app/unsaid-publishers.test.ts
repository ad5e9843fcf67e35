import { afterEach, beforeEach, expect, test } from 'vitest';
import { cancelJob } from '../../src/app/engine/activity.ts';
import { acceptPermission, heldPermissions } from '../../src/app/held-permissions.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { letPublish } from '../../src/app/let-publish.ts';
import { invitationTo, wasLetIn } from '../../src/app/permission.ts';
import { withdrawPublisher } from '../../src/app/withdraw-publisher.ts';
import { FULL_AREA } from '../../src/core/access/area.ts';
import { areaOf } from '../../src/core/access/capability.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { communalCapability, delegate, pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { parseMicros, parseModuleId, type Micros } from '../../src/core/ids.ts';
import { moduleDocument, modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { capabilityMember, type CapabilityMember } from '../../src/core/record/member.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { standingOf } from '../../src/core/view/standing.ts';
import { offline } from '../support/offline.ts';
import { drainsAll, person, stores, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
const MINUTE = 60_000_000;
let world: TestRelay;
let owner: Person;
let bob: Person;
let carol: Person;

beforeEach(async () => {
  world = await startTestRelay();
  owner = await person(world.relay.address);
  bob = await person(world.relay.address);
  carol = await person(world.relay.address);
  await owner.publishes({ id: codec, version: '1.0.0' });
});
afterEach(() => world.close());

const takesIn = ({ device }: Person, { bytes }: CapabilityMember) =>
  acceptPermission(device, capabilityLink(world.relay.address, bytes));

async function lets(giver: Person, to: Person, until?: Micros): Promise<CapabilityMember> {
  const { capability } = await letPublish(giver.device, { id: codec, to: to.signer.did, until });
  await giver.drains();
  return capability;
}

/** What everybody makes for themselves in the registry's communal namespace, and hands on. */
async function selfMade(from: Person, to: Person): Promise<CapabilityMember> {
  const { publicKey: subspace, sign } = from.signer;
  const whole = communalCapability(pairedCommunalNamespace(from.device.namespace), subspace, 'write');
  const area = { ...FULL_AREA, subspace, path: ['modules'] };
  const receiver = to.signer.publicKey;
  return capabilityMember(
    await delegate(whole, { area, receiver, sign: (message) => sign(Uint8Array.from(message)) }),
  );
}

test('a permission that a stranger made is not taken in, and stands in the way of no claim', async () => {
  const made = await selfMade(carol, bob);
  const { did } = bob.signer;
  const id = parseModuleId('org.bob.thing');
  const now = bob.device.clock();

  await expect(takesIn(bob, made)).rejects.toMatchObject({ code: 'PermissionDenied', reason: 'namespace' });
  expect(wasLetIn([made], id, did)).toBe(false);
  expect(invitationTo([made], id, did, { standing: standingOf(recordSet([]), now), now })).toBeUndefined();

  await bob.device.tables.write([
    { table: 'capabilities', put: { id: made.id, bytes: made.bytes, receivedAt: now } },
  ]);
  expect(await heldPermissions(bob.device)).toEqual([]);
  expect(await bob.publishes({ id, version: '1.0.0' })).toMatchObject({ state: 'receipted' });
});

test('who was let in without a word to the registry is withdrawn like anybody else', async () => {
  const { job, capability } = await letPublish(owner.device, { id: codec, to: bob.signer.did });
  await cancelJob(owner.device, job.id);
  await takesIn(bob, capability);
  await bob.publishes({ id: codec, version: '1.1.0' });

  await knownModule(owner.device, codec);
  await withdrawPublisher(owner.device, { id: codec, delegation: capability.id, reason: 'Left us.' });
  await owner.drains();

  await expect(stores(bob.device, { id: codec, version: '1.2.0' })).rejects.toMatchObject({
    reason: 'revoked',
    data: { text: 'Left us.' },
  });
  expect((await knownModule(carol.device, codec))?.latest).toBe('1.1.0');
});

test('who was let in several times withdraws whom they let in by each of these', async () => {
  const end = owner.device.clock() + 60 * MINUTE;
  const handedOn: CapabilityMember[] = [];
  for (const more of [0, 1, 2, 3]) {
    await takesIn(bob, await lets(owner, bob, parseMicros(end + more)));
    handedOn.push(await lets(bob, carol, parseMicros(end - MINUTE + more)));
  }

  for (const { id: delegation } of handedOn) {
    const job = await withdrawPublisher(bob.device, { id: codec, delegation, reason: '' });
    await bob.drains();
    expect(await bob.device.tables.get('jobs', job.id)).toMatchObject({ state: 'receipted' });
  }
});

test('what a publisher says that is no permission keeps nobody from withdrawing them', async () => {
  const capability = await lets(owner, bob);
  const { subspace = bob.signer.publicKey } = areaOf(capability.capability);
  const noise = await signRecord(
    {
      namespace: bob.device.namespace,
      subspace,
      path: ['modules', ...modulePath(codec), 'publishers', bob.signer.did],
      timestamp: parseMicros(bob.device.clock() - MINUTE),
      credential: fromBase64Url(capability.id),
      payload: writeBody('publisher', { capability: Uint8Array.of(0xff) }),
    },
    (message) => bob.signer.sign(message),
  );
  const { records } = owner.device;
  const device = {
    ...owner.device,
    records: {
      ...records,
      membersOf: async (path: Parameters<typeof records.membersOf>[0]) => {
        const members = await records.membersOf(path);
        return path === moduleDocument(codec) ? [noise, ...members] : members;
      },
    },
  };

  const withdrawal = { id: codec, delegation: capability.id, reason: '' };
  expect(await withdrawPublisher(device, withdrawal)).toMatchObject({ kind: 'permit', ends: true });
});

test('the version of a release that has fallen is taken', async () => {
  const capability = await lets(owner, bob);
  await takesIn(bob, capability);
  await knownModule(owner.device, codec);
  await withdrawPublisher(offline(owner.device), { id: codec, delegation: capability.id, reason: '' });
  await bob.publishes({ id: codec, version: '1.1.0' });
  await drainsAll(owner.device);
  const view = await knownModule(owner.device, codec);
  expect(view?.fallen.map(({ version }) => version)).toEqual(['1.1.0']);

  await expect(stores(owner.device, { id: codec, version: '1.1.0' })).rejects.toMatchObject({
    code: 'VersionConflict',
    reason: 'version-taken',
  });
});
