import * as Automerge from '@automerge/automerge/slim';
import { Repo } from '@automerge/automerge-repo/slim';
import { beforeAll, expect, test, vi } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { createReplica, type Replica } from '../../src/replica/replica.ts';
import { bentChange } from '../support/bent-change.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { Publisher, signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { partitionedReplicas } from '../support/partitioned-replicas.ts';
import { randomOf } from '../support/random.ts';

const codec = parseModuleId('io.example.codec');
const path = catalogDocument(codec, FIRST_EPOCH);

let world: TestNamespace;
let old: readonly GenRecord[];
let fresh: readonly GenRecord[];

beforeAll(async () => {
  await automergeReady();
  world = await testNamespace();
  const alice = await signerNamed('alice');
  const publisher = new Publisher(
    world.namespace,
    codec,
    alice,
    (await world.grants(alice, codec)).capability,
  );
  const cards: GenRecord[] = [];
  for (let minor = 0; minor < 60; minor += 1) cards.push(await publisher.cards(`1.${minor}.0`));
  [old, fresh] = [cards.slice(0, 50), cards.slice(50)];
});

function deviceOver(storage = memoryStorage()) {
  const faults: unknown[] = [];
  const replica = createReplica(
    { repo: new Repo({ storage }), storage },
    world.namespace,
    FIRST_EPOCH,
    (_, cause) => faults.push(cause),
  );
  return { replica, storage, faults };
}

async function savedBy(replica: Replica): Promise<Uint8Array> {
  return Automerge.save((await replica.open(path)).handle.doc());
}

async function savedOld(): Promise<Uint8Array> {
  const { replica } = deviceOver();
  for (const card of old) await replica.add(path, [card]);
  return savedBy(replica);
}

const chunksOf = ({ chunks }: ReturnType<typeof memoryStorage>) =>
  [...chunks.values()].filter(({ key }) => key[1] === 'snapshot' || key[1] === 'incremental');

test('sync brings a seeded device only what it lacks, and the seeds of both ends are one document', async () => {
  const net = await partitionedReplicas(2, world.namespace, [path]);
  const [relay, device] = net.peers;
  if (relay === undefined || device === undefined) throw new Error('two were asked for');
  for (const card of old) await net.writes(0, path, [card]);
  await device.replica.seed(path, await savedBy(relay.replica));
  await net.writes(0, path, fresh);
  const judged = vi.spyOn(device.gate, 'judge');

  await net.settle();

  const verdicts = await Promise.all(judged.mock.results.map(({ value }) => value));
  expect(verdicts.reduce((sum, { added }) => sum + added.length, 0)).toBe(fresh.length);
  expect(await net.members(1)).toHaveLength(60);
  const heads = await Promise.all(
    net.peers.map(async ({ replica }) => (await replica.open(path)).handle.heads()),
  );
  expect(heads[0]).toEqual(heads[1]);
  await net.close();
});

test('seeded and unseeded replicas that write and exchange at random end with equal sets', async () => {
  const saved = await savedOld();
  const random = randomOf(7);
  const net = await partitionedReplicas(3, world.namespace, [path]);
  await net.peers[0]?.replica.seed(path, saved);
  await net.peers[1]?.replica.seed(path, saved);
  for (const card of fresh) {
    await net.writes(random.below(3), path, [card]);
    for (let step = 0; step < 10; step += 1) await net.stir(random);
  }
  await net.settle();
  for (const peer of [0, 1, 2]) {
    const ids = (await net.members(peer)).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set([...old, ...fresh].map(({ id }) => id)));
  }
  await net.close();
});

test('the gate of a seeded device refuses what it would refuse of another', async () => {
  const net = await partitionedReplicas(2, world.namespace, [path]);
  await net.peers[1]?.replica.seed(path, await savedOld());
  const forged = { ...(fresh[0] as GenRecord), id: old[0]?.id as GenRecord['id'] };
  await net.writes(0, path, [forged]);
  await expect(net.settle()).rejects.toMatchObject({ reason: 'operation' });
  await net.close();
});

test('a device that has begun a document keeps its own', async () => {
  const saved = await savedOld();
  const { replica, storage } = deviceOver();
  await replica.add(path, fresh);
  expect(await replica.seed(path, saved)).toBe(false);
  expect((await replica.open(path)).members.size).toBe(fresh.length);
  await replica.flush();
  const later = deviceOver(storage).replica;
  expect(await later.seed(path, saved)).toBe(false);
  expect((await later.open(path)).members.size).toBe(fresh.length);
});

test('whoever opens a document while it is seeded opens what it was seeded with', async () => {
  const saved = await savedOld();
  const { replica } = deviceOver();
  const [seeded, document] = await Promise.all([replica.seed(path, saved), replica.open(path)]);
  expect(seeded).toBe(true);
  expect(document.members.size).toBe(50);
});

