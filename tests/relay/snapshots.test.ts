import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as Automerge from '@automerge/automerge/slim';
import { decode } from 'cborg';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { httpSnapshots } from '../../src/adapters/http/http-snapshots.ts';
import { httpRelay } from '../../src/adapters/http/http-relay.ts';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromHex } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import {
  parseMicros,
  parseModuleId,
  parsePublicKey,
  type Did,
  type NamespaceId,
  type Sha256,
} from '../../src/core/ids.ts';
import { FIRST_EPOCH, modulePath, shardOf, type DocumentPath } from '../../src/core/record/document.ts';
import { writeBody, type RawBody } from '../../src/core/record/kinds.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { MAX_SNAPSHOT, verifySnapshots, type ServedSnapshots } from '../../src/core/view/signed-snapshots.ts';
import { openDatabase } from '../../src/relay/database.ts';
import { sqliteJournal } from '../../src/relay/journal.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import { sqliteSnapshots } from '../../src/relay/snapshot-index.ts';
import { catalogueSnapshots, type Snapshots } from '../../src/relay/snapshots.ts';
import type { RecordsDocument } from '../../src/replica/genesis.ts';
import { testNamespace } from '../support/namespace.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { emptyFolder, sha256Hex } from './world.ts';

const MINUTE = 60_000;
const EMPTY_CARD: Omit<RawBody<'card'>, 'n'> = {
  d: '',
  v: '1.0.0',
  t: [],
  l: 'MIT',
  k: 'library',
  i: [],
  s: 8,
};
const [FIRST, SECOND] = ['catalog/0', 'catalog/1'] as [DocumentPath, DocumentPath];

beforeAll(() => automergeReady());

/** Shards of a test's making, and a clock that stands still until it is moved. */
async function maker(data?: string) {
  const folder = data ?? (await emptyFolder());
  const { namespace } = await testNamespace();
  const signer = signerOf(newSeed());
  const shards = new Map<DocumentPath, { cards: number; content: string }>();
  const saved: DocumentPath[] = [];
  let opening: Promise<void> | undefined;
  const faults: unknown[] = [];
  let now = 1_700_000_000_000;
  const database = openDatabase(folder);
  const index = sqliteSnapshots(database);
  let isFull = false;
  const snapshots = await catalogueSnapshots({
    data: folder,
    index: {
      ...index,
      add(snapshot) {
        if (isFull) throw new GenError('Storage', 'full');
        index.add(snapshot);
      },
    },
    namespace,
    epoch: FIRST_EPOCH,
    signer,
    count: (path) => shards.get(path)?.cards ?? 0,
    shard: async (path) => {
      await opening;
      const { cards, content } = shards.get(path) ?? { cards: 0, content: '' };
      return {
        heads: content,
        cards,
        save() {
          saved.push(path);
          return Buffer.from(content);
        },
      };
    },
    clock: () => now,
    every: 5 * MINUTE,
    onFault: (fault) => faults.push(fault),
  });
  const close = async () => {
    await snapshots.close();
    if (database.isOpen) database.close();
  };
  onTestFinished(close);
  return {
    folder,
    snapshots,
    saved,
    faults,
    close,
    holds: (path: DocumentPath, cards: number, content: string) => shards.set(path, { cards, content }),
    opens: (when: Promise<void>) => void (opening = when),
    refuseRows: () => void (isFull = true),
    move: (ms: number) => void (now += ms),
    files: async () => (await readdir(join(folder, 'snapshots'))).sort(),
    list: () => listOf(snapshots, namespace, signer.did),
  };
}

async function listOf(snapshots: Snapshots, namespace: NamespaceId, relay: Did) {
  const newest = await snapshots.newest();
  if (newest === undefined) return undefined;
  const now = parseMicros(Date.now() * 1000);
  const served = decode(newest.answer) as ServedSnapshots;
  const { files } = await verifySnapshots(served, { namespace, epoch: FIRST_EPOCH, relay, now });
  return files.map(({ path, cards, sha256 }) => [path, cards, sha256]);
}

test('shards with cards enough are files by their hash; the others are had by sync', async () => {
  const { holds, list, files, snapshots } = await maker();
  holds(FIRST, 40, 'forty cards');
  holds(SECOND, 31, 'few');

  expect(await list()).toEqual([[FIRST, 40, sha256Hex('forty cards')]]);
  expect(await files()).toEqual([sha256Hex('forty cards')]);
  expect(snapshots.size(sha256Hex('forty cards'))).toBe(11);
  expect(snapshots.size(sha256Hex('few'))).toBeUndefined();
});

