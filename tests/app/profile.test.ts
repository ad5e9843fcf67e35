import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxMembers } from '../../src/app/known-records.ts';
import { setProfile } from '../../src/app/set-profile.ts';
import { createCatalogue } from '../../src/app/catalogue.ts';
import { modulePage } from '../../src/app/engine/module-page.ts';
import type { Session } from '../../src/app/engine/session.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import {
  AUTHORITY,
  moduleDocument,
  personDocument,
  ratingsDocument,
  type DocumentPath,
} from '../../src/core/record/document.ts';
import type { ModulePage } from '../../src/ports/module-page.ts';
import { profileView } from '../../src/core/view/fold-profile.ts';
import { NOTHING_HIDDEN } from '../../src/core/view/moderation.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { testEngine } from '../support/engine.ts';
import { liveDevice } from '../support/live-device.ts';
import { offline } from '../support/offline.ts';
import { drainsAll, person, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

let relay: TestRelay;
let alice: Person;
let bob: Person;

beforeEach(async () => {
  relay = await startTestRelay();
  [alice, bob] = [await person(relay.relay.address), await person(relay.relay.address)];
});
afterEach(() => relay.close());

async function nameSeenBy({ device }: Person, of: Person) {
  const members = await device.records.membersOf(personDocument(of.signer.did));
  return profileView(recordSet(members), of.signer.did, device.clock());
}

test('a name that was chosen without a network is sent when there is one', async () => {
  const away = offline(alice.device);
  const job = await setProfile(away, { name: ' Alice ', domain: 'Acme.IO' });
  await drainsAll(away);
  expect(await away.tables.get('jobs', job.id)).toMatchObject({ kind: 'profile', state: 'signed' });

  await alice.drains();

  expect(await alice.device.tables.get('jobs', job.id)).toMatchObject({ state: 'receipted' });
  expect(await nameSeenBy(bob, alice)).toMatchObject({ name: 'Alice', domain: 'acme.io' });
});

test('a later name takes the place of the earlier one, also where the clock stands still', async () => {
  const now = alice.device.clock();
  const still = { ...alice.device, clock: () => now };
  await setProfile(still, { name: 'Alice', domain: 'acme.io' });
  await drainsAll(still);
  await setProfile(still, { name: 'Alice A.', domain: '' });
  await drainsAll(still);
  const seen = await nameSeenBy(bob, alice);
  expect([seen?.name, seen?.domain]).toEqual(['Alice A.', undefined]);
});

test('asking again with the same job makes no second one', async () => {
  const first = await setProfile(alice.device, { name: 'Alice', domain: '' }, 'once');
  const again = await setProfile(alice.device, { name: 'Alice', domain: '' }, 'once');
  expect(again).toEqual(first);
  expect(await outboxMembers(alice.device, personDocument(alice.signer.did))).toHaveLength(1);
});

test.each([
  ['empty', { name: ' ', domain: '' }, 'name'],
  ['too-long', { name: 'x'.repeat(61), domain: '' }, 'name'],
  ['name-text', { name: 'Al\u202eice', domain: '' }, 'name'],
  ['domain', { name: 'Alice', domain: 'https://acme.io' }, 'domain'],
])('what is %s is named by its field, and nothing is stored', async (reason, profile, field) => {
  await expect(setProfile(alice.device, profile)).rejects.toMatchObject({ reason, data: { field } });
  expect(await alice.device.tables.all('jobs')).toEqual([]);
});

test('the engine shows one’s own name before it is sent, and tells who shows names', async () => {
  const { engine, announced } = await testEngine(offline(alice.device));
  expect(await engine.profile(alice.signer.did)).toBeUndefined();

  const job = await engine.setProfile({ name: 'Alice', domain: '' });

  expect(await engine.profile(alice.signer.did)).toMatchObject({ name: 'Alice', pending: true });
  expect(await engine.profile(bob.signer.did)).toBeUndefined();
  expect(await engine.activity()).toMatchObject([{ job, kind: 'profile', name: 'Alice', module: undefined }]);
  expect(announced).toEqual(expect.arrayContaining(['activity', 'people']));
});

test('the module’s page says what its owner is called, beside the owner’s DID', async () => {
  const id = parseModuleId('io.example.codec');
  await setProfile(alice.device, { name: 'Alice', domain: 'acme.io' });
  await alice.publishes({ id, version: '1.0.0' });
  const live = await liveDevice(bob, relay.relay.address);
  try {
    const paths = [AUTHORITY, moduleDocument(id), ratingsDocument(id), personDocument(alice.signer.did)];
    for (const path of paths) {
      await live.replica.open(path);
      // Nobody has rated it: the relay has no such document.
      if (!path.startsWith('ratings/')) await live.synced(path);
    }
    const opened = new Map(
      await Promise.all(paths.map(async (path) => [path, await live.replica.open(path)] as const)),
    );
    const session = {
      peek: async (path: DocumentPath) => opened.get(path),
      members: async (path: DocumentPath) => [...(opened.get(path)?.members.values() ?? [])],
      held: (path: DocumentPath) => opened.get(path),
      hasAnswered: () => true,
    } as unknown as Session;
    const card = async () => undefined;
    const page = await modulePage(bob.device, session, createCatalogue(), card, id, {
      shown: NOTHING_HIDDEN,
      trusted: new Set(),
      check: async () => false,
    });
    expect(page).toMatchObject({
      module: { owner: alice.signer.did },
      people: { [alice.signer.did]: { name: 'Alice', domain: 'acme.io', pending: false } },
    });
    // A claim is no proof.
    expect((page as ModulePage).people[alice.signer.did]?.proof).toBeUndefined();
  } finally {
    await live.close();
  }
});
