import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { createCatalogue } from '../../src/app/catalogue.ts';
import { cutOffDevice } from '../../src/app/cut-off-device.ts';
import { putDeviceJob } from '../../src/app/device-job.ts';
import { deviceInvitation, joinPerson, offerDevice } from '../../src/app/device-offer.ts';
import { sayOfPublisher } from '../../src/app/device-share.ts';
import { heldRatings } from '../../src/app/engine/card-ratings.ts';
import { createListing } from '../../src/app/engine/listing.ts';
import { handToDevice } from '../../src/app/hand-to-device.ts';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { knownDevices, sayOfDevice } from '../../src/app/introduce-device.ts';
import { knownModule, knownName, knownRatings } from '../../src/app/known-records.ts';
import { putJob } from '../../src/app/jobs.ts';
import { buried, rowsOf } from '../../src/app/outbox.ts';
import { ownDevices } from '../../src/app/own-devices.ts';
import { pairDevice } from '../../src/app/pair-device.ts';
import { permissionsAt } from '../../src/app/permission.ts';
import { rate } from '../../src/app/rate.ts';
import { encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { communalCapability, pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, publicKeyOf, type Did, type ModuleId } from '../../src/core/ids.ts';
import {
  catalogDocument,
  FIRST_EPOCH,
  moduleDocument,
  modulePath,
  personDocument,
  ratingsDocument,
  type DocumentPath,
} from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { capabilityMember, decodeMember, type CapabilityMember } from '../../src/core/record/member.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { inviteTo } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import type { JobRow } from '../../src/ports/tables.ts';
import type { OpenDocument } from '../../src/replica/open-document.ts';
import { hedged } from '../support/hedged.ts';
import { browserPerson, person, withRelay, type Person } from '../support/person.ts';
import { CODEC, privateWorld } from '../support/private-relay.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
const tool = parseModuleId('io.example.tool');
const ORIGIN = 'https://registry.example';

beforeAll(() => automergeReady());

async function pairs(main: Person, fresh: Person, modules: readonly ModuleId[] = []): Promise<Did> {
  const { link, device } = await offerDevice(fresh.device, 'Phone', ORIGIN);
  await pairDevice(main.device, { link, origin: ORIGIN, modules });
  await main.drains();
  await deviceInvitation(fresh.device);
  await joinPerson(fresh.device, main.signer.did);
  return device;
}

async function ratingBy({ device, drains }: Person, id: ModuleId, stars = 1) {
  const { id: job } = await rate(device, { id, stars, review: '' });
  await drains();
  return device.tables.get('jobs', job);
}

const REFUSED = { state: 'refused', error: { reason: 'device-cut-off' } };

let world: TestRelay;
let alice: Person;
let phone: Person;
let carol: Person;

beforeEach(async () => {
  world = await startTestRelay();
  onTestFinished(() => world.close());
  alice = await browserPerson(world.relay.address);
  phone = await browserPerson(world.relay.address);
  carol = await person(world.relay.address);
});

test('a device that had its answer is cut off, though the registry was never told of it', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const { link, device } = await offerDevice(phone.device, 'Phone', ORIGIN);
  const { job } = await pairDevice(alice.device, { link, origin: ORIGIN, modules: [codec] });
  const pairing = await alice.device.tables.get('jobs', job);
  if (pairing === undefined) throw new Error('job lost');
  const rows = await rowsOf(alice.device.tables, job);
  await putJob<JobRow>(alice.device, pairing, { state: 'refused' }, buried(rows));
  await deviceInvitation(phone.device);
  await joinPerson(phone.device, alice.signer.did);
  expect(await ownDevices(alice.device)).toMatchObject([{}, { did: device, name: 'Phone', pending: true }]);

  const cut = await cutOffDevice(alice.device, { device, reason: 'Lost.' }, [codec]);
  await alice.drains();

  expect(await alice.device.tables.get('jobs', cut.job.id)).toMatchObject({ state: 'receipted' });
  expect(await ratingBy(phone, codec)).toMatchObject(REFUSED);
  expect(await ownDevices(alice.device)).toMatchObject([
    {},
    { did: device, name: 'Phone', ended: { reason: 'Lost.' } },
  ]);
});