test('a seed that storage does not take leaves a document that begins as any other', async () => {
  const { replica, storage } = deviceOver();
  const saved = await savedOld();
  vi.spyOn(storage, 'save').mockRejectedValueOnce(new Error('full'));
  await expect(replica.seed(path, saved)).rejects.toThrow('full');
  expect((await replica.open(path)).members.size).toBe(0);
});

test('a seed is kept over a kill, and gives way to what the repo saves itself', async () => {
  const { replica, storage } = deviceOver();
  await replica.seed(path, await savedOld());
  const killed = deviceOver(storage);
  await killed.replica.add(path, fresh);
  await killed.replica.flush();
  expect(chunksOf(storage)).toHaveLength(1);
  expect((await deviceOver(storage).replica.open(path)).members.size).toBe(60);
});

test('a kill between the saving of a document and the end of its seed loses nothing', async () => {
  const saved = await savedOld();
  const { replica, storage } = deviceOver();
  await replica.seed(path, saved);
  storage.remove = () => new Promise(() => undefined);
  await replica.add(path, fresh);
  void replica.flush();
  await vi.waitFor(() => expect(chunksOf(storage)).toHaveLength(2));
  const after = deviceOver(storage);
  expect((await after.replica.open(path)).members.size).toBe(60);
  expect(after.faults).toEqual([]);
});

test('what was opened and not changed is not written again', async () => {
  const { replica, storage } = deviceOver();
  await replica.seed(path, await savedOld());
  const later = deviceOver(storage).replica;
  await later.open(path);
  const saves = vi.spyOn(storage, 'save');
  await later.flush();
  await later.evict(path);
  expect(saves.mock.calls.filter(([key]) => key[1] === 'snapshot')).toEqual([]);
});

test('a seed that turns out unreadable is set aside, and the document begins anew', async () => {
  const { replica, faults } = deviceOver();
  await replica.seed(path, (await savedOld()).subarray(0, -20));
  expect((await replica.open(path)).members.size).toBe(0);
  expect(faults).toHaveLength(1);
});

test('a stored document whose operations are misnumbered, as an earlier gate let them be, begins anew', async () => {
  const { replica, storage, faults } = deviceOver();
  const [card] = old;
  if (card === undefined) throw new Error('no card');
  const made = Automerge.change(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
    draft.records[card.id] = card.bytes;
  });
  const change = Automerge.getLastLocalChange(made) ?? new Uint8Array();
  const [poisoned] = Automerge.applyChanges(Automerge.load(GENESIS), [bentChange(change, { startOp: 900 })]);
  await replica.seed(path, Automerge.save(poisoned));
  expect((await replica.open(path)).members.size).toBe(0);
  expect(faults).toEqual([expect.objectContaining({ reason: 'operation-number' })]);
  await replica.add(path, fresh);
  await replica.flush();
  const later = deviceOver(storage);
  expect((await later.replica.open(path)).members.size).toBe(fresh.length);
  expect(later.faults).toEqual([]);
});

test('a document that is discarded begins anew at once, and after a restart; what was under way to storage too', async () => {
  const { replica, storage } = deviceOver();
  await replica.seed(path, await savedOld());
  const document = await replica.open(path);
  await replica.add(path, fresh.slice(0, 1));
  const discarding = replica.discard(document);
  const anew = await replica.open(path);
  await discarding;
  expect(anew).not.toBe(document);
  expect(anew.members.size).toBe(0);
  await replica.discard(document);
  expect(await replica.open(path)).toBe(anew);
  await replica.add(path, fresh);
  await replica.flush();
  const later = deviceOver(storage);
  expect((await later.replica.open(path)).members.size).toBe(fresh.length);
  expect(later.faults).toEqual([]);
});

test('a discarded document is not begun with a file again', async () => {
  const { replica, storage } = deviceOver();
  const saved = await savedOld();
  await replica.seed(path, saved);
  await replica.discard(await replica.open(path));
  expect(await deviceOver(storage).replica.seed(path, saved)).toBe(false);
});

test('nothing of a stored document is listed as changed when it is opened: that took ten times as long', async () => {
  const { replica } = deviceOver();
  await replica.seed(path, await savedOld());
  const { handle } = await replica.open(path);
  const doc = handle.doc();
  const begun = Automerge.getHeads(Automerge.load(GENESIS));
  expect(Automerge.diff(doc, begun, Automerge.getHeads(doc))).toEqual([]);
});

test('a shard tells of each card that is added, once', async () => {
  const { replica } = deviceOver();
  await replica.seed(path, await savedOld());
  const document = await replica.open(path);
  const told: string[] = [];
  document.onAdded((added) => told.push(...added.map(({ id }) => id)));
  await replica.add(path, [...old.slice(0, 5), ...fresh]);
  await replica.add(path, fresh);
  expect(told.toSorted()).toEqual(fresh.map(({ id }) => id).toSorted());
  expect([...document.members.keys()]).toHaveLength(60);
  expect(document.members.get(fresh[0]?.id as GenRecord['id'])).toMatchObject({ path: fresh[0]?.path });
});