test('a shard that is too large for a file is not saved again for each who asks', async () => {
  const { holds, list, saved, move, files } = await maker();
  holds(FIRST, 20_000, 'x'.repeat(MAX_SNAPSHOT + 1));
  for (let n = 0; n < 3; n += 1) expect(await list()).toBeUndefined();
  expect(saved).toEqual([FIRST]);
  // The others are a list without it, and it is tried again when it has changed and some time has gone by.
  holds(SECOND, 40, 'forty cards');
  for (let n = 0; n < 3; n += 1) expect(await list()).toHaveLength(1);
  expect(saved).toEqual([FIRST, SECOND]);
  move(6 * MINUTE);
  await list();
  expect(saved).toEqual([FIRST, SECOND]);
  holds(FIRST, 20_001, 'y'.repeat(MAX_SNAPSHOT + 1));
  await list();
  await expect.poll(() => saved).toEqual([FIRST, SECOND, FIRST]);
  expect(await files()).toEqual([sha256Hex('forty cards')]);
});

test('a file that the index did not take is not left behind, and not made again for each who asks', async () => {
  const { holds, list, saved, faults, files, refuseRows } = await maker();
  refuseRows();
  holds(FIRST, 40, 'forty cards');
  for (let n = 0; n < 3; n += 1) expect(await list()).toBeUndefined();
  expect([saved, await files(), faults.length]).toEqual([[FIRST], [], 1]);
});

test('a clock that was far ahead once neither stops the files nor leaves a list that nobody believes', async () => {
  const { holds, list, saved, move } = await maker();
  const ahead = 20_000 * 24 * 60 * MINUTE;
  holds(FIRST, 100, 'a');
  move(ahead);
  await expect(list()).rejects.toMatchObject({ reason: 'snapshots-ahead' });
  move(-ahead);
  expect(await list()).toEqual([[FIRST, 100, sha256Hex('a')]]);
  holds(FIRST, 101, 'b');
  await list();
  await expect.poll(() => saved).toEqual([FIRST, FIRST]);
});

test('an empty catalogue has no list', async () => {
  const { list, holds } = await maker();
  holds(FIRST, 31, 'few');
  expect(await list()).toBeUndefined();
});

test('a shard is saved again when it changed and some time has gone by, and the others are left alone', async () => {
  const { holds, list, saved, move, snapshots } = await maker();
  holds(FIRST, 100, 'a');
  holds(SECOND, 100, 'b');
  await list();
  holds(FIRST, 101, 'a2');

  expect(await list()).toEqual([
    [FIRST, 100, sha256Hex('a')],
    [SECOND, 100, sha256Hex('b')],
  ]);
  move(6 * MINUTE);
  await list();
  await expect.poll(() => snapshots.size(sha256Hex('a2'))).toBe(2);
  expect((await list())?.[0]).toEqual([FIRST, 101, sha256Hex('a2')]);
  expect(saved).toEqual([FIRST, SECOND, FIRST]);
});

test('a list that lacks much of the catalogue is not answered before it has it', async () => {
  const { holds, list } = await maker();
  holds(FIRST, 40, 'a');
  await list();
  holds(FIRST, 400, 'grown');

  expect(await list()).toEqual([[FIRST, 400, sha256Hex('grown')]]);
});

test('an older file is there for whoever has the list of before, for an hour, and never more than two of a shard', async () => {
  const { holds, list, move, files, snapshots } = await maker();
  const grows = async (content: string) => {
    holds(FIRST, 100 * 2 ** content.length, content);
    await list();
    move(MINUTE);
  };
  await grows('a');
  await grows('aa');
  expect(await files()).toEqual([sha256Hex('a'), sha256Hex('aa')].sort());

  await grows('aaa');
  await grows('aaaa');
  expect(await files()).toEqual(['aa', 'aaa', 'aaaa'].map((text) => sha256Hex(text)).sort());
  expect(snapshots.size(sha256Hex('a'))).toBeUndefined();

  move(61 * MINUTE);
  await grows('aaaaa');
  expect(await files()).toEqual(['aaaa', 'aaaaa'].map((text) => sha256Hex(text)).sort());
});

test('after a restart the files are there, and the rest of a crash is not', async () => {
  const before = await maker();
  before.holds(FIRST, 40, 'kept');
  before.holds(SECOND, 40, 'lost');
  await before.list();
  await before.close();
  const folder = join(before.folder, 'snapshots');
  await rm(join(folder, sha256Hex('lost')));
  await writeFile(join(folder, `${sha256Hex('half')}.tmp`), 'half');

  const after = await maker(before.folder);
  after.holds(FIRST, 40, 'kept');
  expect(await after.list()).toEqual([[FIRST, 40, sha256Hex('kept')]]);
  expect(after.saved).toEqual([]);
  expect(await after.files()).toEqual([sha256Hex('kept')]);
});

test('after a restart the files of before are listed while the documents open, unless they lack much', async () => {
  const before = await maker();
  before.holds(FIRST, 100, 'a hundred cards');
  const listed = await before.list();
  await before.close();
  const after = await maker(before.folder);
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  after.opens(opened);
  after.holds(FIRST, 110, 'a hundred and ten cards');
  expect(await after.list()).toEqual(listed);

  after.holds(SECOND, 100, 'another hundred');
  const waiting = after.list();
  expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 50, 'waits'))])).toBe(
    'waits',
  );
  open();

  expect((await waiting)?.map(([path]) => path)).toEqual([FIRST, SECOND]);
  expect(after.faults).toEqual([]);
});

