import * as Automerge from '@automerge/automerge/slim';
import { Repo } from '@automerge/automerge-repo/slim';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import { memberIdOf } from '../../src/core/record/record.ts';
import { createGate, type Gate } from '../../src/replica/gate.ts';
import { GENESIS, RECORDS_OBJECT, type RecordsDocument } from '../../src/replica/genesis.ts';
import { HeldChanges } from '../../src/replica/held-changes.ts';
import type { OpenDocument } from '../../src/replica/open-document.ts';
import { createReplica } from '../../src/replica/replica.ts';
import { bentChange } from '../support/bent-change.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { Publisher, signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';

const codec = parseModuleId('io.example.codec');
type Doc = Automerge.Doc<RecordsDocument>;

let world: TestNamespace;
let granted: readonly Member[];
let alice: Publisher;
let gate: Gate;
let document: OpenDocument;
let held: HeldChanges;

beforeAll(async () => {
  await automergeReady();
  world = await testNamespace();
  const grant = await world.grants(await signerNamed('alice'), codec);
  granted = grant.members;
  alice = new Publisher(world.namespace, codec, await signerNamed('alice'), grant.capability);
});

beforeEach(async () => {
  const storage = memoryStorage();
  const replica = createReplica(
    { repo: new Repo({ storage }), storage },
    world.namespace,
    FIRST_EPOCH,
    () => undefined,
  );
  gate = createGate();
  held = new HeldChanges();
  document = await replica.open(moduleDocument(codec));
});

/** A chunk of the binary format around a body; its checksum is never looked at before its size. */
function chunkOf(type: number, body: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let left = body.length; length.length === 0 || left > 0; left = Math.floor(left / 128)) {
    length.push((left % 128) | (left >= 128 ? 0x80 : 0));
  }
  return Uint8Array.of(0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, type, ...length, ...body);
}

function leb128(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; bytes.length === 0 || left > 0; left = Math.floor(left / 128)) {
    bytes.push((left % 128) | (left >= 128 ? 0x80 : 0));
  }
  // A sixth bit would make the run a negative number.
  return ((bytes.at(-1) ?? 0) & 0x40) === 0 ? bytes : [...bytes.slice(0, -1), (bytes.at(-1) ?? 0) | 0x80, 0];
}

/** A change whose action column is one run of that many equal values. */
function bombOf(rows: number): Uint8Array {
  const column = [...leb128(rows), 1];
  const head = [0, 16, ...new Uint8Array(16), 1, 2, 0, 0, 0];
  return chunkOf(1, Uint8Array.of(...head, 1, 0x42, column.length, ...column));
}

function judge(sent: Uint8Array) {
  return gate.judge(document, sent, held);
}

function genesis(actor: string): Doc {
  return Automerge.load<RecordsDocument>(GENESIS, { actor: actor.repeat(32) });
}

function adds(doc: Doc, ...members: readonly Member[]): Doc {
  return Automerge.change(doc, (draft) => {
    for (const { id, bytes } of members) draft.records[id] = bytes;
  });
}

/** What a peer sends to somebody who holds the genesis only. */
function message(doc: Doc, changes = Automerge.getChanges(Automerge.load(GENESIS), doc)): Uint8Array {
  return Automerge.encodeSyncMessage({ heads: Automerge.getHeads(doc), need: [], have: [], changes });
}

const operation = { code: 'PermissionDenied', reason: 'operation' };

test('records are admitted with the chain that they stand through', async () => {
  const doc = adds(genesis('a'), ...granted, await alice.sets('name', 'Codec'));
  const { added, complete } = await judge(message(doc));
  expect(added).toHaveLength(4);
  expect(complete).toBe(true);
});

test('a whole-document chunk is judged like the changes it holds', async () => {
  const doc = adds(genesis('a'), ...granted, await alice.sets('name', 'Codec'));
  expect((await judge(message(doc, [Automerge.save(doc)]))).added).toHaveLength(4);
  const hostile = Automerge.change(doc, (draft) => {
    delete draft.records[granted[0]?.id ?? ''];
  });
  await expect(judge(message(hostile, [Automerge.save(hostile)]))).rejects.toMatchObject(operation);
});

