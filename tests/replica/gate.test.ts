import * as Automerge from '@automerge/automerge/slim';
import { Repo } from '@automerge/automerge-repo/slim';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import { createGate, type Gate } from '../../src/replica/gate.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import type { OpenDocument } from '../../src/replica/open-document.ts';
import { createReplica } from '../../src/replica/replica.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { Publisher, signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';

const codec = parseModuleId('io.example.codec');
type Doc = Automerge.Doc<RecordsDocument>;

let world: TestNamespace;
let granted: readonly Member[];
let alice: Publisher;
let gate: Gate;
let document: OpenDocument;

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
  document = await replica.open(moduleDocument(codec));
});

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
  const { added, complete } = await gate.judge(document, message(doc));
  expect(added).toHaveLength(4);
  expect(complete).toBe(true);
});

test('a whole-document chunk is judged like the changes it holds', async () => {
  const doc = adds(genesis('a'), ...granted, await alice.sets('name', 'Codec'));
  expect((await gate.judge(document, message(doc, [Automerge.save(doc)]))).added).toHaveLength(4);
  const hostile = Automerge.change(doc, (draft) => {
    delete draft.records[granted[0]?.id ?? ''];
  });
  await expect(
    createGate().judge(document, message(hostile, [Automerge.save(hostile)])),
  ).rejects.toMatchObject(operation);
});

test('a record without its chain is refused, also when a concurrent change brings the chain', async () => {
  const record = await alice.sets('name', 'Codec');
  const alone = adds(genesis('b'), record);
  await expect(gate.judge(document, message(alone))).rejects.toMatchObject({ reason: 'credential-unknown' });

  const chains = adds(genesis('a'), ...granted);
  await gate.judge(document, message(chains));
  await expect(gate.judge(document, message(alone))).rejects.toMatchObject({ reason: 'credential-unknown' });
  const after = adds(Automerge.merge(genesis('c'), chains), record);
  expect((await gate.judge(document, message(after))).added).toHaveLength(1);
});

test('every flipped bit of a record is refused', async () => {
  const chains = adds(genesis('a'), ...granted);
  await gate.judge(document, message(chains));
  const { bytes } = await alice.sets('name', 'Codec');
  for (let bit = 0; bit < bytes.length * 8; bit += 41) {
    const flipped = Uint8Array.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const { memberIdOf } = await import('../../src/core/record/record.ts');
    const doc = Automerge.change(Automerge.merge(genesis('b'), chains), (draft) => {
      draft.records[memberIdOf(flipped)] = flipped;
    });
    await expect(gate.judge(document, message(doc))).rejects.toMatchObject({ name: 'GenError' });
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
  await expect(gate.judge(document, message(act(honest, first)))).rejects.toMatchObject(operation);
});

test('write-and-undo is refused although the merged state shows nothing', async () => {
  const honest = adds(genesis('a'), ...granted);
  const written = Automerge.change(honest, (draft) => {
    draft.records['x'] = Uint8Array.of(1);
  });
  const undone = Automerge.change(written, (draft) => {
    delete draft.records['x'];
  });
  await expect(gate.judge(document, message(undone))).rejects.toMatchObject(operation);
});

test('a child without its parent is told apart, so that the sync can begin anew', async () => {
  const parent = adds(genesis('a'), ...granted);
  const child = adds(parent, await alice.sets('name', 'Codec'));
  const only = Automerge.getChanges(parent, child);
  await expect(gate.judge(document, message(child, only))).rejects.toMatchObject({
    reason: 'missing-dependencies',
  });
});

test('a record of another module is refused in this document', async () => {
  const other = parseModuleId('io.example.other');
  const grant = await world.grants(alice.signer, other);
  const stranger = new Publisher(world.namespace, other, alice.signer, grant.capability);
  const doc = adds(genesis('a'), ...grant.members.slice(0, 2), await stranger.sets('name', 'Other'));
  await expect(gate.judge(document, message(doc))).rejects.toMatchObject({ reason: 'document' });
});

test('garbage in place of a message, a chunk or a change is a typed refusal', async () => {
  const doc = adds(genesis('a'), ...granted);
  const [change] = Automerge.getChanges(Automerge.load(GENESIS), doc);
  if (change === undefined) throw new Error('no change');
  const cut = change.subarray(0, change.length - 3);
  const bent = Uint8Array.from(change);
  bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1;
  await expect(gate.judge(document, Uint8Array.of(1, 2, 3))).rejects.toMatchObject({
    reason: 'sync-message',
  });
  for (const chunk of [cut, bent, Uint8Array.of(0x85, 0x6f)]) {
    await expect(gate.judge(document, message(doc, [chunk]))).rejects.toMatchObject({ code: 'InvalidInput' });
  }
});
