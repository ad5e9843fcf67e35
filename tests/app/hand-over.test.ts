import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedRow } from '../../src/app/installed-set.ts';
import { cancelHandOver, handOver } from '../../src/app/hand-over.ts';
import { acceptPermission, heldPermissions } from '../../src/app/held-permissions.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { letPublish } from '../../src/app/let-publish.ts';
import { ownerOtherThan } from '../../src/app/pinned-owner.ts';
import { takeOver } from '../../src/app/take-over.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { checkProof } from '../../src/core/proof/check-proof.ts';
import { readProof } from '../../src/core/proof/proof-file.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH, modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { decodeMember, type Member } from '../../src/core/record/member.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { readCard } from '../../src/core/view/fold-cards.ts';
import type { JobRow } from '../../src/ports/tables.ts';
import { signerNamed } from '../support/namespace.ts';
import { offline } from '../support/offline.ts';
import { drainsAll, person, withRelay, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
let world: TestRelay;
let alice: Person;
let paul: Person;
let reader: Person;

beforeEach(async () => {
  world = await startTestRelay();
  [alice, paul, reader] = [
    await person(world.relay.address),
    await person(world.relay.address),
    await person(world.relay.address),
  ];
  await alice.publishes({ id: codec, version: '1.0.0' });
});
afterEach(() => world.close());

async function ended({ device, drains }: Person, { id }: Pick<JobRow, 'id'>): Promise<JobRow | undefined> {
  await drains();
  return device.tables.get('jobs', id);
}

const isGrant = (member: Member): boolean => member.member === 'record' && member.path.at(-1) === 'grant';

async function goesOver(from = alice, to = paul): Promise<void> {
  const offer = await handOver(from.device, { id: codec, to: to.signer.did, reason: 'New maintainer.' });
  expect(await ended(from, offer)).toMatchObject({ kind: 'hand-over', deed: 'offer', state: 'receipted' });
  const taking = await takeOver(to.device, codec);
  expect(await ended(to, taking)).toMatchObject({ kind: 'hand-over', deed: 'take', state: 'receipted' });
}

const installs = async (who: Person): Promise<JobRow | undefined> =>
  ended(who, await requestInstall(who.device, codec));

async function proofHere({ device: { tables } }: Person) {
  const { record } = (await installedRow(tables, codec)) ?? { record: '' };
  return tables.get('proofs', record);
}

test('a device that knew the first owner installs what the second one publishes, and remembers that one', async () => {
  await installs(reader);
  await goesOver();
  await paul.publishes({ id: codec, version: '2.0.0' });

  expect(await installs(reader)).toMatchObject({ state: 'installed' });

  expect(await installedRow(reader.device.tables, codec)).toMatchObject({ version: '2.0.0' });
  const view = await knownModule(reader.device, codec);
  expect(view).toMatchObject({
    owner: paul.signer.did,
    contested: false,
    formers: [{ did: alice.signer.did, to: paul.signer.did, reason: 'New maintainer.' }],
    releases: [{ version: '2.0.0' }, { version: '1.0.0', author: alice.signer.did }],
  });
  const settings = await reader.device.tables.all('settings');
  expect(settings.find(({ key }) => key.startsWith('owner/'))?.value).toEqual([
    { did: alice.signer.did },
    { did: paul.signer.did, grant: view?.formers[0]?.grant },
  ]);
  const proof = await proofHere(reader);
  expect((await checkProof(readProof(proof?.text ?? ''))).verdict).toBe('verified');
});

test('lists say whose the module is as soon as it was taken over', async () => {
  await goesOver();

  const cards = await reader.device.records.membersOf(catalogDocument(codec, FIRST_EPOCH));
  const [newest] = cards
    .flatMap((member) => (member.member === 'record' ? [readCard(member)] : []))
    .sort((a, b) => (b?.updatedAt ?? 0) - (a?.updatedAt ?? 0));
  expect(newest).toMatchObject({ id: codec, version: '1.0.0', author: paul.signer.did, owner: undefined });
});

test('the card that the new owner signs says what the module’s own records say, whatever the catalogue lists', async () => {
  await ended(alice, await handOver(alice.device, { id: codec, to: paul.signer.did, reason: '' }));
  const mallory = await signerNamed('mallory');
  const path = catalogDocument(codec, FIRST_EPOCH);
  const forged = await signRecord(
    {
      namespace: paul.device.namespace,
      subspace: mallory.publicKey,
      path: ['modules', ...modulePath(codec), 'card'],
      timestamp: paul.device.clock(),
      credential: new Uint8Array(),
      payload: writeBody('card', {
        n: 'E',
        d: 'Buy coins',
        v: '1.0.0',
        t: [],
        l: 'X',
        k: 'tool',
        i: [],
        s: 1,
      }),
    },
    mallory.sign,
  );
  const { records } = paul.device;
  const lied = {
    ...paul.device,
    records: {
      membersOf: async (asked: typeof path, signal?: AbortSignal) => [
        ...(await records.membersOf(asked, signal)),
        ...(asked === path ? [forged] : []),
      ],
    },
  };

  await takeOver(lied, codec);
  await drainsAll(lied);

  const view = await knownModule(reader.device, codec);
  const cards = (await reader.device.records.membersOf(path))
    .flatMap((member) => (member.member === 'record' ? [readCard(member)] : []))
    .filter((card) => card?.author === paul.signer.did);
  expect(cards).toMatchObject([
    { name: view?.name, description: view?.description, licence: view?.licence, type: view?.type },
  ]);
  const [first] = (await alice.device.records.membersOf(path)).flatMap((member) =>
    member.member === 'record' ? [readCard(member)] : [],
  );
  expect(cards[0]).toMatchObject({ imports: first?.imports, size: first?.size, tags: first?.tags });
});

test('a proof made under the former owner still holds without anybody’s help', async () => {
  await installs(reader);
  const { text } = (await proofHere(reader)) ?? { text: '' };
  await goesOver();

  expect((await checkProof(readProof(text))).verdict).toBe('verified');
});

test('the former owner and whom they let in publish no more; what they made until the name went over stays', async () => {
  const bob = await person(world.relay.address);
  const { capability } = await letPublish(alice.device, { id: codec, to: bob.signer.did });
  await alice.drains();
  await acceptPermission(bob.device, capabilityLink('https://registry.example', capability.bytes));
  const offer = await handOver(alice.device, { id: codec, to: paul.signer.did, reason: '' });
  await ended(alice, offer);
  // After the offer and before it is taken up.
  expect(await bob.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });
  await ended(paul, await takeOver(paul.device, codec));

  for (const former of [alice, bob]) {
    await expect(former.publishes({ id: codec, version: '3.0.0' })).rejects.toMatchObject({
      code: 'PermissionDenied',
      reason: 'handed-over',
    });
  }
  expect(await heldPermissions(bob.device)).toMatchObject([
    { ended: { kind: 'handed-over', by: alice.signer.did, to: paul.signer.did } },
  ]);
  expect(await knownModule(reader.device, codec)).toMatchObject({
    latest: '1.1.0',
    fallen: [],
    publishers: [{ did: bob.signer.did, ended: { kind: 'handed-over' } }],
  });
});

