import { Repo } from '@automerge/automerge-repo/slim';
import { beforeEach, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { wallClock } from '../../src/app/device.ts';
import type { EngineOptions } from '../../src/app/engine/engine.ts';
import { toHex } from '../../src/core/bytes.ts';
import { parseModuleId, parseVersion } from '../../src/core/ids.ts';
import {
  AUTHORITY,
  catalogDocument,
  FIRST_EPOCH,
  moduleDocument,
  personDocument,
  ratingsDocument,
  type DocumentPath,
} from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import type { ModulePage } from '../../src/ports/module-page.ts';
import type { SearchQuery } from '../../src/ports/search.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { createReplica, type Replica } from '../../src/replica/replica.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';
import { handsOn, rootOf, type Holder } from '../support/holder.ts';
import { keeperOf } from '../support/keeper.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { lists, moderates } from '../support/moderation.ts';
import { Publisher, rates, signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

const codec = parseModuleId('io.example.codec');
const everything: SearchQuery = { text: '', tags: [], sort: 'recent', offset: 0, limit: 10 };
let world: TestNamespace;
let admin: Holder;
let me: Signer;
let carol: Signer;
let documents: readonly (readonly [DocumentPath, readonly Member[]])[];

beforeEach(async () => {
  await automergeReady();
  world = await testNamespace();
  admin = await handsOn(rootOf(world), 'admin', { path: ['moderation'] });
  [me, carol] = [await signerNamed('me'), await signerNamed('carol')];
  const alice = await signerNamed('alice');
  const { capability, members } = await world.grants(alice, codec);
  const publisher = new Publisher(world.namespace, codec, alice, capability);
  const release = await publisher.releases('1.0.0');
  documents = [
    [AUTHORITY, [admin.capability]],
    [moduleDocument(codec), [...members, release]],
    [catalogDocument(codec, FIRST_EPOCH), [await publisher.cards('1.0.0')]],
  ];
});

/** An engine that has these documents, where no network is; what `arrives` stands in a document from then on. */
async function engine(
  more: readonly (readonly [DocumentPath, readonly Member[]])[] = [],
  change: Partial<EngineOptions> = {},
): Promise<TestEngine & { arrives: Replica['add'] }> {
  const storage = memoryStorage();
  const first = createReplica(
    { repo: new Repo({ storage }), storage },
    world.namespace,
    FIRST_EPOCH,
    () => {},
  );
  for (const [path, members] of [...documents, ...more]) await first.add(path, members);
  await first.repo.flush();
  const tables = memoryTables();
  const pin = { namespace: toHex(world.namespace), relay: world.root.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  const device = {
    namespace: world.namespace,
    tables,
    relay: NO_RELAY,
    identity: keeperOf(me),
    records: { membersOf: () => Promise.reject(new Error('not in this test')) },
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
  const repo = new Repo({ storage });
  const live = createReplica({ repo, storage }, world.namespace, FIRST_EPOCH, () => {});
  const made = await testEngine(device, { openRepo: async () => ({ repo, storage }), ...change });
  return { ...made, arrives: (path, members) => live.add(path, members) };
}

const byCarol = (line: { hidden?: boolean; at?: number } = {}) =>
  lists(world.namespace, carol, { id: codec }, { reason: 'Steals keys.', ...line });

async function shown({ engine: asked }: TestEngine, query: Partial<SearchQuery> = {}) {
  const { cards, total, hidden, catalogueSize } = await asked.search({ ...everything, ...query });
  return { cards: cards.map((card) => [card.id, card.hidden]), total, hidden, catalogueSize };
}

const ALL = { cards: [[codec, false]], total: 1, hidden: 0, catalogueSize: 1 };
const LEFT_OUT = { cards: [], total: 0, hidden: 1, catalogueSize: 1 };

test('what this person hides is left out of lists, counted, and shown to who asks for it', async () => {
  const world1 = await engine();
  expect(await shown(world1)).toEqual(ALL);
  world1.announced.length = 0;

  const job = await world1.engine.hide({ id: codec, hidden: true, reason: 'Not for me.' });

  expect(world1.announced).toEqual(
    expect.arrayContaining(['activity', 'catalogue', 'moderation', `module/${codec}`]),
  );
  expect(await shown(world1)).toEqual(LEFT_OUT);
  expect(await shown(world1, { text: 'codec' })).toEqual(LEFT_OUT);
  expect(await shown(world1, { text: 'nothing like it' })).toMatchObject({ hidden: 0 });
  expect(await shown(world1, { showHidden: true })).toEqual({ ...ALL, cards: [[codec, true]], hidden: 1 });
  expect(await world1.engine.activity()).toMatchObject([
    { job, kind: 'hide', module: codec, takesBack: false, state: 'signed' },
  ]);
});

test('its page is there all the same, and says by whom it is hidden and why', async () => {
  const { engine: asked } = await engine();
  await asked.hide({ id: codec, hidden: true, reason: 'Not for me.' });
  await asked.hide({ id: codec, reviewOf: carol.did, hidden: true, reason: '' });

  expect(await asked.module(codec)).toMatchObject({
    module: { id: codec },
    moderation: [{ by: me.did, as: 'person', reason: 'Not for me.', pending: true }],
    hiddenReviews: { [carol.did]: [{ by: me.did }] },
  });
});

test('the page names whose ratings count here: of whom this person follows, and their own', async () => {
  const stranger = await signerNamed('stranger');
  const rated = await Promise.all([
    rates(world.namespace, me, codec, 1),
    rates(world.namespace, carol, codec, 2),
    rates(world.namespace, stranger, codec, 5),
  ]);
  const { engine: asked } = await engine([[ratingsDocument(codec), rated]]);
  expect(await asked.module(codec)).toMatchObject({ trustedRaters: [me.did] });

  await asked.followModerator(carol.did);

  const page = (await asked.module(codec)) as ModulePage;
  expect(new Set(page.trustedRaters)).toEqual(new Set([me.did, carol.did]));
  expect(page.trustedRatings).toEqual([1, 1, 0, 0, 0]);
});

test('what only the catalogue knows is found by its id too, hidden or not', async () => {
  documents = documents.filter(([path]) => path !== moduleDocument(codec));
  const { engine: asked } = await engine([[AUTHORITY, [await moderates(admin, { id: codec })]]]);

  expect(await asked.module(codec)).toMatchObject({
    card: { id: codec, hidden: true },
    moderation: [{ by: admin.signer.did, as: 'admin' }],
  });
});

test('showing again is a newer word, and what was not sent can be taken back', async () => {
  const world1 = await engine();
  await world1.engine.hide({ id: codec, hidden: true, reason: '' }, 'first');
  await world1.engine.hide({ id: codec, hidden: true, reason: '' }, 'first');
  const job = await world1.engine.hide({ id: codec, hidden: false, reason: '' });
  expect(await shown(world1)).toEqual(ALL);
  world1.announced.length = 0;

  await world1.engine.cancel(job);

  expect(world1.announced).toContain('catalogue');
  expect(await shown(world1)).toEqual(LEFT_OUT);
  expect(await world1.engine.activity()).toHaveLength(2);
});

test('what an admin hides is hidden at once when it comes, until the admins are followed no more', async () => {
  const world1 = await engine();
  expect(await shown(world1)).toEqual(ALL);
  world1.announced.length = 0;

  await world1.arrives(AUTHORITY, [await moderates(admin, { id: codec })]);

  await expect.poll(() => world1.announced).toEqual(expect.arrayContaining(['catalogue', `module/${codec}`]));
  expect(await shown(world1)).toEqual(LEFT_OUT);
  await world1.engine.unfollowModerator('admins');
  expect(await shown(world1)).toEqual(ALL);
  await world1.engine.followModerator('admins');
  expect(await shown(world1)).toEqual(LEFT_OUT);
});

test('a list that is followed counts as it is here, and stays fresh', async () => {
  const document = personDocument(carol.did);
  const world1 = await engine([[document, [await byCarol()]]]);
  expect(await shown(world1)).toEqual(ALL);
  world1.announced.length = 0;

  await world1.engine.followModerator(carol.did);
  expect(world1.announced).toEqual(expect.arrayContaining(['moderation', 'catalogue', `module/${codec}`]));
  expect(await shown(world1)).toEqual(LEFT_OUT);

  await world1.arrives(document, [await byCarol({ hidden: false, at: wallClock() })]);
  await expect.poll(() => shown(world1)).toEqual(ALL);
});

test('the lists say whose they are, whether they count, and how much they hide', async () => {
  const { engine: asked } = await engine([
    [AUTHORITY, [await moderates(admin, { id: codec, rater: carol.did })]],
  ]);
  await asked.followModerator(carol.did);
  await asked.hide({ id: codec, hidden: true, reason: '' });

  expect(await asked.moderators()).toEqual({
    isAdmin: false,
    lists: [
      { who: 'admins', followed: true, own: false, known: true, modules: 0, reviews: 1 },
      { who: me.did, followed: true, own: true, known: true, modules: 1, reviews: 0 },
      { who: carol.did, followed: true, own: false, known: false, modules: 0, reviews: 0 },
    ],
  });
});

test('one’s own list says what it hides, the newest first, and not what was taken back', async () => {
  const { engine: asked } = await engine();
  await asked.hide({ id: codec, hidden: true, reason: 'Not for me.' });
  await asked.hide({ id: codec, reviewOf: carol.did, hidden: true, reason: 'Rude.' });

  expect(await asked.ownList()).toMatchObject([
    { id: codec, reviewOf: carol.did, hiding: { by: me.did, reason: 'Rude.', pending: true } },
    { id: codec, reviewOf: undefined, hiding: { reason: 'Not for me.' } },
  ]);
  await asked.hide({ id: codec, reviewOf: carol.did, hidden: false, reason: '' });
  expect(await asked.ownList()).toHaveLength(1);
});

test('what is hidden is queued for install only after a yes to that very module', async () => {
  const { engine: asked } = await engine([[AUTHORITY, [await moderates(admin, { id: codec })]]]);
  const version = parseVersion('1.0.0');
  const refused = { code: 'InvalidState', reason: 'hidden', data: { id: codec, ids: [codec] } };

  await expect(asked.install(codec, { version })).rejects.toMatchObject(refused);
  await expect(asked.install(codec, { version, evenHidden: [] })).rejects.toMatchObject(refused);
  const job = await asked.install(codec, { version, evenHidden: [codec] }, 'asked');

  expect(job).toBe('asked');
  expect(await asked.activity()).toMatchObject([{ job, kind: 'install', module: codec }]);
});

test('a report shows where it is made, before it is sent; the inbox is the relay’s', async () => {
  const inbox = [{ id: codec, count: 3, newest: wallClock() }];
  const { engine: asked } = await engine([], { askReports: async () => inbox });
  const job = await asked.report({ id: codec, reason: 'malware', text: 'Sends keys.' });

  expect(await asked.reports(codec)).toMatchObject({
    mine: me.did,
    synced: false,
    reports: [{ reporter: me.did, reason: 'malware', pending: true }],
  });
  expect(await asked.activity()).toMatchObject([{ job, kind: 'report', module: codec, takesBack: false }]);
  await asked.withdrawReport({ id: codec });
  expect(await asked.reports(codec)).toMatchObject({ reports: [] });
  expect(await asked.reportInbox()).toEqual(inbox);
});
