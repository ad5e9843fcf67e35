import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedRow } from '../../src/app/installed-set.ts';
import { reportsAsker } from '../../src/adapters/http/ask-reports.ts';
import { wallClock, type Device } from '../../src/app/device.ts';
import { drain } from '../../src/app/drain.ts';
import { finishWith } from '../../src/app/finish-install.ts';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { hide, hideAsAdmin } from '../../src/app/hide.ts';
import { retryJob } from '../../src/app/engine/activity.ts';
import { requestInstall, requestSetChange } from '../../src/app/request-change.ts';
import { knownModeration } from '../../src/app/known-moderation.ts';
import { knownRatings, knownRecords } from '../../src/app/known-records.ts';
import { followModerator, MAX_FOLLOWED, unfollowModerator } from '../../src/app/moderators.ts';
import { rate } from '../../src/app/rate.ts';
import { report, withdrawReport } from '../../src/app/report.ts';
import { requireShown, unlessHidden } from '../../src/app/require-shown.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { parseModuleId, type ModuleId } from '../../src/core/ids.ts';
import { reportsDocument } from '../../src/core/record/document.ts';
import { reportsView } from '../../src/core/view/fold-reports.ts';
import type { HideRequest } from '../../src/ports/moderation.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import { letRead, makeAdmin } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import { offline } from '../support/offline.ts';
import { person, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const codec = parseModuleId('io.example.codec');
const app = parseModuleId('io.example.app');
let world: TestRelay;
let owner: Person;
let reader: Person;
let carol: Person;

beforeEach(async () => {
  world = await startTestRelay();
  [owner, reader, carol] = (await Promise.all([0, 1, 2].map(() => person(world.relay.address)))) as [
    Person,
    Person,
    Person,
  ];
  await owner.publishes({ id: codec, version: '1.0.0' });
});
afterEach(() => world.close());

async function rootKey() {
  const root = await readRootKey(world.folder);
  if (root === undefined) throw new Error('the root key is in the folder of a new relay');
  return root;
}

async function admin(): Promise<Person> {
  const made = await person(world.relay.address);
  for (const { bytes } of await makeAdmin(await rootKey(), made.signer.publicKey, undefined))
    await acceptPermission(made.device, capabilityLink(world.relay.address, bytes));
  return made;
}

async function lists(who: Person, request: Partial<HideRequest> = {}): Promise<void> {
  await hide(who.device, { id: codec, hidden: true, reason: 'Steals keys.', ...request });
  await who.drains();
}

const hiddenFor = async ({ device }: { readonly device: Device }, id: ModuleId = codec) =>
  (await knownModeration(device, true)).moderation.module(id).map(({ by }) => by);

async function reportsSeen({ device }: Person) {
  return reportsView(await knownRecords(device, reportsDocument(codec)), codec, device.clock());
}

/** Works on installs as an engine does that asks what is hidden. */
async function drainsShown({ device }: Person): Promise<void> {
  const moderation = async () => (await knownModeration(device, true)).moderation;
  const finish = unlessHidden(
    finishWith((bytes) => WebAssembly.compile(bytes)),
    moderation,
  );
  await drain(device, { due: 'all', finish, signal: AbortSignal.timeout(20_000) });
}

async function installs(who: Person, id: ModuleId, evenHidden?: readonly ModuleId[]) {
  const job = await requestInstall(who.device, id, { evenHidden });
  await drainsShown(who);
  return who.device.tables.get('jobs', job.id);
}

test('a report made without a network is sent when there is one, read by everybody, and taken back', async () => {
  const away = { ...reader, device: offline(reader.device) };
  const job = await report(away.device, { id: codec, reason: 'malware', text: ' Sends keys. ' });
  expect(job).toMatchObject({ kind: 'report', module: codec, withdrawn: false, state: 'signed' });

  await reader.drains();

  expect(await reportsSeen(carol)).toMatchObject([
    { reporter: reader.signer.did, reason: 'malware', text: 'Sends keys.' },
  ]);
  await withdrawReport(reader.device, { id: codec });
  await reader.drains();
  expect(await reportsSeen(carol)).toEqual([]);
});

test('a report that is made again with its job makes no second one', async () => {
  const request = { id: codec, reason: 'spam', text: '' } as const;
  for (let call = 0; call < 2; call += 1) await report(reader.device, request, 'asked');
  for (let call = 0; call < 2; call += 1) await withdrawReport(reader.device, request, 'back');

  expect((await reader.device.tables.all('jobs')).map(({ id }) => id).sort()).toEqual(['asked', 'back']);
  expect(await reader.device.tables.all('outbox')).toHaveLength(2);
});

test('a moderator finds what was reported without being told', async () => {
  await report(reader.device, { id: codec, reason: 'spam', text: '' });
  await reader.drains();
  const inbox = reportsAsker({
    base: world.relay.address,
    signer: async () => carol.signer,
    capabilities: async () => [],
    clock: wallClock,
  });

  expect(await inbox()).toMatchObject([{ id: codec, count: 1 }]);
});

test('what is too long is not signed', async () => {
  const text = 'x'.repeat(1001);
  const tooLong = { code: 'InvalidInput', reason: 'too-long' };
  await expect(report(reader.device, { id: codec, reason: 'spam', text })).rejects.toMatchObject(tooLong);
  await expect(
    hide(reader.device, { id: codec, hidden: true, reason: text.slice(0, 501) }),
  ).rejects.toMatchObject({ ...tooLong, data: { field: 'reason', limit: 500 } });
  expect(await reader.device.tables.all('jobs')).toEqual([]);
});

test('somebody’s list counts for them, and for whoever follows them until they do no more', async () => {
  await lists(carol);
  expect(await hiddenFor(carol)).toEqual([carol.signer.did]);
  expect(await hiddenFor(reader)).toEqual([]);

  await followModerator(reader.device, carol.signer.did);
  expect(await hiddenFor(reader)).toEqual([carol.signer.did]);
  await lists(carol, { hidden: false, reason: '' });
  expect(await hiddenFor(reader)).toEqual([]);
  await lists(carol);
  await unfollowModerator(reader.device, carol.signer.did);
  expect(await hiddenFor(reader)).toEqual([]);
});

test('one’s own list counts before it is sent, and a list that is followed without a network as it was', async () => {
  await hide(offline(carol.device), { id: codec, hidden: true, reason: '' });
  expect((await knownModeration(offline(carol.device), true)).moderation.module(codec)).toMatchObject([
    { by: carol.signer.did, pending: true },
  ]);

  await carol.drains();
  await followModerator(reader.device, carol.signer.did);
  await hiddenFor(reader);
  expect(await hiddenFor({ device: offline(reader.device) })).toEqual([carol.signer.did]);
});

test('an admin hides for everybody who has not chosen otherwise, and says by whom and why', async () => {
  const moderator = await admin();
  await hideAsAdmin(moderator.device, { id: codec, hidden: true, reason: ' Steals keys. ' });
  const { moderation } = await knownModeration(reader.device, true);
  expect(moderation.module(codec)).toMatchObject([
    { by: moderator.signer.did, as: 'admin', reason: 'Steals keys.', pending: false },
  ]);

  await unfollowModerator(reader.device, 'admins');
  expect(await hiddenFor(reader)).toEqual([]);
  await followModerator(reader.device, 'admins');
  await hideAsAdmin(await admin().then(({ device }) => device), { id: codec, hidden: false, reason: '' });
  expect(await hiddenFor(reader)).toEqual([]);
});

test('who is no admin hides nothing for the registry: neither a stranger nor who may read everything', async () => {
  const { bytes } = await letRead(await rootKey(), undefined, reader.signer.publicKey, undefined);
  await acceptPermission(reader.device, capabilityLink(world.relay.address, bytes));
  for (const { device } of [reader, carol])
    await expect(hideAsAdmin(device, { id: codec, hidden: true, reason: '' })).rejects.toMatchObject({
      code: 'PermissionDenied',
      reason: 'no-admin',
    });
});

test('a hidden review is hidden, and its stars still count', async () => {
  await rate(carol.device, { id: codec, stars: 1, review: 'An insult.' });
  await carol.drains();
  await lists(reader, { reviewOf: carol.signer.did, reason: 'An insult.' });

  const { moderation } = await knownModeration(reader.device, true);
  expect(moderation.reviews(codec)).toMatchObject({ [carol.signer.did]: [{ by: reader.signer.did }] });
  expect(moderation.module(codec)).toEqual([]);
  expect(await knownRatings(reader.device, codec)).toMatchObject({ average: 1, count: 1 });
});

test('what is hidden is installed only after a yes to it, and what is installed stays', async () => {
  expect(await installs(reader, codec)).toMatchObject({ state: 'installed' });
  await lists(reader);
  expect(await installedRow(reader.device.tables, codec)).toMatchObject({ version: '1.0.0' });

  await owner.publishes({ id: codec, version: '1.1.0' });
  expect(await installs(reader, codec)).toMatchObject({
    state: 'failed',
    error: {
      code: 'InvalidState',
      reason: 'hidden',
      data: { id: codec, ids: [codec], by: [reader.signer.did], text: 'Steals keys.' },
    },
  });
  expect(await installs(reader, codec, [codec])).toMatchObject({ state: 'installed' });
  expect(await installedRow(reader.device.tables, codec)).toMatchObject({ version: '1.1.0' });
});

test('what is hidden is not installed for the sake of something else either, but named', async () => {
  const dependencies = [{ id: codec, range: '^1.0.0' }];
  await owner.publishes({ id: app, version: '1.0.0', dependencies });
  await lists(reader);

  expect(await installs(reader, app)).toMatchObject({ state: 'failed', error: { data: { id: codec } } });
  expect(await installs(reader, app, [app])).toMatchObject({ state: 'failed' });
  expect(await installs(reader, app, [codec])).toMatchObject({ state: 'installed' });
});

test('a change of the whole set that met what is hidden goes on with a yes to that', async () => {
  expect(await installs(reader, codec)).toMatchObject({ state: 'installed' });
  await lists(reader);
  await owner.publishes({ id: codec, version: '1.1.0' });
  const { id } = await requestSetChange(reader.device, { kind: 'update' });
  await drainsShown(reader);
  const failed = await reader.device.tables.get('jobs', id);
  expect(failed).toMatchObject({ state: 'failed', error: { reason: 'hidden', data: { ids: [codec] } } });

  await retryJob(reader.device, id, [codec]);
  await drainsShown(reader);

  expect(await installedRow(reader.device.tables, codec)).toMatchObject({ version: '1.1.0' });
});

test('what is installed already is not asked about again when something else needs it', async () => {
  expect(await installs(reader, codec)).toMatchObject({ state: 'installed' });
  await lists(reader);
  await owner.publishes({ id: app, version: '1.0.0', dependencies: [{ id: codec, range: '^1.0.0' }] });

  expect(await installs(reader, app)).toMatchObject({ state: 'installed' });
});

test('a refusal names every hidden module, so that one yes can be to all', async () => {
  await owner.publishes({ id: app, version: '1.0.0' });
  await lists(reader);
  await lists(reader, { id: app });
  const { moderation } = await knownModeration(reader.device, true);

  expect(() => requireShown(moderation, [{ id: codec }, { id: app }], [codec])).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ id: app, ids: [codec, app] }) }),
  );
  expect(() => requireShown(moderation, [{ id: codec }, { id: app }], [codec, app])).not.toThrow();
});

