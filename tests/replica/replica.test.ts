import { Repo } from '@automerge/automerge-repo/slim';
import { beforeAll, expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import { createReplica } from '../../src/replica/replica.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { signerNamed, testNamespace } from '../support/namespace.ts';

const codec = parseModuleId('io.example.codec');
const path = moduleDocument(codec);

beforeAll(() => automergeReady());

async function world() {
  const namespace = await testNamespace();
  const { members } = await namespace.grants(await signerNamed('alice'), codec);
  const storage = memoryStorage();
  const faults: unknown[] = [];
  const replicaOf = () =>
    createReplica({ repo: new Repo({ storage }), storage }, namespace.namespace, FIRST_EPOCH, (_, cause) =>
      faults.push(cause),
    );
  return { members, storage, faults, replicaOf };
}

test('one document has one opener, however many ask at once', async () => {
  const { replicaOf } = await world();
  const replica = replicaOf();
  const [one, two] = await Promise.all([replica.open(path), replica.open(path)]);
  expect(one).toBe(two);
});

test('what was added twice is there once', async () => {
  const { members, replicaOf } = await world();
  const replica = replicaOf();
  await replica.add(path, members);
  await replica.add(path, members);
  const { handle, members: held } = await replica.open(path);
  expect(held.size).toBe(3);
  expect(handle.history()).toHaveLength(2);
});

test('an evicted document comes back whole', async () => {
  const { members, replicaOf } = await world();
  const replica = replicaOf();
  await replica.add(path, members);
  await replica.evict(path);
  // A save of the emptied document would come after the debounce.
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await replica.open(path)).members.size).toBe(3);
  await replica.evict(path);
  expect((await replicaOf().open(path)).members.size).toBe(3);
});

test('a stored document that cannot be read is set aside and begins anew', async () => {
  const { members, storage, faults, replicaOf } = await world();
  const replica = replicaOf();
  await replica.add(path, members);
  const { documentId } = await replica.open(path);
  await replica.repo.flush([documentId]);
  for (const [name, chunk] of storage.chunks) {
    if (chunk.key[0] === documentId && chunk.data !== undefined) {
      storage.chunks.set(name, { key: chunk.key, data: chunk.data.subarray(0, chunk.data.length - 20) });
    }
  }

  const reopened = await replicaOf().open(path);

  expect(reopened.members.size).toBe(0);
  expect(faults).toHaveLength(1);
});