test('where no file can be written the catalogue is had by sync', async () => {
  const { folder, holds, list, faults } = await maker();
  await rm(join(folder, 'snapshots'), { recursive: true });
  await writeFile(join(folder, 'snapshots'), 'in the way');
  holds(FIRST, 40, 'a');

  expect(await list()).toBeUndefined();
  expect(faults).toMatchObject([{ code: 'Storage' }]);
});

/** A relay whose first shard holds so many cards, which nobody had to publish. */
async function relayWith(
  cards: number,
  change: Parameters<typeof startTestRelay>[0] = {},
): Promise<TestRelay> {
  const first = await startTestRelay(change);
  const { namespace } = first.relay.facts;
  await first.relay.stop();
  const author = signerOf(newSeed());
  const database = openDatabase(first.folder);
  const journal = sqliteJournal(database);
  for (let made = 0, number = 0; made < cards; number += 1) {
    const id = parseModuleId(`io.acme.module-${number}`);
    if (shardOf(id, FIRST_EPOCH.shards) !== 0) continue;
    const record = await signRecord(
      {
        namespace: pairedCommunalNamespace(parsePublicKey(fromHex(namespace))),
        subspace: author.publicKey,
        path: ['modules', ...modulePath(id), 'card'],
        timestamp: parseMicros(1_700_000_000_000_000 + number),
        credential: new Uint8Array(),
        payload: writeBody('card', { ...EMPTY_CARD, n: `Module ${number}` }),
      },
      (message) => author.sign(message),
    );
    journal.append([{ document: FIRST, id: record.id, bytes: record.bytes }], []);
    made += 1;
  }
  database.close();
  const relay = await first.restart();
  onTestFinished(() => relay.close());
  return relay;
}

function sourceOf({ address }: TestRelay['relay']) {
  const signer = async () => signerOf(newSeed());
  const clock = () => parseMicros(Date.now() * 1000);
  const relay = httpRelay({ base: address, signer, clock });
  return httpSnapshots({ base: address, relay, signer, clock, capabilities: async () => [] });
}

test('a device gets the list and the files of a running relay, and they hold the cards', async () => {
  const { relay } = await relayWith(40);
  const source = sourceOf(relay);
  const served = await source.snapshots();
  if (served === undefined) throw new Error('no list');
  const list = await verifySnapshots(served, {
    namespace: parsePublicKey(fromHex(relay.facts.namespace)),
    epoch: FIRST_EPOCH,
    relay: relay.facts.relay,
    now: parseMicros(Date.now() * 1000),
  });
  expect(list.files).toMatchObject([{ path: FIRST, cards: 40 }]);

  const [file] = list.files;
  const bytes = await source.snapshot(file?.sha256 as Sha256, file?.size ?? 0);
  const { records } = Automerge.load<RecordsDocument>(bytes);
  const held = relay.journal.ids(FIRST);
  expect(Object.keys(records).sort()).toEqual([...held].sort());
});

async function firstFile({ relay, folder }: TestRelay) {
  await sourceOf(relay).snapshots();
  const [name = ''] = await readdir(join(folder, 'snapshots'));
  return `${relay.address}/snapshots/${name}`;
}

test('a file is sent in parts, and may be kept for good by whoever has it', async () => {
  const url = await firstFile(await relayWith(40));
  const whole = await fetch(url);
  const size = Number(whole.headers.get('content-length'));
  const rest = await fetch(url, { headers: { range: `bytes=${size - 5}-` } });
  const beyond = await fetch(url, { headers: { range: `bytes=${size}-` } });
  const again = await fetch(url, { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } });

  expect(whole.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect([rest.status, (await rest.arrayBuffer()).byteLength]).toEqual([206, 5]);
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
  expect(again.status).toBe(304);
});

test('the list is asked for again by its tag, and what there is not is not found', async () => {
  const { relay } = await relayWith(40);
  const list = await fetch(`${relay.address}/snapshots`);
  const again = await fetch(`${relay.address}/snapshots`, {
    headers: { 'if-none-match': list.headers.get('etag') ?? '' },
  });
  expect([list.status, list.headers.get('cache-control'), again.status]).toEqual([200, 'no-cache', 304]);

  await expect(sourceOf(relay).snapshot(sha256Hex('nothing'), 10)).rejects.toMatchObject({
    code: 'NotFound',
    reason: 'blob',
  });
  expect((await fetch(`${relay.address}/snapshots/..%2frelay.sqlite`)).status).toBe(400);
});

test('a relay with a small catalogue has no list', async () => {
  const relay = await startTestRelay();
  onTestFinished(() => relay.close());
  expect(await sourceOf(relay.relay).snapshots()).toBeUndefined();
});

test('a private relay hands nothing of its catalogue to who may not read it all', async () => {
  const world = await relayWith(40, { private: true });
  for (const path of ['/snapshots', `/snapshots/${sha256Hex('x')}`]) {
    const response = await fetch(`${world.relay.address}${path}`);
    expect([response.status, response.headers.get('vary')]).toEqual([401, 'authorization, gen-capability']);
  }
});
