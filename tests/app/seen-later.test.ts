import { Repo } from '@automerge/automerge-repo/slim';
import { beforeEach, expect, test } from 'vitest';
import { installedRow, installedRows } from '../../src/app/installed-set.ts';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { wallClock, type Device } from '../../src/app/device.ts';
import { modulePage } from '../../src/app/engine/module-page.ts';
import { createCatalogue } from '../../src/app/catalogue.ts';
import { drain } from '../../src/app/drain.ts';
import { finishWith } from '../../src/app/finish-install.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { toHex } from '../../src/core/bytes.ts';
import { sha256 } from '../../src/core/hash.ts';
import { parseModuleId, type Did } from '../../src/core/ids.ts';
import { FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import { NOTHING_HIDDEN } from '../../src/core/view/moderation.ts';
import { createSession, type Session } from '../../src/app/engine/session.ts';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { NO_RELAY } from '../support/offline.ts';
import { tinyWasm } from '../support/person.ts';
import { Publisher, signerNamed, START, testNamespace, type TestNamespace } from '../support/namespace.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { keeperOf } from '../support/keeper.ts';

const codec = parseModuleId('io.example.codec');
const path = moduleDocument(codec);
let world: TestNamespace;
let alice: Signer;
let mallory: Signer;
let document: Member[];
let device: Device;

beforeEach(async () => {
  world = await testNamespace();
  [alice, mallory] = [await signerNamed('alice'), await signerNamed('mallory')];
  document = [];
  device = {
    namespace: world.namespace,
    tables: memoryTables(),
    relay: { ...NO_RELAY, readBlob: async (_sha256, _asked, take) => take(tinyWasm('1.0.0')) },
    identity: keeperOf(alice),
    records: { membersOf: async (asked) => (asked === path ? document : []) },
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
});

/** A name, a release of it and the receipt. */
async function owned(by: Signer, at: number, version = '1.0.0'): Promise<Member[]> {
  const { capability, members } = await world.grants(by, codec, at);
  const binary = tinyWasm('1.0.0');
  const release = await new Publisher(world.namespace, codec, by, capability, at).releases(version, '', {
    sha256: sha256(binary),
    size: binary.length,
  });
  return [...members, release, ...(await world.receipts(path, at, [release]))];
}

async function installs(): Promise<unknown> {
  const { id } = await requestInstall(device, codec);
  await drain(device, {
    due: 'all',
    finish: finishWith((bytes) => WebAssembly.compile(bytes)),
    signal: AbortSignal.timeout(20_000),
  });
  return device.tables.get('jobs', id);
}

test('whoever owned a name when it was first installed is the one whose releases are installed, whatever a grant is dated', async () => {
  document = await owned(alice, START);
  expect(await installs()).toMatchObject({ state: 'installed' });

  // Seen later, and earlier by its own word.
  document = [...document, ...(await owned(mallory, START - 1000, '9.0.0'))];

  expect(await installs()).toMatchObject({
    state: 'failed',
    error: {
      code: 'InvalidState',
      reason: 'owner-changed',
      data: { id: codec, owner: mallory.did, pinned: alice.did },
    },
  });
  expect(await installedRow(device.tables, codec)).toMatchObject({ version: '1.0.0' });
});

test('a device that saw both from the beginning pins nobody', async () => {
  document = [...(await owned(alice, START)), ...(await owned(mallory, START - 1000, '9.0.0'))];

  expect(await installs()).toMatchObject({ error: { reason: 'contested' } });
  expect(await device.tables.all('settings')).toEqual([]);
});

/** The engine's documents, as the relay has answered for them. */
async function sessionOver(): Promise<Session> {
  await automergeReady();
  const storage = memoryStorage();
  return createSession({
    over: { repo: new Repo({ storage }), storage },
    pin: { namespace: world.namespace, relay: world.root.did },
    epoch: FIRST_EPOCH,
    isOnline: () => true,
    announce: () => undefined,
    cards: { level: async () => undefined, met: () => undefined },
    onMet: () => undefined,
    onSynced: () => undefined,
    onQuarantine: () => undefined,
  });
}

test("a module's page pins the owner once the relay has answered, and says so when there is another one", async () => {
  const session = await sessionOver();
  const card = async () => undefined;
  const counting = { shown: NOTHING_HIDDEN, trusted: new Set<Did>(), check: async () => false };
  const page = () => modulePage(device, session, createCatalogue(), card, codec, counting);
  await session.replica.add(path, await owned(alice, START));
  const opened = await session.peek(path);

  await page();
  expect(await device.tables.all('settings')).toEqual([]);
  session.answered(opened, true);
  expect(await page()).toMatchObject({ module: { owner: alice.did }, pinnedOwner: undefined });
  await session.replica.add(path, await owned(mallory, START - 1000, '9.0.0'));

  expect(await page()).toMatchObject({ module: { owner: mallory.did }, pinnedOwner: alice.did });
  expect(await device.tables.all('settings')).toEqual([
    { key: `owner/${toHex(world.namespace)}/${codec}`, value: [{ did: alice.did }] },
  ]);
});

test('a fetched release of which another content was receipted meanwhile is not installed', async () => {
  document = await owned(alice, START);
  const job = await requestInstall(device, codec);
  await drain(device, { due: 'all', finish: undefined, signal: AbortSignal.timeout(20_000) });
  const { capability } = await world.grants(alice, codec, START);
  const other = await new Publisher(world.namespace, codec, alice, capability, START + 9).releases(
    '1.0.0',
    'x',
  );
  document = [...document, other, ...(await world.receipts(path, START + 9, [other]))];

  await drain(device, {
    due: 'all',
    finish: finishWith((bytes) => WebAssembly.compile(bytes)),
    signal: AbortSignal.timeout(20_000),
  });

  expect(await device.tables.get('jobs', job.id)).toMatchObject({
    state: 'failed',
    error: { code: 'VersionConflict', reason: 'contradiction', data: { id: codec, version: '1.0.0' } },
  });
  expect(await installedRows(device.tables)).toEqual([]);
});
