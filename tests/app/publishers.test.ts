import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../../src/app/device.ts';
import { acceptPermission, forgetPermission, heldPermissions } from '../../src/app/held-permissions.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { letPublish, type Letting } from '../../src/app/let-publish.ts';
import { withdrawPublisher } from '../../src/app/withdraw-publisher.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { parseModuleId, type Micros } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH } from '../../src/core/record/document.ts';
import { capabilityMember } from '../../src/core/record/member.ts';
import { readCard } from '../../src/core/view/fold-cards.ts';
import type { JobRow } from '../../src/ports/tables.ts';
import { offline } from '../support/offline.ts';
import { drainsAll, person, stores, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
const HOUR = 3_600_000_000;
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

function later(device: Device, by: number): Device {
  return { ...device, clock: () => (device.clock() + by) as Micros };
}

/** As it is after a drain. */
async function jobOf({ tables }: Device, id: string): Promise<JobRow | undefined> {
  return tables.get('jobs', id);
}

/** What the giver hands over, after the registry was told. */
async function lets(giver: Person, to: Person, change: Partial<Letting> = {}) {
  const { job, capability } = await letPublish(giver.device, { id: codec, to: to.signer.did, ...change });
  await giver.drains();
  expect(await jobOf(giver.device, job.id)).toMatchObject({ kind: 'permit', state: 'receipted' });
  return { delegation: capability.id, link: capabilityLink('https://registry.example', capability.bytes) };
}

async function withdraws(giver: Person, delegation: string, reason = 'Left us.'): Promise<void> {
  const { id } = await withdrawPublisher(giver.device, { id: codec, delegation, reason });
  await giver.drains();
  expect(await jobOf(giver.device, id)).toMatchObject({ kind: 'permit', ends: true, state: 'receipted' });
}

test('whoever the owner lets publish does so without a network too, and is shown with who let them', async () => {
  const { link } = await lets(owner, bob);
  await acceptPermission(bob.device, link);

  const { id } = await stores(offline(bob.device), { id: codec, version: '1.1.0' });
  await drainsAll(offline(bob.device));
  expect(await jobOf(bob.device, id)).toMatchObject({ state: 'signed' });
  await bob.drains();

  expect(await jobOf(bob.device, id)).toMatchObject({ state: 'receipted' });
  const view = await knownModule(carol.device, codec);
  expect(view).toMatchObject({
    owner: owner.signer.did,
    latest: '1.1.0',
    publishers: [{ did: bob.signer.did, by: owner.signer.did }],
    releases: [
      { version: '1.1.0', author: bob.signer.did, chain: [owner.signer.did, bob.signer.did], receipts: [{}] },
      { version: '1.0.0', author: owner.signer.did, chain: [owner.signer.did] },
    ],
  });
  expect(view?.publishers[0]?.ended).toBeUndefined();
});

test("a publisher's card lists the module", async () => {
  await acceptPermission(bob.device, (await lets(owner, bob)).link);
  await bob.publishes({ id: codec, version: '1.1.0' });

  const members = await carol.device.records.membersOf(catalogDocument(codec, FIRST_EPOCH));

  const cards = members.flatMap((member) => (member.member === 'record' ? (readCard(member) ?? []) : []));
  expect(cards.map(({ version, author }) => [version, author])).toContainEqual(['1.1.0', bob.signer.did]);
});

test('who was let in without ever having seen the module waits for it, and claims nothing', async () => {
  const { capability } = await letPublish(owner.device, { id: codec, to: bob.signer.did });
  await acceptPermission(offline(bob.device), capabilityLink('', capability.bytes));

  const { id } = await stores(offline(bob.device), { id: codec, version: '1.1.0' });
  await drainsAll(offline(bob.device));
  expect(await jobOf(bob.device, id)).toMatchObject({ state: 'drafted', error: { code: 'Network' } });
  await bob.drains();

  expect(await jobOf(bob.device, id)).toMatchObject({ state: 'receipted' });
});

test('after a withdrawal the next release is refused before it is stored, and the first one stands', async () => {
  const { link, delegation } = await lets(owner, bob);
  await acceptPermission(bob.device, link);
  await bob.publishes({ id: codec, version: '1.1.0' });

  await withdraws(owner, delegation);

  await expect(stores(bob.device, { id: codec, version: '1.2.0' })).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'revoked',
    data: { id: codec, by: owner.signer.did, text: 'Left us.', time: expect.any(Number) },
  });
  const view = await knownModule(carol.device, codec);
  expect(view).toMatchObject({
    latest: '1.1.0',
    publishers: [
      { did: bob.signer.did, ended: { kind: 'revoked', by: owner.signer.did, reason: 'Left us.' } },
    ],
    fallen: [],
  });
  expect(view?.releases[0]).toMatchObject({ version: '1.1.0', receipts: [{}], contradiction: false });
});

