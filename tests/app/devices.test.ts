import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCatalogue } from '../../src/app/catalogue.ts';
import { cutOffDevice } from '../../src/app/cut-off-device.ts';
import { deviceInvitation, deviceOffer, joinPerson, offerDevice } from '../../src/app/device-offer.ts';
import { clearFinished } from '../../src/app/engine/activity.ts';
import { knownDevices } from '../../src/app/introduce-device.ts';
import { knownModule, knownRatings } from '../../src/app/known-records.ts';
import { letPublish } from '../../src/app/let-publish.ts';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { nameDevice } from '../../src/app/name-device.ts';
import { ownModules } from '../../src/app/own-modules.ts';
import { pairDevice } from '../../src/app/pair-device.ts';
import { rate } from '../../src/app/rate.ts';
import { readCapabilities } from '../../src/app/read-capabilities.ts';
import { areaOf, type Capability } from '../../src/core/access/capability.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { delegate } from '../../src/core/access/delegation.ts';
import { parseModuleId, type Did, type Micros } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH } from '../../src/core/record/document.ts';
import { capabilityMember, type CapabilityMember } from '../../src/core/record/member.ts';
import { readCard } from '../../src/core/view/fold-cards.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import { letRead } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { offline } from '../support/offline.ts';
import { browserPerson, drainsAll, person, stores, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
const tool = parseModuleId('io.example.tool');
const ORIGIN = 'https://registry.example';
let world: TestRelay;
let alice: Person;
let phone: Person;
let carol: Person;

beforeEach(async () => {
  world = await startTestRelay();
  alice = await browserPerson(world.relay.address);
  phone = await browserPerson(world.relay.address);
  carol = await person(world.relay.address);
  await alice.publishes({ id: codec, version: '1.0.0' });
});
afterEach(() => world.close());

async function modulesOf({ device }: Person) {
  const catalogue = createCatalogue();
  for (const id of [codec, tool]) {
    const members = await device.records.membersOf(catalogDocument(id, FIRST_EPOCH));
    catalogue.add(members, device.clock());
  }
  return ownModules(device, catalogue);
}

/** From the offer to the new device being one of the person's. */
async function pairs(main: Person, fresh: Person): Promise<Did> {
  const offer = await offerDevice(fresh.device, 'Phone', ORIGIN);
  const paired = await pairDevice(main.device, {
    link: offer.link,
    origin: ORIGIN,
    modules: await modulesOf(main),
  });
  expect(paired).toMatchObject({ device: offer.device, name: 'Phone', isLeft: true, missed: [] });
  await main.drains();
  expect(await main.device.tables.get('jobs', paired.job)).toMatchObject({ state: 'receipted' });
  expect(await deviceInvitation(fresh.device)).toMatchObject({ person: main.signer.did });
  await joinPerson(fresh.device, main.signer.did);
  return offer.device;
}

async function cutsOff(main: Person, device: Did): Promise<void> {
  const { job: cut } = await cutOffDevice(
    main.device,
    { device, reason: 'Lost on a train.' },
    await modulesOf(main),
  );
  await main.drains();
  expect(await main.device.tables.get('jobs', cut.id)).toMatchObject({ state: 'receipted', ends: true });
}

test('a device signs in the name of its person, who is told apart from it', async () => {
  const { device } = await alice.device.identity.facts();
  expect(device).not.toBe(alice.signer.did);

  const view = await knownModule(carol.device, codec);

  expect(view).toMatchObject({
    owner: alice.signer.did,
    releases: [{ version: '1.0.0', author: device, chain: [alice.signer.did, device], receipts: [{}] }],
  });
  expect(await knownDevices(carol.device, alice.signer.did)).toMatchObject([
    { did: device, name: 'Main device' },
  ]);
  const cards = await carol.device.records.membersOf(catalogDocument(codec, FIRST_EPOCH));
  const [card] = cards.flatMap((member) => (member.member === 'record' ? [readCard(member)] : []));
  expect(card).toMatchObject({ author: device, owner: alice.signer.did });
});

test('a second device publishes, and rates, as the same person', async () => {
  const did = await pairs(alice, phone);
  expect(await phone.device.identity.facts()).toMatchObject({ did: alice.signer.did, hasMain: false });

  await carol.publishes({ id: tool, version: '1.0.0' });
  expect(await phone.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });
  await rate(alice.device, { id: tool, stars: 2, review: '' });
  await alice.drains();
  await rate(phone.device, { id: tool, stars: 5, review: '' });
  await phone.drains();

  expect(await knownModule(carol.device, codec)).toMatchObject({
    latest: '1.1.0',
    releases: [{ version: '1.1.0', author: did }, {}],
  });
  expect(await knownRatings(carol.device, tool)).toMatchObject({
    count: 1,
    ratings: [{ rater: alice.signer.did, stars: 5 }],
  });
});

