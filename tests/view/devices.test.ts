import { beforeEach, expect, test } from 'vitest';
import { FULL_AREA, subspaceArea } from '../../src/core/access/area.ts';
import { encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { communalCapability, delegate, pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { parseMicros, parseModuleId, type NamespaceId } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { capabilityMember, type CapabilityMember, type Member } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import { devicesOf } from '../../src/core/view/fold-devices.ts';
import { profileView } from '../../src/core/view/fold-profile.ts';
import { ratingsView } from '../../src/core/view/fold-ratings.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { standingOf } from '../../src/core/view/standing.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { signerNamed, START, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { inEveryOrder } from '../support/orders.ts';

const codec = parseModuleId('io.example.codec');
const now = parseMicros(START + 1_000_000_000);
let world: TestNamespace;
let communal: NamespaceId;
let alice: Signer;
let phone: Signer;
let share: CapabilityMember;

/** What a person hands to a device: their whole own name. */
async function shareOf(person: Signer, device: Signer): Promise<CapabilityMember> {
  const area = subspaceArea(person.publicKey);
  const handover = {
    area,
    receiver: device.publicKey,
    sign: (message: Uint8Array) => person.sign(Uint8Array.from(message)),
  };
  const whole = communalCapability(communal, person.publicKey, 'write');
  return capabilityMember(await delegate(whole, handover));
}

interface Said {
  readonly path: readonly string[];
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly at?: number;
}

/** In somebody's own name: by their key, or by a device through what it was handed. */
function says(
  person: Signer,
  { path, payload, at = START }: Said,
  by = person,
  credential?: CapabilityMember,
): Promise<GenRecord> {
  return signRecord(
    {
      namespace: communal,
      subspace: person.publicKey,
      path,
      timestamp: parseMicros(at),
      credential: credential === undefined ? new Uint8Array() : fromBase64Url(credential.id),
      payload,
    },
    by.sign,
  );
}

const introduces = (person: Signer, device: Signer, given: CapabilityMember, name = 'Phone', at = START) =>
  says(person, {
    path: ['profiles', 'devices', device.did],
    payload: writeBody('device', { name, capability: encodeCapability(given.capability) }),
    at,
  });

const cutsOff = (person: Signer, device: Signer, given: CapabilityMember, heads: readonly GenRecord[] = []) =>
  says(person, {
    path: ['profiles', 'devices', device.did],
    payload: writeBody('device', {
      withdraw: fromBase64Url(given.id),
      heads: heads.map(({ id }) => fromBase64Url(id)),
      reason: 'Lost.',
    }),
    at: START + 500,
  });

const rates = (stars: 1 | 5, by: Signer, credential?: CapabilityMember, at = START + 10) =>
  says(
    alice,
    { path: ['ratings', ...modulePath(codec)], payload: writeBody('rating', { stars }), at },
    by,
    credential,
  );

const stars = (members: readonly Member[]) =>
  inEveryOrder(members, (ordered) =>
    ratingsView(recordSet(ordered), codec, now).ratings.map((one) => one.stars),
  );

const devices = (members: readonly Member[], person = alice) =>
  inEveryOrder(members, (ordered) => devicesOf(recordSet(ordered), person.did, now));

beforeEach(async () => {
  world = await testNamespace();
  communal = pairedCommunalNamespace(world.namespace);
  alice = await signerNamed('alice');
  phone = await signerNamed('phone');
  share = await shareOf(alice, phone);
});

test('a rating by a device is its person’s', async () => {
  expect(stars([share, await rates(5, phone, share)])).toEqual([5]);
});

test('what a device that was cut off said does not count, but for what the heads cover', async () => {
  const [before, after] = [await rates(5, phone, share), await rates(1, phone, share, START + 20)];
  const [notary, receipt] = (await world.receipts('ratings/io.example.codec', 0, [before])) as [
    Member,
    GenRecord,
  ];
  const cut = await cutsOff(alice, phone, share, [receipt]);

  expect(stars([share, before, after, notary, receipt])).toEqual([1]);
  expect(stars([share, before, after, notary, receipt, cut])).toEqual([5]);
  expect(stars([share, before, after, await cutsOff(alice, phone, share)])).toEqual([]);
});

test('what a lost device dates back does not count either', async () => {
  const cut = await cutsOff(alice, phone, share);
  expect(stars([share, cut, await rates(1, phone, share, START - 1_000_000)])).toEqual([]);
});

test('the person’s own word stays when a device goes', async () => {
  const own = await rates(5, alice, undefined, START);
  expect(stars([share, own, await rates(1, phone, share), await cutsOff(alice, phone, share)])).toEqual([5]);
});

test('a name that a device gave goes with it', async () => {
  const payload = writeBody('profile', { name: 'Mallory' });
  const named = await says(alice, { path: ['profiles', 'name'], payload }, phone, share);
  const cut = await cutsOff(alice, phone, share);
  const name = (members: readonly Member[]) =>
    inEveryOrder(members, (ordered) => profileView(recordSet(ordered), alice.did, now)?.name);

  expect(name([share, named])).toBe('Mallory');
  expect(name([share, named, cut])).toBeUndefined();
});

test('devices are listed by the newest name, with their end', async () => {
  const said = await introduces(alice, phone, share);
  const renamed = await introduces(alice, phone, share, 'Old phone', START + 5);
  const cut = await cutsOff(alice, phone, share);

  expect(devices([said, renamed])).toMatchObject([{ did: phone.did, name: 'Old phone', since: START }]);
  expect(devices([said, renamed])[0]?.ended).toBeUndefined();
  expect(devices([said, renamed, cut])).toMatchObject([
    { did: phone.did, ended: { kind: 'revoked', by: alice.did, reason: 'Lost.' } },
  ]);
});

test('nobody else says which devices a person has, nor does a device', async () => {
  const mallory = await signerNamed('mallory');
  const theirs = await shareOf(mallory, phone);
  const other = await signerNamed('other');
  const byDevice = await says(
    alice,
    {
      path: ['profiles', 'devices', other.did],
      payload: writeBody('device', {
        name: 'Other',
        capability: encodeCapability((await shareOf(alice, other)).capability),
      }),
    },
    phone,
    share,
  );

  expect(devices([await introduces(mallory, phone, theirs)])).toEqual([]);
  expect(devices([share, byDevice])).toEqual([]);
  // Says what it was not given, or for another key than the path names.
  expect(devices([await introduces(alice, phone, theirs)])).toEqual([]);
  expect(devices([await introduces(alice, other, share)])).toEqual([]);
});

test('no device ends another, nor its person', async () => {
  const laptop = await signerNamed('laptop');
  const own = await shareOf(alice, laptop);
  const payload = writeBody('device', { withdraw: fromBase64Url(own.id), heads: [], reason: '' });
  const ended = await says(alice, { path: ['profiles', 'devices', laptop.did], payload }, phone, share);

  expect(stars([share, own, await rates(5, laptop, own), ended])).toEqual([5]);
});

test('a stranger’s word ends nobody’s device', async () => {
  const mallory = await signerNamed('mallory');
  expect(stars([share, await rates(5, phone, share), await cutsOff(mallory, phone, share)])).toEqual([5]);
});

test('two devices that were cut off are both gone, whichever was first', async () => {
  const laptop = await signerNamed('laptop');
  const own = await shareOf(alice, laptop);
  const cuts = [await cutsOff(alice, phone, share), await cutsOff(alice, laptop, own)];
  expect(stars([share, own, await rates(5, phone, share), await rates(1, laptop, own), ...cuts])).toEqual([]);
});

test('a capability for part of the name is no device', async () => {
  const narrow = capabilityMember(
    await delegate(communalCapability(communal, alice.publicKey, 'write'), {
      area: { ...FULL_AREA, subspace: alice.publicKey, path: ['ratings'] },
      receiver: phone.publicKey,
      sign: (message) => alice.sign(Uint8Array.from(message)),
    }),
  );
  expect(devices([await introduces(alice, phone, narrow)])).toEqual([]);
});

test('what is said of devices agrees with what stands, in every order', async () => {
  const laptop = await signerNamed('laptop');
  const own = await shareOf(alice, laptop);
  const said = [
    await introduces(alice, phone, share),
    await introduces(alice, laptop, own, 'Laptop', START + 1),
    await cutsOff(alice, phone, share),
  ];
  const isOpen = (given: CapabilityMember) =>
    inEveryOrder(
      said,
      (ordered) => standingOf(recordSet(ordered), now).ended(given.capability) === undefined,
    );

  expect(devices(said).map(({ did, ended }) => [did, ended === undefined])).toEqual([
    [phone.did, isOpen(share)],
    [laptop.did, isOpen(own)],
  ]);
});

test('what a device says of another one ends nothing', async () => {
  const laptop = await signerNamed('laptop');
  const own = await shareOf(alice, laptop);
  // Handed on by the phone, which stands above it, and said at a place that is the person's own to say.
  const below = capabilityMember(
    await delegate(share.capability, {
      area: subspaceArea(alice.publicKey),
      receiver: laptop.publicKey,
      sign: (message) => phone.sign(Uint8Array.from(message)),
    }),
  );
  const payload = writeBody('device', { withdraw: fromBase64Url(below.id), heads: [], reason: '' });
  const ended = await says(alice, { path: ['profiles', 'devices', laptop.did], payload }, phone, share);

  expect(stars([share, own, below, await rates(5, laptop, below), ended])).toEqual([5]);
});

test('a share that ends by itself is no device', async () => {
  const times = { start: parseMicros(0), end: parseMicros(START + 5) };
  const brief = capabilityMember(
    await delegate(communalCapability(communal, alice.publicKey, 'write'), {
      area: { ...subspaceArea(alice.publicKey), times },
      receiver: phone.publicKey,
      sign: (message) => alice.sign(Uint8Array.from(message)),
    }),
  );
  expect(devices([await introduces(alice, phone, brief)])).toEqual([]);
});