test('a document that stands for a million operations is refused before it unfolds', async () => {
  const column = [...leb128(1_100_000), 1];
  const body = Uint8Array.of(0, 0, 0, 1, 0x42, column.length, ...column);
  const doc = adds(genesis('a'), ...granted);
  await expect(judge(message(doc, [chunkOf(0, body)]))).rejects.toMatchObject({ reason: 'change-rows' });
});

test('a hundred bytes that stand for a million operations are refused before they unfold', async () => {
  const few = Automerge.change(genesis('a'), (draft) => {
    for (const key of ['a', 'b', 'c']) (draft.records as Record<string, unknown>)[key] = null;
  });
  const [change] = Automerge.getChanges(Automerge.load(GENESIS), few);
  expect(change).toBeDefined();
  const bomb = bombOf(1_100_000);
  expect(bomb.length).toBeLessThan(200);
  await expect(judge(message(few, [bomb]))).rejects.toMatchObject({
    code: 'QuotaExceeded',
    reason: 'change-rows',
  });
});

test('a change that inflates without end is cut off', async () => {
  const body = new Uint8Array(64 * 1024 * 1024);
  const deflated = new Uint8Array(
    await new Response(
      new Blob([body]).stream().pipeThrough(new CompressionStream('deflate-raw')),
    ).arrayBuffer(),
  );
  const doc = adds(genesis('a'), ...granted);
  await expect(judge(message(doc, [chunkOf(2, deflated)]))).rejects.toMatchObject({ reason: 'change-size' });
});

test('two changes of one actor with one number are not both admitted', async () => {
  const one = adds(genesis('a'), ...granted);
  const other = adds(genesis('a'), ...granted.slice(0, 2));
  await judge(message(one));
  await expect(judge(message(other))).rejects.toMatchObject({ reason: 'actor-sequence' });
});

test('an empty change, and one with a counter that leaves no room, are refused', async () => {
  await expect(judge(message(Automerge.emptyChange(genesis('a'))))).rejects.toMatchObject(operation);
  const encoded = Automerge.encodeChange({
    actor: 'a'.repeat(32),
    seq: 1,
    startOp: 4_294_967_290,
    time: 0,
    message: null,
    deps: Automerge.getHeads(Automerge.load(GENESIS)),
    ops: [{ action: 'set', obj: RECORDS_OBJECT, key: 'x', value: 1, pred: [] }],
  } as unknown as Parameters<typeof Automerge.encodeChange>[0]);
  await expect(judge(message(genesis('a'), [encoded]))).rejects.toMatchObject(operation);
});

test('a record without its chain is refused, also when a concurrent change brings the chain', async () => {
  const record = await alice.sets('name', 'Codec');
  const alone = adds(genesis('b'), record);
  await expect(judge(message(alone))).rejects.toMatchObject({ reason: 'credential-unknown' });

  const chains = adds(genesis('a'), ...granted);
  await judge(message(chains));
  await expect(judge(message(alone))).rejects.toMatchObject({ reason: 'credential-unknown' });
  const after = adds(Automerge.merge(genesis('c'), chains), record);
  expect((await judge(message(after))).added).toHaveLength(1);
});

test('every flipped bit of a record is refused', async () => {
  const chains = adds(genesis('a'), ...granted);
  await judge(message(chains));
  const { bytes } = await alice.sets('name', 'Codec');
  for (let bit = 0; bit < bytes.length * 8; bit += 41) {
    const flipped = Uint8Array.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const doc = Automerge.change(Automerge.merge(genesis('b'), chains), (draft) => {
      draft.records[memberIdOf(flipped)] = flipped;
    });
    await expect(judge(message(doc))).rejects.toMatchObject({ name: 'GenError' });
  }
});

test.each<[string, (doc: Doc, member: Member) => Doc]>([
  [
    'a delete',
    (doc, { id }) =>
      Automerge.change(doc, (draft) => {
        delete draft.records[id];
      }),
  ],
  [
    'an overwrite',
    (doc, { id }) =>
      Automerge.change(doc, (draft) => {
        draft.records[id] = Uint8Array.of(1);
      }),
  ],
  [
    "a key that is not its value's id",
    (doc, { bytes }) =>
      Automerge.change(doc, (draft) => {
        draft.records['x'] = bytes;
      }),
  ],
  [
    'another records map',
    (doc) =>
      Automerge.change(doc, (draft) => {
        draft.records = {};
      }),
  ],
  [
    'something beside the records',
    (doc) =>
      Automerge.change(doc, (draft) => {
        (draft as unknown as Record<string, string>)['note'] = 'x';
      }),
  ],
  [
    'text in place of bytes',
    (doc) =>
      Automerge.change(doc, (draft) => {
        (draft.records as unknown as Record<string, string>)['x'] = 'x';
      }),
  ],
])('%s is refused, and nothing of its message is admitted', async (_, act) => {
  const honest = adds(genesis('a'), ...granted);
  const [first] = granted;
  if (first === undefined) throw new Error('no member');
  await expect(judge(message(act(honest, first)))).rejects.toMatchObject(operation);
});

