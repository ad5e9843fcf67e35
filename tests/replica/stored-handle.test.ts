import * as Automerge from '@automerge/automerge/slim';
import { Repo } from '@automerge/automerge-repo/slim';
import { beforeAll, expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { storedHandle } from '../../src/replica/stored-handle.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { testNamespace, type TestNamespace } from '../support/namespace.ts';

const MIB = 2 ** 20;
const SAVED = 600;
const BEHIND = 200;

let world: TestNamespace;

beforeAll(async () => {
  await automergeReady();
  world = await testNamespace();
});

function grown(document: Automerge.Doc<RecordsDocument>, place: number): Automerge.Doc<RecordsDocument> {
  return Automerge.change(document, { time: 0 }, ({ records }) => {
    records[`${place}`.padStart(43, '0')] = crypto.getRandomValues(new Uint8Array(300));
  });
}

/** A document as a repo leaves it: saved whole once, and one chunk for each change since. */
function chunks(): { readonly chunks: readonly Uint8Array[]; readonly heads: readonly string[] } {
  let document = Automerge.load<RecordsDocument>(GENESIS);
  for (let place = 0; place < SAVED; place += 1) document = grown(document, place * 7919);
  const stored = [Automerge.save(document)];
  Automerge.saveIncremental(document);
  for (let place = 0; place < BEHIND; place += 1) {
    document = grown(document, place * 7919 + 1);
    stored.push(Automerge.saveIncremental(document));
  }
  const heads = Automerge.getHeads(document);
  Automerge.free(document);
  return { chunks: stored, heads };
}

const idOf = (shard: number) =>
  documentIdOf({
    namespace: world.namespace,
    epoch: FIRST_EPOCH,
    path: `catalog/${shard}` as DocumentPath,
  });

async function keep(storage: ReturnType<typeof memoryStorage>, shard: number, stored: readonly Uint8Array[]) {
  for (const [place, chunk] of stored.entries())
    await storage.save([idOf(shard), place === 0 ? 'snapshot' : 'incremental', String(place)], chunk);
}

test('what Automerge takes to read the changes behind a document is free again for the next one', async () => {
  const { chunks: stored, heads } = chunks();
  const storage = memoryStorage();
  for (let shard = 0; shard < 9; shard += 1) await keep(storage, shard, stored);
  const repo = new Repo({ storage });
  const opened = [await storedHandle(repo, idOf(0))];
  const before = process.memoryUsage().external;

  for (let shard = 1; shard < 9; shard += 1) opened.push(await storedHandle(repo, idOf(shard)));

  expect(process.memoryUsage().external - before).toBeLessThan(32 * MIB);
  for (const handle of opened) {
    expect(handle?.heads()).toHaveLength(1);
    expect(Automerge.getHeads(handle?.doc() as Automerge.Doc<RecordsDocument>)).toEqual(heads);
    expect(Object.keys(handle?.doc().records ?? {})).toHaveLength(SAVED + BEHIND);
  }
});

test('a stored change whose parent is missing is kept until the parent comes', async () => {
  const { chunks: stored, heads } = chunks();
  const storage = memoryStorage();
  const missing = stored[BEHIND / 2] as Uint8Array;
  await keep(
    storage,
    0,
    stored.filter((chunk) => chunk !== missing),
  );

  const handle = await storedHandle(new Repo({ storage }), idOf(0));
  expect(Object.keys(handle?.doc().records ?? {})).toHaveLength(SAVED + BEHIND / 2 - 1);
  handle?.update((document) => Automerge.loadIncremental(document, missing));

  expect(Automerge.getHeads(handle?.doc() as Automerge.Doc<RecordsDocument>)).toEqual(heads);
});