test('a release that was signed before its publisher knew of the withdrawal is refused by the relay', async () => {
  const { link, delegation } = await lets(owner, bob);
  await acceptPermission(bob.device, link);
  const { id } = await stores(offline(bob.device), { id: codec, version: '1.1.0' });
  await drainsAll(offline(bob.device));
  await withdraws(owner, delegation);

  await bob.drains();

  expect(await jobOf(bob.device, id)).toMatchObject({
    state: 'refused',
    error: { code: 'PermissionDenied', reason: 'revoked', data: { by: owner.signer.did, text: 'Left us.' } },
  });
  expect((await knownModule(carol.device, codec))?.latest).toBe('1.0.0');
});

test('a publisher who hands the permission on falls with it, and so does who had it from there', async () => {
  const first = await lets(owner, bob);
  await acceptPermission(bob.device, first.link);
  await acceptPermission(carol.device, (await lets(bob, carol)).link);
  await carol.publishes({ id: codec, version: '1.1.0' });
  const { did } = owner.signer;
  expect((await knownModule(owner.device, codec))?.releases[0]?.chain).toEqual([
    did,
    bob.signer.did,
    carol.signer.did,
  ]);

  await withdraws(owner, first.delegation);

  await expect(stores(carol.device, { id: codec, version: '1.2.0' })).rejects.toMatchObject({
    reason: 'revoked',
  });
});

test('a publisher withdraws whom they let in, and nobody who stands beside or above them', async () => {
  const toBob = await lets(owner, bob);
  const beside = await lets(owner, carol);
  await acceptPermission(bob.device, toBob.link);
  const below = await lets(bob, carol);
  const asks = (delegation: string) => withdrawPublisher(bob.device, { id: codec, delegation, reason: '' });

  for (const delegation of [toBob.delegation, beside.delegation]) {
    await expect(asks(delegation)).rejects.toMatchObject({ code: 'PermissionDenied', reason: 'not-above' });
  }
  await expect(asks('none')).rejects.toMatchObject({ code: 'NotFound', reason: 'delegation' });
  await withdraws(bob, below.delegation);
});

test('who was withdrawn can be let in again, by a permission of its own', async () => {
  const first = await lets(owner, bob);
  await acceptPermission(bob.device, first.link);
  await withdraws(owner, first.delegation);
  await expect(acceptPermission(bob.device, first.link)).rejects.toMatchObject({ reason: 'revoked' });

  const second = await lets(owner, bob);
  await acceptPermission(bob.device, second.link);

  expect(second.delegation).not.toBe(first.delegation);
  expect(await bob.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });
});

test('letting and withdrawing made again with the same job make no second one', async () => {
  const letting = { id: codec, to: bob.signer.did };
  const first = await letPublish(owner.device, letting, 'let');
  expect(await letPublish(owner.device, letting, 'let')).toEqual(first);
  await owner.drains();
  const withdrawal = { id: codec, delegation: first.capability.id, reason: '' };
  await withdrawPublisher(owner.device, withdrawal, 'end');
  await owner.drains();

  expect((await withdrawPublisher(owner.device, withdrawal, 'end')).state).toBe('receipted');

  const jobs = (await owner.device.tables.all('jobs')).filter(({ kind }) => kind === 'permit');
  expect(jobs.map(({ id }) => id).sort()).toEqual(['end', 'let']);
});

test('letting publish is stored without a network and sent when there is one', async () => {
  await knownModule(owner.device, codec);
  const { job } = await letPublish(offline(owner.device), { id: codec, to: bob.signer.did });
  await drainsAll(offline(owner.device));
  expect(await jobOf(owner.device, job.id)).toMatchObject({ state: 'signed', error: { code: 'Network' } });

  await owner.drains();

  expect(await jobOf(owner.device, job.id)).toMatchObject({ state: 'receipted' });
  expect((await knownModule(carol.device, codec))?.publishers).toMatchObject([{ did: bob.signer.did }]);
});