test('write-and-undo is refused although the merged state shows nothing', async () => {
  const honest = adds(genesis('a'), ...granted);
  const written = Automerge.change(honest, (draft) => {
    draft.records['x'] = Uint8Array.of(1);
  });
  const undone = Automerge.change(written, (draft) => {
    delete draft.records['x'];
  });
  await expect(judge(message(undone))).rejects.toMatchObject(operation);
});

test('a child waits for its parent, which is asked for by name, and both are handed on together', async () => {
  const parent = adds(genesis('a'), ...granted);
  const child = adds(parent, await alice.sets('name', 'Codec'));
  const early = await judge(message(child, Automerge.getChanges(parent, child)));
  expect(early.added).toEqual([]);
  expect(early.complete).toBe(false);
  expect(Automerge.decodeSyncMessage(early.forward).changes).toEqual([]);
  expect(Automerge.decodeSyncMessage(early.ask ?? new Uint8Array()).need).toEqual(Automerge.getHeads(parent));

  const late = await judge(message(parent));
  expect(late.added).toHaveLength(4);
  expect(late.ask).toBeUndefined();
  expect(Automerge.decodeSyncMessage(late.forward).changes).toHaveLength(2);
});

test('a child that is hostile is refused when its parent comes, not before it can be judged', async () => {
  const parent = adds(genesis('a'), ...granted.slice(0, 1));
  const child = adds(parent, await alice.sets('name', 'Codec'));
  await judge(message(child, Automerge.getChanges(parent, child)));
  await expect(judge(message(parent))).rejects.toMatchObject({ reason: 'credential-unknown' });
});

const offNumber = { code: 'PermissionDenied', reason: 'operation-number' };

function lastOf(doc: Doc): Uint8Array {
  const change = Automerge.getLastLocalChange(doc);
  if (change === undefined) throw new Error('no change');
  return change;
}

test.each([1, 3, 2 ** 30, 2 ** 31])(
  'a change whose operations are numbered from %d, not on from its past, is refused',
  async (startOp) => {
    const made = adds(genesis('b'), ...granted);
    await expect(judge(message(genesis('b'), [bentChange(lastOf(made), { startOp })]))).rejects.toMatchObject(
      offNumber,
    );
    expect((await judge(message(made))).added).toHaveLength(3);
  },
);

test('numbers go on from the highest of all that a change has in its past, also where histories met', async () => {
  const long = adds(adds(genesis('a'), ...granted.slice(0, 2)), ...granted.slice(2));
  const short = adds(genesis('b'), ...granted.slice(0, 1));
  const met = adds(
    Automerge.merge(Automerge.clone(short, { actor: 'c'.repeat(32) }), long),
    await alice.sets('name', 'Codec'),
  );
  const before = Automerge.getChanges(Automerge.load(GENESIS), Automerge.merge(Automerge.clone(long), short));
  for (const startOp of [3, 4, 6]) {
    const bent = bentChange(lastOf(met), { startOp });
    await expect(judge(message(met, [...before, bent]))).rejects.toMatchObject(offNumber);
  }
  expect(await judge(message(met))).toMatchObject({ complete: true });
});

test('a change that waits for its parent is held to the number of that parent', async () => {
  const parent = adds(genesis('a'), ...granted);
  const first = message(parent);
  const child = adds(parent, await alice.sets('name', 'Codec'));
  await judge(message(child, [bentChange(lastOf(child), { startOp: 2 })]));
  await expect(judge(first)).rejects.toMatchObject(offNumber);
});

test('a change without a past is refused', async () => {
  const made = adds(genesis('a'), ...granted);
  const bent = bentChange(lastOf(made), { deps: [], startOp: 1 });
  await expect(judge(message(genesis('a'), [bent]))).rejects.toMatchObject(offNumber);
});