test('an offer is the owner’s to take back until it is taken up', async () => {
  const offer = await handOver(alice.device, { id: codec, to: paul.signer.did, reason: '' });
  await ended(alice, offer);
  const cancel = await cancelHandOver(alice.device, codec);
  expect(await ended(alice, cancel)).toMatchObject({ deed: 'cancel', state: 'receipted' });

  await expect(takeOver(paul.device, codec)).rejects.toMatchObject({ code: 'NotFound', reason: 'offer' });
  await expect(cancelHandOver(alice.device, codec)).rejects.toMatchObject({ reason: 'offer' });
  expect(await alice.publishes({ id: codec, version: '1.1.0' })).toMatchObject({ state: 'receipted' });
});

test('who takes over what was taken back meanwhile is refused, and nothing has changed', async () => {
  await ended(alice, await handOver(alice.device, { id: codec, to: paul.signer.did, reason: '' }));
  const taking = await takeOver(paul.device, codec);
  await ended(alice, await cancelHandOver(alice.device, codec));

  expect(await ended(paul, taking)).toMatchObject({ state: 'refused', error: { reason: 'name-taken' } });
  expect(await knownModule(reader.device, codec)).toMatchObject({
    owner: alice.signer.did,
    contested: false,
  });
});

test('offline, offer and taking over wait on their devices', async () => {
  await knownModule(alice.device, codec);
  const offer = await handOver(offline(alice.device), { id: codec, to: paul.signer.did, reason: '' });
  expect(await alice.device.tables.get('jobs', offer.id)).toMatchObject({ state: 'signed' });
  await ended(alice, offer);
  await knownModule(paul.device, codec);
  const taking = await takeOver(offline(paul.device), codec);

  expect(await ended(paul, taking)).toMatchObject({ state: 'receipted' });
  expect((await knownModule(reader.device, codec))?.owner).toBe(paul.signer.did);
});

