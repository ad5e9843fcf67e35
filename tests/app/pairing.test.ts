import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device, KeepingDevice } from '../../src/app/device.ts';
import { deviceInvitation, dropOffer, joinPerson, offerDevice } from '../../src/app/device-offer.ts';
import { activityItem, cancelJob, retryJob } from '../../src/app/engine/activity.ts';
import { knownDevices } from '../../src/app/introduce-device.ts';
import { heldCapabilities, knownModule } from '../../src/app/known-records.ts';
import { OUTBOX_LOCK } from '../../src/app/outbox.ts';
import { pairDevice } from '../../src/app/pair-device.ts';
import { subspaceArea, type Area } from '../../src/core/access/area.ts';
import { areaOf, type Capability } from '../../src/core/access/capability.ts';
import { encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { communalCapability, delegate, pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseMicros, parseModuleId, publicKeyOf, type Did } from '../../src/core/ids.ts';
import { isDevicePath, modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { capabilityMember, decodeMember } from '../../src/core/record/member.ts';
import { pairingAnswerLink, readPairingAnswerLink } from '../../src/core/record/pairing-answer.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import { inviteTo } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { hedged } from '../support/hedged.ts';
import { offline } from '../support/offline.ts';
import { browserPerson, drainsAll, stores, withRelay, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
const ORIGIN = 'https://registry.example';
let world: TestRelay;
let alice: Person;
let phone: Person;
let mallory: Person;

beforeEach(async () => {
  world = await startTestRelay();
  alice = await browserPerson(world.relay.address);
  phone = await browserPerson(world.relay.address);
  mallory = await browserPerson(world.relay.address);
});
afterEach(() => world.close());

const offers = (fresh = phone) => offerDevice(fresh.device, 'Phone', ORIGIN);
const pairs = (device: Device, link: string, modules = [codec]) =>
  pairDevice(device, { link, origin: ORIGIN, modules });
const signOf = (signer: Signer) => (message: Uint8Array) => signer.sign(Uint8Array.from(message));

async function namesOf({ device, signer }: Person): Promise<readonly string[]> {
  return (await knownDevices(device, signer.did)).map(({ name }) => name);
}

/** All of a person's own name in the communal namespace, handed to somebody, or a part of it. */
function handed({ device, signer }: Person, to: Did, area: Area = subspaceArea(signer.publicKey)) {
  const namespace = pairedCommunalNamespace(device.namespace);
  const whole = communalCapability(namespace, signer.publicKey, 'write');
  return delegate(whole, { area, receiver: publicKeyOf(to), sign: signOf(signer) });
}

function answerOf({ signer }: Person, ...capabilities: Capability[]): string {
  return pairingAnswerLink(ORIGIN, {
    person: signer.publicKey,
    modules: [],
    capabilities: capabilities.map(encodeCapability),
  });
}

/** Who has handed on a part of their names, not by a link. */
async function given(to: Person, prefix: string, links = 0): Promise<Capability> {
  const root = await readRootKey(world.folder);
  if (root === undefined) throw new Error('no root key');
  const others = [...Array.from({ length: links }, () => signerOf(newSeed())), to.signer];
  const first = others.shift() ?? to.signer;
  const invitation = await inviteTo(root, prefix, first.publicKey, undefined);
  let [capability, by] = [invitation.capability, first];
  for (const next of others) {
    const area = areaOf(capability);
    capability = await delegate(capability, { area, receiver: next.publicKey, sign: signOf(by) });
    by = next;
  }
  return capability;
}

async function keeps({ device }: Person, capability: Capability): Promise<void> {
  const { id, bytes } = capabilityMember(capability);
  await device.tables.write([{ table: 'capabilities', put: { id, bytes, receivedAt: device.clock() } }]);
}

test('a device of who has hundreds of modules is told of in posts that a relay takes, by its person first', async () => {
  const ids = Array.from({ length: 260 }, (_, index) => parseModuleId(`io.example.m${index}`));
  const claims = await Promise.all(
    ids.map((id) =>
      signRecord(
        {
          namespace: pairedCommunalNamespace(alice.device.namespace),
          subspace: alice.signer.publicKey,
          path: ['claims', ...modulePath(id)],
          timestamp: alice.device.clock(),
          credential: new Uint8Array(),
          payload: writeBody('claim', {}),
        },
        (message) => alice.signer.sign(message),
      ),
    ),
  );
  await alice.device.relay.post(claims.map(({ bytes }) => bytes));
  const posts: Uint8Array<ArrayBuffer>[][] = [];
  const watched = withRelay(alice.device, {
    post(members, signal) {
      posts.push([...members]);
      return alice.device.relay.post(members, signal);
    },
  });

  const { job } = await pairs(watched, (await offers()).link, ids);
  await drainsAll(watched);

  expect(await alice.device.tables.get('jobs', job)).toMatchObject({ state: 'receipted' });
  const [first = [], ...others] = posts;
  const [said] = first.map(decodeMember);
  expect(first).toHaveLength(1);
  expect(said?.member === 'record' && isDevicePath(said.path)).toBe(true);
  expect(others.map(({ length }) => length)).toEqual([500, 20]);
}, 60_000);

test('what lets a device in is not cancelled, and its answer leaves only when it is stored', async () => {
  const { link } = await offers();
  const full: Device = {
    ...alice.device,
    tables: {
      ...alice.device.tables,
      write: async (writes) => {
        if (writes.some(({ table }) => table === 'jobs')) throw new GenError('Storage', 'full');
        return alice.device.tables.write(writes);
      },
    },
  };
  await expect(pairs(full, link, [])).rejects.toMatchObject({ reason: 'full' });
  expect(await deviceInvitation(phone.device)).toBeUndefined();

  const { job } = await pairs(alice.device, link, []);

  await expect(cancelJob(alice.device, job)).rejects.toMatchObject({ reason: 'already-sent' });
  const stored = await alice.device.tables.get('jobs', job);
  expect(stored && activityItem(stored).canCancel).toBe(false);
  await alice.drains();
  expect(await namesOf(alice)).toEqual(['Phone']);
});

test('asking again with the same job makes no second one', async () => {
  const request = { link: (await offers()).link, origin: ORIGIN, modules: [] };
  const once = await pairDevice(alice.device, request, 'asked');

  expect(await pairDevice(alice.device, request, 'asked')).toEqual(once);

  expect(await alice.device.tables.keys('jobs')).toEqual(['asked']);
  expect(await alice.device.tables.keys('outbox')).toHaveLength(1);
});

test('a device is paired by a link where no relay answers, and told of later', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  await knownModule(alice.device, codec);
  const paired = await pairs(offline(alice.device), (await offers()).link);
  expect(paired).toMatchObject({ isLeft: false });

  expect(await deviceInvitation(phone.device, paired.link)).toMatchObject({ person: alice.signer.did });
  await joinPerson(phone.device, alice.signer.did);
  await alice.drains();

  expect(await namesOf(alice)).toEqual(['Main device', 'Phone']);
});

test('a device that is paired twice has each permission once, whatever the key signs by', async () => {
  await alice.publishes({ id: codec, version: '1.0.0' });
  const safari = await hedged(alice.device);
  const offer = await offers();
  const first = await pairs(safari, offer.link);

  const second = await pairs(safari, offer.link);
  await alice.drains();
  // The relay forgot the answer meanwhile.
  const empty = withRelay(safari, { collectAnswer: async () => undefined, leaveAnswer: async () => {} });
  const third = await pairs(empty, offer.link);
  await alice.drains();

  expect([first.isLeft, second.isLeft]).toEqual([true, true]);
  expect(second.link).toBe(first.link);
  expect(third.link).toBe(first.link);
  const devices = (await knownDevices(alice.device, alice.signer.did)).filter(
    ({ did }) => did === offer.device,
  );
  expect(devices).toMatchObject([{ name: 'Phone' }]);
  const publishers = (await knownModule(alice.device, codec))?.publishers ?? [];
  expect(publishers.filter(({ did }) => did === offer.device)).toHaveLength(1);
});

test('nothing is said of a device whom a stranger has answered', async () => {
  const { link } = await offers();
  await pairs(mallory.device, link, []);

  await expect(pairs(alice.device, link, [])).rejects.toMatchObject({
    code: 'AlreadyExists',
    reason: 'pairing',
  });
  await alice.drains();
  expect([await namesOf(alice), await alice.device.tables.all('jobs')]).toEqual([[], []]);

  // Between the look and the answer.
  let asked = 0;
  const late = withRelay(alice.device, {
    collectAnswer: (mailbox, signal) =>
      (asked += 1) === 1 ? Promise.resolve(undefined) : alice.device.relay.collectAnswer(mailbox, signal),
  });
  await expect(pairs(late, link, [])).rejects.toMatchObject({ reason: 'pairing' });
  await alice.drains();
  expect(await namesOf(alice)).toEqual([]);
  expect(await alice.device.tables.all('jobs')).toMatchObject([{ state: 'cancelled' }]);
});

test('a job that was refused is made anew by pairing again with what the device has', async () => {
  const { link } = await offers();
  const safari = await hedged(alice.device);
  const refusing = withRelay(safari, {
    post: async () => {
      throw new GenError('PermissionDenied', 'policy');
    },
  });
  const first = await pairs(safari, link, []);
  await drainsAll(refusing);
  expect(await alice.device.tables.get('jobs', first.job)).toMatchObject({ state: 'refused' });

  await pairs(safari, link, []);
  await alice.drains();

  const [listed] = await knownDevices(alice.device, alice.signer.did);
  const [encoded] = readPairingAnswerLink(first.link).capabilities;
  const held = (await heldAfterJoining(first.link)).find(({ kind }) => kind === 'communal');
  expect(held && capabilityMember(held).id).toBe(listed?.delegation);
  expect(held && encodeCapability(held)).toEqual(encoded);
  await expect(retryJob(alice.device, first.job)).resolves.toBeUndefined();
});

async function heldAfterJoining(link: string): Promise<readonly Capability[]> {
  await deviceInvitation(phone.device, link);
  await joinPerson(phone.device, alice.signer.did);
  return (await heldCapabilities(phone.device)).flatMap((member) =>
    member.member === 'capability' ? [member.capability] : [],
  );
}

test('an answer holds what fits, what others gave before what stands in documents', async () => {
  for (let index = 0; index < 100; index += 1)
    await keeps(alice, await given(alice, `io.acme${index}.a-somewhat-longer-name.of-a-part`, 6));
  const { link } = await offers();

  const paired = await pairs(alice.device, link, []);

  const { capabilities } = readPairingAnswerLink(paired.link);
  expect(capabilities.length).toBeGreaterThan(40);
  expect(capabilities.length).toBeLessThan(101);
  expect(await deviceInvitation(phone.device)).toMatchObject({ person: alice.signer.did });
});

test('a permission at the end of a full chain does not keep a device out', async () => {
  await keeps(alice, await given(alice, 'io.acme', 7));
  const { link } = await pairs(alice.device, (await offers()).link, []);
  expect(readPairingAnswerLink(link).capabilities).toHaveLength(1);
});

test('what a device is given comes from the person whom the answer names, by their own key', async () => {
  const { device: to } = await offers();
  const [whole, thief] = [await handed(alice, to), signerOf(newSeed())];
  const tried = (...capabilities: Capability[]) =>
    deviceInvitation(phone.device, answerOf(alice, ...capabilities));
  const none = { code: 'InvalidInput', reason: 'pairing-answer' };
  expect(await tried(whole)).toMatchObject({ person: alice.signer.did });

  // A device of hers that was stolen.
  const stolen = await handed(alice, thief.did);
  const onward = { area: areaOf(stolen), receiver: publicKeyOf(to), sign: signOf(thief) };
  await expect(tried(await delegate(stolen, onward))).rejects.toMatchObject(none);
  // For a while only, or for one place.
  const area = subspaceArea(alice.signer.publicKey);
  const times = { start: parseMicros(0), end: parseMicros(Date.now() * 2000) };
  await expect(tried(await handed(alice, to, { ...area, times }))).rejects.toMatchObject(none);
  await expect(tried(await handed(alice, to, { ...area, path: ['profiles'] }))).rejects.toMatchObject(none);
  // Beside what fits, something of somebody else's.
  await expect(tried(whole, await handed(mallory, to))).rejects.toMatchObject(none);
  const strange = await given(mallory, 'io.acme');
  const byMallory = { area: areaOf(strange), receiver: publicKeyOf(to), sign: signOf(mallory.signer) };
  await expect(tried(whole, await delegate(strange, byMallory))).rejects.toMatchObject(none);
  await expect(tried(await delegate(strange, byMallory))).rejects.toMatchObject(none);
});

test('of two offers at once the one that is kept is the one that joins', async () => {
  const slow: KeepingDevice = {
    ...phone.device,
    tables: {
      ...phone.device.tables,
      async write(writes) {
        if (writes.some((write) => 'put' in write && 'key' in write.put && write.put.key === 'device-offer'))
          await new Promise((done) => setTimeout(done, 50));
        return phone.device.tables.write(writes);
      },
    },
  };
  const [one, other] = await Promise.all([offers({ ...phone, device: slow }), offers()]);
  const outcomes: string[] = [];
  for (const { link, device } of [one, other]) {
    const answer = await pairs(alice.device, link, []);
    const outcome = await deviceInvitation(phone.device, answer.link)
      .then(() => joinPerson(phone.device, alice.signer.did))
      .then(
        () => `joined ${device}`,
        ({ reason }: GenError) => reason,
      );
    outcomes.push(outcome);
  }

  expect(outcomes).toContain(`joined ${(await phone.device.identity.facts()).device}`);
  expect(outcomes.filter((outcome) => outcome.startsWith('joined'))).toHaveLength(1);
});

test('an answer to an offer that is over, or was dropped, does not bring it back', async () => {
  const offer = await offers();
  await pairs(alice.device, offer.link, []);
  const during = (work: () => Promise<unknown>) =>
    withRelay(phone.device, {
      async collectAnswer(mailbox, signal) {
        const sealed = await phone.device.relay.collectAnswer(mailbox, signal);
        await work();
        return sealed;
      },
    });

  await expect(deviceInvitation(during(() => offers()))).rejects.toMatchObject({ reason: 'no-offer' });
  const { device: newest } = await offers();
  await expect(joinPerson(phone.device, alice.signer.did)).rejects.toMatchObject({ reason: 'no-offer' });
  expect(newest).not.toBe(offer.device);

  const again = await offers();
  await pairs(alice.device, again.link, []);
  await expect(deviceInvitation(during(() => dropOffer(phone.device)))).rejects.toMatchObject({
    reason: 'no-offer',
  });
});

test('joining waits for who works on the outbox, and sees what they left open', async () => {
  const { link } = await offers();
  await pairs(alice.device, link, []);
  await deviceInvitation(phone.device);
  const { promise, resolve } = Promise.withResolvers<void>();
  const working = phone.device.locks.exclusive(OUTBOX_LOCK, async () => {
    await promise;
    await stores(phone.device, { id: codec, version: '1.0.0' });
  });

  const joining = joinPerson(phone.device, alice.signer.did);
  const refused = expect(joining).rejects.toMatchObject({ reason: 'jobs-open' });
  // Long enough for whoever does not wait.
  await new Promise((done) => setTimeout(done, 50));
  resolve();
  await working;

  await refused;
  expect((await phone.device.identity.facts()).did).toBe(phone.signer.did);
});