test('a change that names an actor of no use is refused: Automerge would give up over it', async () => {
  const made = adds(genesis('a'), ...granted);
  for (const actor of [new Uint8Array(16), new Uint8Array(16).fill(0xf9)]) {
    const bent = bentChange(lastOf(made), { actor });
    await expect(judge(message(genesis('a'), [bent]))).rejects.toMatchObject(operation);
  }
});

test('an operation that says to follow another is refused: Automerge would give up over one it does not know', async () => {
  const [first] = granted;
  if (first === undefined) throw new Error('nothing was granted');
  const wrong = Automerge.change(genesis('f'), (draft) => {
    draft.records[first.id] = Uint8Array.of(1);
  });
  const over = adds(Automerge.load<RecordsDocument>(Automerge.save(wrong), { actor: 'e'.repeat(32) }), first);
  const deps = Automerge.getHeads(Automerge.load(GENESIS));
  const bent = bentChange(lastOf(over), { deps, startOp: 2 });
  await expect(judge(message(genesis('e'), [bent]))).rejects.toMatchObject(operation);
});

test('the verdict is the same for a replica that holds a concurrent change', async () => {
  const chains = adds(genesis('a'), ...granted);
  const child = adds(chains, await alice.sets('name', 'Codec'));
  document.handle.change((draft) => {
    const [first] = granted;
    if (first !== undefined) draft.records[first.id] = first.bytes;
  });
  expect((await judge(message(child))).complete).toBe(true);
});

test('a message that is refused leaves nothing behind: its honest part is judged again', async () => {
  const chains = adds(genesis('a'), ...granted);
  const honest = message(chains);
  const unsigned = Uint8Array.from((await alice.sets('name', 'Codec')).bytes);
  unsigned[unsigned.length - 1] = (unsigned.at(-1) ?? 0) ^ 1;
  const hostile = Automerge.change(chains, (draft) => {
    draft.records[memberIdOf(unsigned)] = unsigned;
  });
  await expect(judge(message(hostile))).rejects.toMatchObject({ reason: 'record-signature' });
  expect((await judge(honest)).added).toHaveLength(3);
});

test('a record of another module is refused in this document', async () => {
  const other = parseModuleId('io.example.other');
  const grant = await world.grants(alice.signer, other);
  const stranger = new Publisher(world.namespace, other, alice.signer, grant.capability);
  const doc = adds(genesis('a'), ...grant.members.slice(0, 2), await stranger.sets('name', 'Other'));
  await expect(judge(message(doc))).rejects.toMatchObject({ reason: 'document' });
});

test('garbage in place of a message, a chunk or a change is a typed refusal', async () => {
  const doc = adds(genesis('a'), ...granted);
  const [change] = Automerge.getChanges(Automerge.load(GENESIS), doc);
  if (change === undefined) throw new Error('no change');
  const cut = change.subarray(0, change.length - 3);
  const bent = Uint8Array.from(change);
  bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1;
  await expect(judge(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({
    reason: 'sync-message',
  });
  for (const chunk of [cut, bent, Uint8Array.of(0x85, 0x6f)]) {
    await expect(judge(message(doc, [chunk]))).rejects.toMatchObject({ code: 'InvalidInput' });
  }
});

test.each([
  ['a filter that is looked up four thousand million times', [1, 10, 255, 255, 255, 255, 15, 0, 0]],
  ['a filter of no bits', [1, 0, 7]],
  ['a filter of more bits than it has entries', [1, 65, 7, ...new Uint8Array(9)]],
])('%s is refused before it is asked', async (_what, bloom) => {
  const have = [{ lastSync: [], bloom: Uint8Array.from(bloom) }];
  const sent = Automerge.encodeSyncMessage({ heads: [], need: [], have, changes: [] });
  await expect(judge(sent)).rejects.toMatchObject({ code: 'InvalidInput', reason: 'sync-message' });
});

test('a change that is needed twice is refused: Automerge would give up the document', async () => {
  const [hash = ''] = Automerge.getHeads(document.handle.doc());
  const sent = Automerge.encodeSyncMessage({ heads: [], need: [hash, hash], have: [], changes: [] });
  await expect(judge(sent)).rejects.toMatchObject({ reason: 'sync-message' });
  expect(
    await judge(Automerge.encodeSyncMessage({ heads: [], need: [hash], have: [], changes: [] })),
  ).toMatchObject({
    complete: true,
  });
});