test('a claim whose answer shows no grant is asked again', async () => {
  await ended(alice, await handOver(alice.device, { id: codec, to: paul.signer.did, reason: '' }));
  const { relay } = paul.device;
  const silent = withRelay(paul.device, {
    async post(members) {
      const answer = await relay.post(members);
      return { ...answer, members: answer.members.filter((bytes) => !isGrant(decodeMember(bytes))) };
    },
  });
  const taking = await takeOver(silent, codec);
  await drainsAll(silent);
  expect(await paul.device.tables.get('jobs', taking.id)).toMatchObject({
    state: 'sent',
    error: { code: 'Network', reason: 'nonsense' },
  });

  expect(await ended(paul, taking)).toMatchObject({ state: 'receipted' });
});

test('a name goes there and back, and a device that knew anybody on the way follows', async () => {
  await installs(reader);
  await goesOver();
  await goesOver(paul, alice);
  await alice.publishes({ id: codec, version: '3.0.0' });

  const view = await knownModule(reader.device, codec);
  expect(view).toMatchObject({ owner: alice.signer.did, contested: false, latest: '3.0.0' });
  expect(view && (await ownerOtherThan(reader.device, view))).toBeUndefined();
  expect(await installs(reader)).toMatchObject({ state: 'installed' });
});

test('only who holds the owner’s own key hands over, and only to somebody', async () => {
  const keyless = {
    ...alice.device,
    identity: { ...alice.device.identity, main: async () => undefined },
  };
  const to = paul.signer.did;
  await expect(handOver(keyless, { id: codec, to, reason: '' })).rejects.toMatchObject({
    reason: 'main-key',
  });
  await expect(takeOver(keyless, codec)).rejects.toMatchObject({ reason: 'main-key' });
  await expect(handOver(paul.device, { id: codec, to: alice.signer.did, reason: '' })).rejects.toMatchObject({
    reason: 'name-taken',
  });
  const asks = (change: object) => handOver(alice.device, { id: codec, to, reason: '', ...change });
  await expect(asks({ to: alice.signer.did })).rejects.toMatchObject({ reason: 'own-did' });
  await expect(asks({ to: 'paul' })).rejects.toMatchObject({ reason: 'did' });
  await expect(asks({ reason: 'x'.repeat(501) })).rejects.toMatchObject({ reason: 'too-long' });
});

test('asked twice with one job, an offer is made once', async () => {
  const asked = { id: codec, to: paul.signer.did, reason: '' };
  const first = await handOver(alice.device, asked, 'job');
  expect(await handOver(alice.device, asked, 'job')).toEqual(first);
  expect((await alice.device.tables.all('outbox')).filter(({ job }) => job === 'job')).toHaveLength(1);
});