test('what a lost device made stands when it is cut off, and nothing more of it is taken', async () => {
  const did = await pairs(alice, phone);
  await phone.publishes({ id: codec, version: '1.1.0' });
  await rate(phone.device, { id: tool, stars: 5, review: '' });

  await cutsOff(alice, did);

  await expect(phone.publishes({ id: codec, version: '1.2.0' })).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'device-cut-off',
    data: { text: 'Lost on a train.' },
  });
  await phone.drains();
  const rating = (await phone.device.tables.all('jobs')).find(({ kind }) => kind === 'rate');
  expect(rating).toMatchObject({ state: 'refused', error: { reason: 'device-cut-off' } });
  const view = await knownModule(carol.device, codec);
  expect(view).toMatchObject({ latest: '1.1.0' });
  expect(view?.publishers.find((one) => one.did === did)).toMatchObject({
    ended: { kind: 'revoked', by: alice.signer.did, reason: 'Lost on a train.' },
  });
  expect(await knownDevices(carol.device, alice.signer.did)).toMatchObject([
    {},
    { did, ended: { kind: 'revoked', reason: 'Lost on a train.' } },
  ]);
});

test('a device that was cut off is refused in a module that was not told yet', async () => {
  const did = await pairs(alice, phone);
  // Signed before the withdrawal is known here.
  const { id } = await stores(offline(phone.device), { id: codec, version: '1.1.0' });
  await drainsAll(offline(phone.device));
  await cutOffDevice(alice.device, { device: did, reason: 'Lost.' }, []);
  await alice.drains();

  await phone.drains();

  expect(await phone.device.tables.get('jobs', id)).toMatchObject({
    state: 'refused',
    error: { code: 'PermissionDenied', reason: 'device-cut-off', data: { did, by: alice.signer.did } },
  });
});

test('a new name takes the device with the main key, and others learn of it by its document', async () => {
  await pairs(alice, phone);

  expect(await phone.publishes({ id: tool, version: '1.0.0' })).toMatchObject({
    state: 'refused',
    error: { code: 'PermissionDenied', reason: 'main-key' },
  });

  await alice.publishes({ id: tool, version: '1.0.0' });
  expect(await phone.publishes({ id: tool, version: '1.1.0' })).toMatchObject({ state: 'receipted' });
});

test('what others let the person do, all of their devices do', async () => {
  const { capability } = await letPublish(alice.device, { id: codec, to: phone.signer.did });
  await alice.drains();
  await acceptPermission(phone.device, capabilityLink(ORIGIN, capability.bytes));
  expect(await phone.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });

  const laptop = await browserPerson(world.relay.address);
  await pairs(phone, laptop);

  expect(await laptop.publishes({ id: codec, version: '1.2.0' })).toMatchObject({ state: 'receipted' });
});

test('a device has the name that was said last', async () => {
  const did = await pairs(alice, phone);
  await nameDevice(alice.device, { device: did, name: 'Old phone' });
  await alice.drains();

  expect((await knownDevices(carol.device, alice.signer.did)).map(({ name }) => name)).toEqual([
    'Main device',
    'Old phone',
  ]);
});

test('an answer is of use to the device that asked, and by whom it was agreed to', async () => {
  const offer = await offerDevice(phone.device, 'Phone', ORIGIN);
  const { link } = await pairDevice(alice.device, { link: offer.link, origin: ORIGIN, modules: [] });

  const other = await browserPerson(world.relay.address);
  await expect(deviceInvitation(other.device, link)).rejects.toMatchObject({ reason: 'no-offer' });
  await offerDevice(other.device, 'Other', ORIGIN);
  await expect(deviceInvitation(other.device, link)).rejects.toMatchObject({ reason: 'not-for-you' });
  expect(await deviceInvitation(phone.device, link)).toMatchObject({ person: alice.signer.did });
  await expect(joinPerson(phone.device, carol.signer.did)).rejects.toMatchObject({ reason: 'no-offer' });
  expect((await phone.device.identity.facts()).did).toBe(phone.signer.did);
});

test('no answer is taken to a code that is older than a quarter of an hour', async () => {
  const offer = await offerDevice(phone.device, 'Phone', ORIGIN);
  const { link } = await pairDevice(alice.device, { link: offer.link, origin: ORIGIN, modules: [] });
  const after = (minutes: number) => ({
    ...phone.device,
    clock: () => (offer.offeredAt + minutes * 60_000_000) as Micros,
  });

  expect(await deviceInvitation(after(15))).toMatchObject({ person: alice.signer.did });
  const late = { code: 'InvalidState', reason: 'offer-expired' };
  await expect(deviceInvitation(after(15.1))).rejects.toMatchObject(late);
  await expect(deviceInvitation(after(15.1), link)).rejects.toMatchObject(late);
  expect(await deviceOffer(after(15.1), ORIGIN)).toBeUndefined();
});