test('nobody is listed whose code a stranger has answered first', async () => {
  const { link } = await offerDevice(phone.device, 'Phone', ORIGIN);
  const mallory = await browserPerson(world.relay.address);
  const here = withRelay(alice.device, {
    async leaveAnswer(...answer) {
      await pairDevice(mallory.device, { link, origin: ORIGIN, modules: [] });
      return alice.device.relay.leaveAnswer(...answer);
    },
  });

  await expect(pairDevice(here, { link, origin: ORIGIN, modules: [] })).rejects.toMatchObject({
    reason: 'pairing',
  });

  expect(await ownDevices(alice.device)).toEqual([]);
});

test('all that one device was handed ends, also where a browser signed it anew each time', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const safari = await hedged(alice.device);
  const main = await safari.identity.main();
  if (main === undefined) throw new Error('no main key');
  const did = phone.signer.did;
  const whole = communalCapability(pairedCommunalNamespace(safari.namespace), publicKeyOf(main.did), 'write');
  const known = await knownName(safari, codec);
  for (const id of ['first', 'second']) {
    const name = await handToDevice(whole, publicKeyOf(did), main);
    const body = { name: 'Phone', capability: encodeCapability(name.capability) };
    const records = [await sayOfDevice(safari, main, did, body)];
    for (const permission of permissionsAt(known, codec, main.did, ['publishers', did])) {
      const { capability } = await handToDevice(permission.capability, publicKeyOf(did), main);
      const share = { id: codec, to: did, body: { capability: encodeCapability(capability) } };
      records.push(await sayOfPublisher(safari, known, { permission, signer: main }, share));
    }
    await putDeviceJob(safari, { id, device: did, name: 'Phone', ends: false }, records);
    await alice.drains();
  }
  const ends = async () => [
    ...(await knownDevices(carol.device, alice.signer.did)).filter((one) => one.did === did),
    ...((await knownModule(carol.device, codec))?.publishers ?? []).filter((one) => one.did === did),
  ];
  expect((await ends()).map(({ ended }) => ended)).toEqual([undefined, undefined, undefined, undefined]);

  await cutOffDevice(alice.device, { device: did, reason: 'Lost.' }, [codec]);
  await alice.drains();

  expect((await ends()).map(({ ended }) => ended?.reason)).toEqual(['Lost.', 'Lost.', 'Lost.', 'Lost.']);
});

test('who may read a part of a private registry cuts a device off, and is told what they could not read', async () => {
  const registry = await privateWorld();
  const [reader, lost] = [
    await browserPerson(registry.relay.address),
    await browserPerson(registry.relay.address),
  ];
  const given = capabilityMember(
    await registry.permits(reader.signer, { path: ['modules', ...modulePath(CODEC)] }),
  );
  await acceptPermission(reader.device, capabilityLink(ORIGIN, given.bytes));
  const device = await pairs(reader, lost);
  expect(await knownModule(lost.device, CODEC)).toMatchObject({ id: CODEC });

  const { job, missed } = await cutOffDevice(reader.device, { device, reason: 'Lost.' }, [codec, CODEC]);
  await reader.drains();

  expect(missed).toEqual([codec]);
  expect(await reader.device.tables.get('jobs', job.id)).toMatchObject({ state: 'receipted' });
  await expect(knownModule(lost.device, CODEC)).rejects.toMatchObject({ reason: 'read-capability' });
  expect(await knownModule(reader.device, CODEC)).toMatchObject({ id: CODEC });
});

test.each([
  new GenError('NotFound', 'head'),
  new GenError('HashMismatch', 'head-tree'),
  new GenError('PermissionDenied', 'head-signer'),
])('a head that says nothing keeps no lost device in: $message', async (fault) => {
  const device = await pairs(alice, phone);
  const here = withRelay(alice.device, { head: () => Promise.reject(fault) });

  await cutOffDevice(here, { device, reason: 'Lost.' }, []);
  await alice.drains();

  expect(await ratingBy(phone, codec)).toMatchObject({ state: 'refused' });
});

test('a module that could not be read is reached when the cut is asked for again', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const device = await pairs(alice, phone, [codec]);
  const membersOf = async (path: DocumentPath) => {
    if (path === moduleDocument(codec)) throw new GenError('Network', 'unreachable');
    return alice.device.records.membersOf(path);
  };

  const request = { device, reason: 'Lost.' };
  const { missed } = await cutOffDevice({ ...alice.device, records: { membersOf } }, request, [codec]);
  await alice.drains();
  expect(missed).toEqual([codec]);
  expect(await ratingBy(phone, codec)).toMatchObject(REFUSED);
  const publisher = async () =>
    (await knownModule(carol.device, codec))?.publishers.find(({ did }) => did === device);
  expect(await publisher()).toMatchObject({ ended: undefined });

  expect(await cutOffDevice(alice.device, request, [codec])).toMatchObject({ missed: [] });
  await alice.drains();
  expect(await publisher()).toMatchObject({ ended: { reason: 'Lost.' } });
  await expect(cutOffDevice(alice.device, request, [codec])).rejects.toMatchObject({ code: 'NotFound' });
});

