import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { sqliteChunks, type ChunkStore } from '../../src/relay/chunk-store.ts';
import { relayStorage } from '../../src/relay/storage-adapter.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function chunks(): ChunkStore {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE chunks (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID');
  return sqliteChunks(database);
}

/** A disk that takes nothing while it is full. */
function failingChunks() {
  const store = chunks();
  const disk = { full: false };
  const failing: ChunkStore = {
    ...store,
    write(writes) {
      if (disk.full) throw new GenError('Storage', 'disk-full');
      store.write(writes);
    },
  };
  return { disk, store, failing };
}

const bytes = (...values: number[]) => Uint8Array.from(values);

test('a range holds the keys below its prefix and no others', async () => {
  const storage = relayStorage(chunks(), () => undefined);
  const keys = [
    ['doc', 'snapshot', 'a'],
    ['doc', 'incremental', 'b'],
    ['doc2', 'snapshot', 'c'],
    ['do/c', 'x'],
    ['doc'],
  ];
  for (const [index, key] of keys.entries()) await storage.save(key, bytes(index));

  expect((await storage.loadRange(['doc', 'snapshot'])).map(({ key }) => key)).toEqual([
    ['doc', 'snapshot', 'a'],
  ]);
  expect((await storage.loadRange(['doc'])).map(({ key }) => key).sort()).toEqual([
    keys[4],
    keys[1],
    keys[0],
  ]);
  expect(await storage.loadRange([])).toHaveLength(5);
  await storage.removeRange(['doc']);
  expect((await storage.loadRange([])).map(({ key }) => key).sort()).toEqual([keys[3], keys[2]]);
  expect(await storage.load(['do/c', 'x'])).toEqual(bytes(3));
});

test('a save that fails is seen by reads, tried again, and done once the disk takes it', async () => {
  const { disk, store, failing } = failingChunks();
  const faults: number[] = [];
  const storage = relayStorage(failing, (_fault, waiting) => faults.push(waiting));
  await storage.save(['doc', 'a'], bytes(1));
  disk.full = true;
  let saved = false;
  const saving = storage.save(['doc', 'b'], bytes(2)).then(() => (saved = true));
  const removing = storage.remove(['doc', 'a']);
  await vi.advanceTimersByTimeAsync(150);

  expect(storage.healthy()).toBe(false);
  expect(saved).toBe(false);
  expect(await storage.loadRange(['doc'])).toEqual([{ key: ['doc', 'b'], data: bytes(2) }]);
  expect(store.get(['doc', 'b'])).toBeUndefined();

  disk.full = false;
  await vi.advanceTimersByTimeAsync(60_000);
  await Promise.all([saving, removing]);
  expect(storage.healthy()).toBe(true);
  expect(store.get(['doc', 'b'])).toEqual(bytes(2));
  expect(store.get(['doc', 'a'])).toBeUndefined();
  expect(faults).toEqual([1, 2]);
});

test('closing over a full disk lets everybody go', async () => {
  const { disk, failing } = failingChunks();
  const storage = relayStorage(failing, () => undefined);
  disk.full = true;
  const saving = storage.save(['doc'], bytes(1));

  storage.close();

  await expect(saving).resolves.toBeUndefined();
});