test('nothing is joined while something is on its way in another name', async () => {
  const offer = await offerDevice(phone.device, 'Phone', ORIGIN);
  await pairDevice(alice.device, { link: offer.link, origin: ORIGIN, modules: [] });
  await stores(phone.device, { id: tool, version: '1.0.0' });
  await deviceInvitation(phone.device);

  await expect(joinPerson(phone.device, alice.signer.did)).rejects.toMatchObject({ reason: 'jobs-open' });
});

test('only the person cuts a device off, and not the one they do it with', async () => {
  const did = await pairs(alice, phone);
  const { device: own } = await alice.device.identity.facts();

  await expect(cutOffDevice(phone.device, { device: own, reason: '' }, [])).rejects.toMatchObject({
    reason: 'main-key',
  });
  await expect(cutOffDevice(alice.device, { device: own, reason: '' }, [])).rejects.toMatchObject({
    reason: 'own-device',
  });
  await cutsOff(alice, did);
  await expect(cutOffDevice(alice.device, { device: did, reason: '' }, [])).rejects.toMatchObject({
    code: 'NotFound',
  });
});

/** A permission to read that was handed on as often as one can be, to this person at last. */
async function fullChain(to: Signer): Promise<CapabilityMember> {
  const root = await readRootKey(world.folder);
  if (root === undefined) throw new Error('the root key is in the folder of a new relay');
  let giver = signerOf(newSeed());
  let capability: Capability = (await letRead(root, undefined, giver.publicKey, undefined)).capability;
  while (capability.delegations.length < 8) {
    const by = giver;
    giver = capability.delegations.length === 7 ? to : signerOf(newSeed());
    const sign = (message: Uint8Array) => by.sign(Uint8Array.from(message));
    capability = await delegate(capability, {
      area: areaOf(capability),
      receiver: giver.publicKey,
      sign,
    });
  }
  return capabilityMember(capability);
}

test('a permission that cannot be handed on is not taken in where devices have keys of their own', async () => {
  const { bytes } = await fullChain(alice.signer);
  await expect(acceptPermission(alice.device, capabilityLink(ORIGIN, bytes))).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'chain-length',
  });
  const forCarol = await fullChain(carol.signer);
  expect(await acceptPermission(carol.device, capabilityLink(ORIGIN, forCarol.bytes))).toMatchObject({
    mode: 'read',
  });
  expect(await readCapabilities(carol.device)).toHaveLength(1);
});

test('a permission that cannot be handed on, taken in long ago, is in the way of nothing', async () => {
  const { id, bytes } = await fullChain(alice.signer);
  await alice.device.tables.write([
    { table: 'capabilities', put: { id, bytes, receivedAt: alice.device.clock() } },
  ]);

  expect(await readCapabilities(alice.device)).toEqual([]);
  await pairs(alice, phone);
  expect(await phone.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });
});

test('what somebody else handed on to a device takes the place of no share of its person’s own', async () => {
  const { capability } = await letPublish(alice.device, { id: codec, to: carol.signer.did });
  await alice.drains();
  await acceptPermission(carol.device, capabilityLink(ORIGIN, capability.bytes));
  await phone.device.identity.restore(await alice.device.identity.backup('correct horse'), 'correct horse');
  const { device } = await phone.device.identity.facts();
  const further = await letPublish(carol.device, { id: codec, to: device });
  await carol.drains();
  await acceptPermission(phone.device, capabilityLink(ORIGIN, further.capability.bytes));

  expect(await phone.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });

  expect(await knownModule(carol.device, codec)).toMatchObject({
    releases: [{ version: '1.1.0', author: device, chain: [alice.signer.did, device] }, {}],
  });
});

test('a device that was cut off and found signs again, by a new key, for who restores the backup on it', async () => {
  const did = await pairs(alice, phone);
  await cutsOff(alice, did);
  const backup = await alice.device.identity.backup('correct horse');
  await phone.device.identity.restore(backup, 'correct horse');

  expect(await phone.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });
});

test('without cards, what was published from here is known to be this person’s', async () => {
  await carol.publishes({ id: tool, version: '1.0.0' });

  await clearFinished(alice.device);
  expect(await ownModules(alice.device, createCatalogue())).toEqual([codec]);
  expect(await ownModules(carol.device, createCatalogue())).toEqual([tool]);
});