test('what this device knows of ratings stands, though no signed head lists it yet', async () => {
  await carol.publishes({ id: tool, version: '1.0.0' });
  const device = await pairs(alice, phone);
  await ratingBy(alice, tool, 2);
  await ratingBy(phone, tool, 5);

  await cutOffDevice(alice.device, { device, reason: 'Lost.' }, []);
  await alice.drains();

  expect(await knownRatings(carol.device, tool)).toMatchObject({ count: 1, average: 5 });
});

/** The list's card of a module, of documents that this device has open. */
async function listed(reader: Person, open: readonly DocumentPath[]) {
  const { records, clock, tables } = reader.device;
  const documents = new Map<DocumentPath, OpenDocument>();
  for (const path of open) {
    const members = new Map((await records.membersOf(path)).map((member) => [member.id, member]));
    documents.set(path, { members } as unknown as OpenDocument);
  }
  const catalogue = createCatalogue();
  catalogue.add(await records.membersOf(catalogDocument(tool, FIRST_EPOCH)), clock());
  return createListing({
    catalogue,
    own: { isPending: () => false },
    device: { tables, clock },
    hidden: { now: async () => new Set() },
    ratings: heldRatings(
      (path) => documents.get(path),
      { clock },
      () => true,
    ),
  }).card(tool);
}

test('a rating of a cut-off device that nothing covers counts neither in a list nor on the page', async () => {
  await carol.publishes({ id: tool, version: '1.0.0' });
  const device = await pairs(alice, phone);
  await ratingBy(phone, tool, 5);
  expect(await knownRatings(carol.device, tool)).toMatchObject({ count: 1 });

  await cutOffDevice(alice.device, { device, reason: 'Lost.' }, []);
  await alice.drains();

  const [ratings, rater] = [ratingsDocument(tool), personDocument(alice.signer.did)];
  expect(await knownRatings(carol.device, tool)).toMatchObject({ count: 0 });
  expect((await listed(carol, [ratings, rater]))?.rating).toBeUndefined();
  expect((await listed(carol, [ratings]))?.rating).toEqual({ average: 5, count: 1 });
  const apart = { ...carol.device.records };
  const membersOf = (path: DocumentPath) =>
    path === rater ? Promise.reject(new GenError('Network', 'unreachable')) : apart.membersOf(path);
  const without = { ...carol.device, records: { membersOf } };
  expect(await knownRatings(without, tool)).toMatchObject({ count: 1 });
});

test('a device that was cut off takes no name by an invitation of its person', async () => {
  const invited = await startTestRelay({ policy: 'invite' });
  onTestFinished(() => invited.close());
  const root = await readRootKey(invited.folder);
  if (root === undefined) throw new Error('the root key is in the folder of a new relay');
  const [acme, lost] = [
    await browserPerson(invited.relay.address),
    await browserPerson(invited.relay.address),
  ];
  const invitation = await inviteTo(root, 'io.acme', acme.signer.publicKey, undefined);
  await acceptPermission(acme.device, capabilityLink(ORIGIN, invitation.bytes));
  const device = await pairs(acme, lost);
  await cutOffDevice(acme.device, { device, reason: 'Stolen.' }, []);
  await acme.drains();

  const held = (await lost.device.tables.all('capabilities')).map(({ bytes }) => decodeMember(bytes));
  const share = held.find(
    (member): member is CapabilityMember =>
      member.member === 'capability' && member.capability.kind === 'owned',
  );
  if (share === undefined) throw new Error('the invitation was handed on');
  const thief = await lost.device.identity.signer();
  const claim = await signRecord(
    {
      namespace: pairedCommunalNamespace(acme.device.namespace),
      subspace: thief.publicKey,
      path: ['claims', ...modulePath(parseModuleId('io.acme.squatted'))],
      timestamp: lost.device.clock(),
      credential: new Uint8Array(),
      payload: writeBody('claim', { capability: fromBase64Url(share.id) }),
    },
    (message) => thief.sign(message),
  );

  const { results } = await lost.device.relay.post([share.bytes, claim.bytes]);
  expect(results.at(-1)).toMatchObject({ state: 'refused', error: { reason: 'device-cut-off' } });
});
