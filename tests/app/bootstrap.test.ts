import * as Automerge from '@automerge/automerge/slim';
import { Repo } from '@automerge/automerge-repo/slim';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { wallClock, type Device } from '../../src/app/device.ts';
import { createBootstrap } from '../../src/app/engine/bootstrap.ts';
import { toHex } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseMicros, parseModuleId, sha256Of } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import { decodeRecord, encodeRecord, type GenRecord } from '../../src/core/record/record.ts';
import { sha256 } from '../../src/core/hash.ts';
import { encodeSnapshots, snapshotsMessage } from '../../src/core/view/signed-snapshots.ts';
import type { SnapshotSource } from '../../src/ports/snapshots.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { testEngine } from '../support/engine.ts';
import { keeperOf } from '../support/keeper.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { Publisher, signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

const ids = ['io.example.codec', 'io.example.elsewhere'].map(parseModuleId);
const everything = { text: '', tags: [], sort: 'name', offset: 0, limit: 10, showHidden: true } as const;
const gone = async (): Promise<never> => {
  throw new GenError('Network', 'unreachable');
};

let world: TestNamespace;
let cards: readonly GenRecord[];
let forged: GenRecord;

beforeAll(async () => {
  await automergeReady();
  world = await testNamespace();
  const alice = await signerNamed('alice');
  const made = await Promise.all(
    ids.map(async (id, index) => {
      const { capability } = await world.grants(alice, id);
      const publisher = new Publisher(world.namespace, id, alice, capability);
      return [await publisher.cards('1.0.0', `Honest ${index}`), await publisher.cards('9.0.0', 'Forged')];
    }),
  );
  cards = made.flatMap(([card]) => card ?? []);
  const signed = made[0]?.[1] as GenRecord;
  forged = decodeRecord(encodeRecord({ ...signed, credential: new Uint8Array() }, new Uint8Array(64)));
});

const PATIENT = { timeout: 10_000 };

/** Every shard, whether anything is in it or not: from then on sync brings it. */
async function allOpen(repo: Repo): Promise<void> {
  const shards = Array.from({ length: FIRST_EPOCH.shards }, (_, n) =>
    documentIdOf({ namespace: world.namespace, epoch: FIRST_EPOCH, path: `catalog/${n}` as DocumentPath }),
  );
  await vi.waitFor(() => expect(shards.every((id) => repo.handles[id]?.isReady())).toBe(true), PATIENT);
}

/** What a device has after this, it has after it is killed. */
async function allKept({ storage }: Awaited<ReturnType<typeof disk>>): Promise<void> {
  const seeds = () => [...storage.chunks.values()].filter(({ key }) => key.includes('seed'));
  await vi.waitFor(() => expect(seeds()).toHaveLength(ids.length), PATIENT);
}

const pathOf = (card: GenRecord): DocumentPath =>
  catalogDocument(parseModuleId(card.path.slice(1, -2).join('.')), FIRST_EPOCH);

function savedShard(held: readonly GenRecord[]): Uint8Array<ArrayBuffer> {
  const doc = Automerge.change(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
    for (const { id, bytes } of held) draft.records[id] = bytes;
  });
  return Uint8Array.from(Automerge.save(doc));
}

/** What a relay serves of these cards; `files` may be changed afterwards. */
async function servedWith(held: readonly GenRecord[], change: Partial<SnapshotSource> = {}) {
  const files = new Map<DocumentPath, Uint8Array<ArrayBuffer>>();
  for (const path of new Set(held.map(pathOf)))
    files.set(path, savedShard(held.filter((card) => pathOf(card) === path)));
  const listed = [...files].map(([path, bytes]) => ({
    path,
    sha256: sha256Of(sha256(bytes)),
    size: bytes.length,
    cards: 1,
  }));
  const shard = ({ path }: { path: string }): number => Number(path.split('/')[1]);
  const inOrder = listed.toSorted((a, b) => shard(a) - shard(b));
  const list = encodeSnapshots({
    namespace: world.namespace,
    epoch: 0,
    time: parseMicros(1_700_000_000_000_000),
    files: inOrder,
  });
  const signature = await world.root.sign(snapshotsMessage(list));
  const fetched: string[] = [];
  const source: SnapshotSource = {
    snapshots: async () => ({ list, signature }),
    async snapshot(sha) {
      fetched.push(sha);
      const bytes = [...files.values()].find((file) => sha256Of(sha256(file)) === sha);
      if (bytes === undefined) throw new GenError('HashMismatch', 'blob');
      return bytes;
    },
    ...change,
  };
  return { source, files, fetched, list, signature };
}