test('a yes to what is met first and one to what is met later come to one yes to both', async () => {
  await owner.publishes({ id: app, version: '1.0.0', dependencies: [{ id: codec, range: '^1.0.0' }] });
  expect(await installs(reader, app)).toMatchObject({ state: 'installed' });
  await owner.publishes({ id: codec, version: '1.1.0' });
  await owner.publishes({ id: app, version: '1.1.0', dependencies: [{ id: codec, range: '^1.1.0' }] });
  await lists(reader);
  await lists(reader, { id: app });
  const { moderation } = await knownModeration(reader.device, true);

  // The one that was agreed to is met at the switch too.
  const failed = await installs(reader, app, [app]);
  expect(failed).toMatchObject({ state: 'failed', error: { data: { id: codec, ids: [app, codec] } } });
  const ids = failed?.error?.data['ids'] as ModuleId[];
  expect(() => requireShown(moderation, [{ id: app }], ids)).not.toThrow();
  expect(await installs(reader, app, ids)).toMatchObject({ state: 'installed' });
});

test('one’s own list is not a choice, nobody is no moderator, and there is an end to how many', async () => {
  const { device } = reader;
  const refusal = (who: string) => followModerator(device, who).catch((error: unknown) => error);
  expect(await refusal(reader.signer.did)).toMatchObject({ code: 'InvalidInput', reason: 'own-list' });
  expect(await refusal('carol')).toMatchObject({ code: 'InvalidInput', reason: 'did' });

  const dids = Array.from({ length: MAX_FOLLOWED + 1 }, () => signerOf(newSeed()).did);
  for (const did of dids.slice(0, MAX_FOLLOWED)) await followModerator(device, did);
  await followModerator(device, dids[0] ?? '');
  expect(await refusal(dids.at(-1) ?? '')).toMatchObject({ code: 'QuotaExceeded', reason: 'moderators' });
});