test('only whoever may publish lets others, within their own time, and nobody who may already', async () => {
  const now = owner.device.clock();
  const refusal = (giver: Person, change: Partial<Letting>) =>
    letPublish(giver.device, { id: codec, to: carol.signer.did, ...change }).catch((error: unknown) => error);
  await acceptPermission(bob.device, (await lets(owner, bob, { until: (now + HOUR) as Micros })).link);

  expect(await refusal(carol, { to: bob.signer.did })).toMatchObject({ reason: 'name-taken' });
  expect(await refusal(owner, { until: (now - 1) as Micros })).toMatchObject({ reason: 'until' });
  expect(await refusal(bob, { until: (now + 2 * HOUR) as Micros })).toMatchObject({ reason: 'until' });
  expect(await refusal(owner, { to: 'carol' })).toMatchObject({ code: 'InvalidInput', reason: 'did' });
  expect(await refusal(owner, { to: owner.signer.did })).toMatchObject({ reason: 'own-did' });
  expect(await refusal(bob, { to: owner.signer.did })).toMatchObject({ reason: 'own-did' });
  const { capability } = (await letPublish(bob.device, { id: codec, to: carol.signer.did })).capability;
  expect(capability.delegations.at(-1)?.area.times.end).toBe(now + HOUR);
});

test('a permission lets publish until its end and not from then on', async () => {
  const until = (owner.device.clock() + HOUR) as Micros;
  await acceptPermission(bob.device, (await lets(owner, bob, { until })).link);
  expect(await bob.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });

  await expect(stores(later(bob.device, HOUR), { id: codec, version: '1.2.0' })).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'expired',
    data: { time: until },
  });
  const view = await knownModule(later(carol.device, HOUR), codec);
  expect(view?.latest).toBe('1.1.0');
});

test('what somebody holds is listed newest first, with who gave it and what ended it, without a network', async () => {
  const other = parseModuleId('io.example.other');
  await owner.publishes({ id: other, version: '1.0.0' });
  const first = await lets(owner, bob);
  await acceptPermission(bob.device, first.link);
  await acceptPermission(bob.device, (await lets(owner, bob, { id: other })).link);
  await acceptPermission(bob.device, first.link);
  await withdraws(owner, first.delegation);
  await knownModule(bob.device, codec);

  const held = await heldPermissions(offline(bob.device));

  expect(held).toMatchObject([
    { scope: other, mode: 'write', ended: undefined },
    { scope: codec, id: first.delegation, ended: { kind: 'revoked', reason: 'Left us.' } },
  ]);
  expect(held[0]?.chain.slice(-2)).toEqual([
    { to: owner.signer.did, path: 'modules/io/example/other/@', until: undefined },
    { to: bob.signer.did, path: 'modules/io/example/other/@', until: undefined },
  ]);
  await forgetPermission(bob.device, first.delegation);
  expect((await heldPermissions(bob.device)).map(({ scope }) => scope)).toEqual([other]);
});

test('a permission is taken in by its receiver, of this registry, while it lasts and as it was signed', async () => {
  const until = (owner.device.clock() + HOUR) as Micros;
  const { job, capability } = await letPublish(owner.device, { id: codec, to: bob.signer.did, until });
  expect(job.state).toBe('signed');
  const link = capabilityLink('https://registry.example', capability.bytes);
  const elsewhere = await startTestRelay();
  const dave = await person(elsewhere.relay.address);
  const [first, last] = [
    capability.capability.delegations.slice(0, -1),
    capability.capability.delegations.at(-1)!,
  ];
  const forged = capabilityMember({
    ...capability.capability,
    delegations: [
      ...first,
      { ...last, area: { ...last.area, times: { ...last.area.times, end: undefined } } },
    ],
  });
  const refusal = (who: Person, text: string) =>
    acceptPermission(who.device, text).catch((error: unknown) => error);

  expect(await refusal(carol, link)).toMatchObject({ reason: 'not-for-you', data: { did: bob.signer.did } });
  expect(await refusal(dave, link)).toMatchObject({ code: 'PermissionDenied', reason: 'namespace' });
  expect(await refusal(bob, capabilityLink('', forged.bytes))).toMatchObject({ code: 'SignatureInvalid' });
  await expect(acceptPermission(later(bob.device, HOUR), link)).rejects.toMatchObject({ reason: 'expired' });
  for (const text of ['', 'https://registry.example/identity', 'gA', link.slice(0, -4), `${link}*`]) {
    expect(await refusal(bob, text)).toMatchObject({ code: 'InvalidInput', reason: 'capability-link' });
  }
  expect(await heldPermissions(bob.device)).toEqual([]);
  await elsewhere.close();
});