async function disk() {
  const tables = memoryTables();
  const pin = { namespace: toHex(world.namespace), relay: world.root.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  return { tables, storage: memoryStorage() };
}

async function engineOn({ tables, storage }: Awaited<ReturnType<typeof disk>>, snapshots?: SnapshotSource) {
  const device: Device = {
    namespace: world.namespace,
    tables,
    relay: NO_RELAY,
    identity: keeperOf(await signerNamed('bob')),
    records: { membersOf: gone },
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
  const repo = new Repo({ storage });
  onTestFinished(async () => {
    await repo.shutdown().catch(() => undefined);
  });
  const { engine, faults } = await testEngine(device, {
    openRepo: async () => ({ repo, storage }),
    snapshots,
  });
  const names = async () => (await engine.search(everything)).cards.map(({ name }) => name);
  return { engine, faults, names, repo };
}

test('a fresh device has the cards of the snapshots at once, and checks their signatures behind that', async () => {
  const { source } = await servedWith(cards);
  const { engine, names, faults } = await engineOn(await disk(), source);
  await vi.waitFor(async () => expect(await names()).toEqual(['Honest 0', 'Honest 1']), PATIENT);
  await vi.waitFor(
    async () => expect(await engine.catalogueState()).toMatchObject({ checked: 2, refused: 0 }),
    PATIENT,
  );
  expect((await engine.search(everything)).cards.every(({ checked }) => checked)).toBe(true);
  expect(faults).toEqual([]);
});

test('the cards can be found before their documents are kept; a device that ends then fetches them again', async () => {
  const { source, fetched } = await servedWith(cards);
  const here = await disk();
  const slow: typeof here.storage = {
    ...here.storage,
    save: (key, data) => (key.includes('seed') ? new Promise(() => undefined) : here.storage.save(key, data)),
  };
  const first = await engineOn({ ...here, storage: slow }, source);
  await vi.waitFor(async () => expect(await first.names()).toEqual(['Honest 0', 'Honest 1']), PATIENT);
  expect(await first.engine.catalogueState()).toMatchObject({ checked: 0 });
  const ended = await engineOn(here, source);
  await vi.waitFor(async () => expect(await ended.names()).toHaveLength(2), PATIENT);
  expect(fetched).toHaveLength(4);
});

test('what was begun is not fetched again after a restart', async () => {
  const { source, fetched } = await servedWith(cards);
  const here = await disk();
  const first = await engineOn(here, source);
  await vi.waitFor(async () => expect(await first.names()).toHaveLength(2), PATIENT);
  await allKept(here);
  expect(fetched).toHaveLength(2);
  const second = await engineOn(here, source);
  await vi.waitFor(async () => expect(await second.names()).toHaveLength(2), PATIENT);
  await second.engine.catalogueState();
  expect(fetched).toHaveLength(2);
});

test('a device that has the documents but lost its index finds everything without the network', async () => {
  const { source } = await servedWith(cards);
  const here = await disk();
  const first = await engineOn(here, source);
  await vi.waitFor(async () => expect(await first.names()).toHaveLength(2), PATIENT);
  await allKept(here);
  const { names } = await engineOn({ ...(await disk()), storage: here.storage });
  expect(await names()).toEqual(['Honest 0', 'Honest 1']);
});

test('a forged card of a snapshot is hidden once it is checked, and stays so; the others stay too', async () => {
  const { source } = await servedWith([...cards, forged]);
  const here = await disk();
  const { engine, names, faults } = await engineOn(here, source);
  await vi.waitFor(async () => expect(await engine.catalogueState()).toMatchObject({ refused: 1 }), PATIENT);
  expect(await names()).toEqual(['Honest 0', 'Honest 1']);
  expect(faults).toEqual([expect.objectContaining({ code: 'SignatureInvalid' })]);
  await vi.waitFor(
    async () => {
      const rows = await here.tables.all('shards');
      expect(rows.flatMap(({ refused }) => refused)).toContain(forged.id);
    },
    { timeout: 40_000 },
  );
  const again = await engineOn(here);
  expect(await again.names()).toEqual(['Honest 0', 'Honest 1']);
  expect(await again.engine.catalogueState()).toMatchObject({ refused: 1 });
}, 60_000);

test('a shard with a forged card begins anew, also after a restart that came before: an honest relay refuses its history', async () => {
  const path = pathOf(forged);
  const documentId = documentIdOf({ namespace: world.namespace, epoch: FIRST_EPOCH, path });
  const shard = savedShard([...cards.filter((card) => pathOf(card) === path), forged]);
  const { source } = await servedWith([...cards, forged]);
  const here = await disk();
  const heldBy = ({ repo }: Awaited<ReturnType<typeof engineOn>>) =>
    Object.keys((repo.handles[documentId]?.doc() as RecordsDocument | undefined)?.records ?? { none: 0 });

  const first = await engineOn(here, source);
  await vi.waitFor(() => expect(heldBy(first)).toEqual([]), PATIENT);
  expect(await first.names()).toEqual(['Honest 0', 'Honest 1']);
  await vi.waitFor(
    async () =>
      expect((await here.tables.all('shards')).flatMap(({ refused }) => refused)).toContain(forged.id),
    { timeout: 40_000 },
  );

  await here.storage.removeRange([documentId]);
  await here.storage.save([documentId, 'snapshot', 'seed'], shard);
  const second = await engineOn(here, source);
  await vi.waitFor(() => expect(heldBy(second)).toEqual([]), PATIENT);
  expect(await second.names()).toEqual(['Honest 0', 'Honest 1']);
  expect(second.faults).toEqual([]);
}, 60_000);

test('one bad change discards its file, and no other', async () => {
  const { source, files } = await servedWith(cards);
  const [path = '' as DocumentPath] = files.keys();
  const hostile = Automerge.change(
    Automerge.load<RecordsDocument>(files.get(path) as Uint8Array),
    (draft) => {
      delete draft.records[Object.keys(draft.records)[0] ?? ''];
    },
  );
  const honest = source.snapshot;
  const spoilt: SnapshotSource = {
    ...source,
    snapshot: async (sha, size) => {
      const bytes = await honest(sha, size);
      return bytes === files.get(path) ? Uint8Array.from(Automerge.save(hostile)) : bytes;
    },
  };
  const { names, faults } = await engineOn(await disk(), spoilt);
  await vi.waitFor(() => expect(faults).not.toEqual([]), PATIENT);
  await vi.waitFor(async () => expect(await names()).toEqual(['Honest 1']), PATIENT);
  expect(faults).toEqual([expect.objectContaining({ reason: 'operation' })]);
});

test.each<[string, (served: Awaited<ReturnType<typeof servedWith>>) => Partial<SnapshotSource>, string]>([
  [
    'a list that the relay did not sign',
    ({ list }) => ({ snapshots: async () => ({ list, signature: new Uint8Array(64) }) }),
    'snapshots',
  ],
  ['no answer', () => ({ snapshots: gone }), 'unreachable'],
  [
    'files that cannot be had',
    () => ({
      snapshot: async () => {
        throw new GenError('HashMismatch', 'blob');
      },
    }),
    'blob',
  ],
])('%s harms nothing: the shards are left to sync', async (_, changed, reason) => {
  const served = await servedWith(cards);
  const here = await disk();
  const { names, faults, repo } = await engineOn(here, { ...served.source, ...changed(served) });
  await allOpen(repo);
  expect(await names()).toEqual([]);
  expect(faults).not.toEqual([]);
  expect(faults.every((fault) => (fault as GenError).reason === reason)).toBe(true);
});

test('an older relay without snapshots is as before', async () => {
  const { source } = await servedWith(cards, { snapshots: async () => undefined });
  const { names, faults, repo } = await engineOn(await disk(), source);
  await allOpen(repo);
  expect(await names()).toEqual([]);
  expect(faults).toEqual([]);
});

/** A bootstrap by itself; `begun` grows with every shard that is begun, `left` with every one that is not. */
function bootstrapOf(snapshots: SnapshotSource, reported: unknown[] = []) {
  const [begun, left]: [DocumentPath[], DocumentPath[]] = [[], []];
  const bootstrap = createBootstrap({
    snapshots,
    replica: {
      addressOf: (path) => ({ namespace: world.namespace, epoch: FIRST_EPOCH, path }),
      seed: async (path) => begun.push(path) > 0,
    },
    pin: { namespace: world.namespace, relay: world.root.did },
    epoch: FIRST_EPOCH,
    cards: { level: async () => undefined, ahead: async () => undefined },
    clock: wallClock,
    signal: new AbortController().signal,
    report: (fault) => reported.push(fault),
  });
  const onAhead = vi.fn();
  const seed = (missing: readonly DocumentPath[]) =>
    bootstrap.seed(missing, { left: async (path) => void left.push(path), onAhead });
  return { seed, begun, left, onAhead };
}

test('a file that does not come does not keep the others from being kept', async () => {
  const served = await servedWith(cards);
  const [first, last] = [...served.files.keys()] as [DocumentPath, DocumentPath];
  const lastFile = served.files.get(last);
  let come = (): void => undefined;
  const source: SnapshotSource = {
    ...served.source,
    async snapshot(...asked) {
      const bytes = await served.source.snapshot(...asked);
      if (bytes === lastFile) await new Promise<void>((resolve) => (come = resolve));
      return bytes;
    },
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { seed, begun, left, onAhead } = bootstrapOf(source);
  const seeded = seed([first, last]);
  await vi.waitFor(() => {
    vi.advanceTimersByTime(1000);
    expect(begun).toEqual([first]);
  }, PATIENT);
  expect(onAhead).not.toHaveBeenCalled();
  come();
  expect(await seeded).toEqual([first, last]);
  expect([begun, left, onAhead.mock.calls.length]).toEqual([[first, last], [], 1]);
});

test('of files that are larger than an honest catalogue not all are held at once', async () => {
  const column = new Uint8Array(15 * 1024 * 1024);
  const leb = (value: number): number[] =>
    value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)];
  // Nothing but a column of raw values that belong to no operation.
  const body = [0, 0, 0, 1, 0x47, ...leb(column.length)];
  const head = [0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 0, ...leb(body.length + column.length), ...body];
  const padded = new Uint8Array(head.length + column.length);
  padded.set(head);
  const paths = Array.from({ length: 16 }, (_, shard) => `catalog/${shard}` as DocumentPath);
  const sha = sha256Of(new Uint8Array(32));
  const list = encodeSnapshots({
    namespace: world.namespace,
    epoch: 0,
    time: parseMicros(1_700_000_000_000_000),
    files: paths.map((path) => ({ path, sha256: sha, size: padded.length, cards: 1 })),
  });
  const signature = await world.root.sign(snapshotsMessage(list));
  const reported: unknown[] = [];
  let [fetched, most] = [0, 0];
  const { seed, left } = bootstrapOf(
    {
      snapshots: async () => ({ list, signature }),
      async snapshot() {
        fetched += 1;
        most = Math.max(most, fetched - left.length);
        return padded;
      },
    },
    reported,
  );
  expect(await seed(paths)).toEqual([]);
  expect([left.length, reported.length]).toEqual([16, 16]);
  expect(most).toBeLessThanOrEqual(12);
});
