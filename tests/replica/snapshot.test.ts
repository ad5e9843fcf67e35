import * as Automerge from '@automerge/automerge/slim';
import { encodeHeads } from '@automerge/automerge-repo/slim';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH, type DocumentAddress } from '../../src/core/record/document.ts';
import { capabilityMember } from '../../src/core/record/member.ts';
import { decodeRecord, encodeRecord, memberIdOf, type GenRecord } from '../../src/core/record/record.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { admitSnapshot, cardsAhead } from '../../src/replica/snapshot.ts';
import { bentChange } from '../support/bent-change.ts';
import { Publisher, signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';

const codec = parseModuleId('io.example.codec');
type Doc = Automerge.Doc<RecordsDocument>;

let world: TestNamespace;
let publisher: Publisher;
let address: DocumentAddress;
let first: GenRecord;
let second: GenRecord;
let others: readonly GenRecord[];
let honest: Doc;

beforeAll(async () => {
  await automergeReady();
  world = await testNamespace();
  publisher = await publisherIn(world);
  address = { namespace: world.namespace, epoch: FIRST_EPOCH, path: catalogDocument(codec, FIRST_EPOCH) };
  first = await publisher.cards('1.0.0');
  second = await publisher.cards('1.1.0');
  others = await Promise.all(['2.0.0', '3.0.0', '10.20.30', '4.0.0'].map((v) => publisher.cards(v)));
});

beforeEach(() => {
  honest = adds(genesis('a'), first, second);
});

async function publisherIn({ namespace, grants }: TestNamespace, id = codec): Promise<Publisher> {
  const alice = await signerNamed('alice');
  return new Publisher(namespace, id, alice, (await grants(alice, id)).capability);
}

function genesis(actor: string): Doc {
  return Automerge.load<RecordsDocument>(GENESIS, { actor: actor.repeat(32) });
}

function adds(doc: Doc, ...records: readonly GenRecord[]): Doc {
  return Automerge.change(Automerge.clone(doc), (draft) => {
    for (const { id, bytes } of records) draft.records[id] = bytes;
  });
}

function puts(doc: Doc, key: string, value: unknown): Doc {
  return Automerge.change(Automerge.clone(doc), (draft) => {
    (draft.records as Record<string, unknown>)[key] = value;
  });
}

const admitted = (doc: Doc) => admitSnapshot(address, Automerge.save(doc));
const operation = { code: 'PermissionDenied', reason: 'operation' };

test('every card of an honest shard is admitted, with the heads that it stands for', async () => {
  const { cards, heads } = await admitted(honest);
  expect(new Set(cards.map(({ id }) => id))).toEqual(new Set([first.id, second.id]));
  expect(heads).toEqual(encodeHeads(Automerge.getHeads(honest)));
});

test('others get their turn between the pieces of an admission, which says the same', async () => {
  let turns = 0;
  const pause = async (): Promise<void> => {
    turns += 1;
  };
  const bytes = Automerge.save(honest);
  expect(await admitSnapshot(address, bytes, pause)).toEqual(await admitSnapshot(address, bytes));
  expect(turns).toBeGreaterThan(0);
});

const idsOf = (cards: readonly GenRecord[]) => new Set(cards.map(({ id }) => id));

test.each<[string, () => Doc]>([
  ['nothing', () => genesis('a')],
  ['two cards', () => honest],
  ['the same card by two', () => Automerge.merge(honest, adds(genesis('b'), first))],
  ['cards of one length and of others', () => adds(honest, ...others)],
])('the cards ahead of an admission are those that are admitted: %s', async (_, doc) => {
  const saved = Automerge.save(doc());
  const ahead = await cardsAhead(address, saved);
  expect(idsOf(ahead)).toEqual(idsOf((await admitSnapshot(address, saved)).cards));
  for (const card of ahead) expect(decodeRecord(card.bytes)).toEqual(card);
});

test('ahead of an admission nothing is taken but cards that belong there, whatever the file holds', async () => {
  const saved = Automerge.save(honest);
  let taken = 0;
  for (let bit = 0; bit < saved.length * 8; bit += 5) {
    const flipped = Uint8Array.from(saved);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const cards = await cardsAhead(address, flipped).catch((thrown: unknown) => {
      expect(thrown).toMatchObject({ name: 'GenError' });
      return [];
    });
    taken += cards.length;
    for (const { id, bytes, path } of cards) {
      expect(memberIdOf(bytes)).toBe(id);
      expect(catalogDocument(parseModuleId(path.slice(1, -2).join('.')), FIRST_EPOCH)).toBe(address.path);
    }
  }
  expect(taken).toBeGreaterThan(0);
  await expect(
    cardsAhead(address, Automerge.save(puts(honest, 'x', Uint8Array.of(1)))),
  ).rejects.toMatchObject({ name: 'GenError' });
});

test('a shard of which nothing was listed yet is admitted', async () => {
  expect((await admitted(genesis('a'))).cards).toEqual([]);
});

test('two that added the same card apart made one, as at the gate', async () => {
  const both = Automerge.merge(adds(genesis('a'), first, second), adds(genesis('b'), first));
  expect((await admitted(both)).cards).toHaveLength(2);
  const again = adds(honest, first);
  expect((await admitted(again)).cards).toHaveLength(2);
});

test.each<[string, () => Doc]>([
  ['a card that was overwritten', () => puts(honest, first.id, Uint8Array.of(1))],
  ['a card that was overwritten and put back', () => adds(puts(honest, first.id, Uint8Array.of(1)), first)],
  [
    'a card that was deleted',
    () =>
      Automerge.change(honest, (draft) => {
        delete draft.records[first.id];
      }),
  ],
  [
    'what was written and undone',
    () =>
      Automerge.change(puts(honest, 'x', Uint8Array.of(1)), (draft) => {
        delete draft.records['x'];
      }),
  ],
  ["a key that is not its value's id", () => puts(honest, 'x', first.bytes)],
  ['text in place of bytes', () => puts(honest, first.id, new Automerge.ImmutableString('x'))],
  ['a map in place of bytes', () => puts(honest, 'x', {})],
  [
    'something beside the records',
    () =>
      Automerge.change(honest, (draft) => {
        (draft as unknown as Record<string, unknown>)['note'] = {};
      }),
  ],
  [
    'another records map',
    () =>
      Automerge.change(honest, (draft) => {
        draft.records = {};
      }),
  ],
  [
    'another genesis',
    () => Automerge.from<RecordsDocument & Record<string, unknown>>({ records: { [first.id]: first.bytes } }),
  ],
  [
    'a change with a message',
    () =>
      Automerge.change(
        honest,
        { message: 'x' },
        (draft) => void (draft.records[memberIdOf(Uint8Array.of(1))] = Uint8Array.of(1)),
      ),
  ],
  ['an empty change', () => Automerge.emptyChange(honest)],
])('%s is refused', async (_, hostile) => {
  await expect(admitted(hostile())).rejects.toMatchObject(operation);
});

test('operations that are not numbered on from their past are refused', async () => {
  const change = Automerge.getLastLocalChange(adds(genesis('b'), first));
  if (change === undefined) throw new Error('no change');
  const [doc] = Automerge.applyChanges(genesis('a'), [bentChange(change, { startOp: 1000 })]);
  await expect(admitted(doc)).rejects.toMatchObject({ code: 'PermissionDenied', reason: 'operation-number' });
});

test('the loser of two concurrent writes is seen', async () => {
  const key = memberIdOf(Uint8Array.of(7));
  const merged = Automerge.merge(adds(genesis('a'), first), puts(genesis('b'), first.id, Uint8Array.of(7)));
  await expect(admitted(merged)).rejects.toMatchObject({ code: 'PermissionDenied' });
  await expect(admitted(puts(honest, key, Uint8Array.of(7)))).rejects.toMatchObject({ code: 'InvalidInput' });
});

test('a card of another namespace, or of another shard, is refused', async () => {
  const foreign = await (await publisherIn(await testNamespace('other'))).cards('1.0.0');
  await expect(admitted(adds(honest, foreign))).rejects.toMatchObject({ reason: 'namespace' });
  const elsewhere = await (await publisherIn(world, parseModuleId('io.example.elsewhere'))).cards('1.0.0');
  await expect(admitted(adds(honest, elsewhere))).rejects.toMatchObject({ reason: 'document' });
});

test('nothing but cards without a credential is admitted', async () => {
  const alice = await signerNamed('alice');
  const { capability, members } = await world.grants(alice, codec);
  await expect(admitted(puts(honest, capability.id, capability.bytes))).rejects.toMatchObject({
    code: 'InvalidInput',
  });
  const whole = capabilityMember(capability.capability);
  await expect(admitted(puts(honest, whole.id, whole.bytes))).rejects.toMatchObject({ code: 'InvalidInput' });
  const release = members.find((member) => member.member === 'record');
  await expect(admitted(adds(honest, release as GenRecord))).rejects.toMatchObject({ reason: 'document' });
  const withCredential = decodeRecord(
    encodeRecord({ ...first, credential: new Uint8Array(32) }, first.signature),
  );
  await expect(admitted(adds(honest, withCredential))).rejects.toMatchObject({ reason: 'card-credential' });
});

test('a receipt of the shard is no card', async () => {
  const [, receipt] = await world.receipts(address.path, 1, [first]);
  await expect(admitted(adds(honest, receipt as GenRecord))).rejects.toMatchObject({ reason: 'document' });
});

test('a signature is not looked at: that comes after', async () => {
  const forged = decodeRecord(encodeRecord({ ...first, credential: new Uint8Array() }, new Uint8Array(64)));
  expect((await admitted(adds(honest, forged))).cards).toHaveLength(3);
});

test('no flipped bit of a saved shard does anything but be refused, or change a signature', async () => {
  const saved = Automerge.save(honest);
  for (let bit = 0; bit < saved.length * 8; bit += 37) {
    const flipped = Uint8Array.from(saved);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await expect(admitSnapshot(address, flipped)).rejects.toMatchObject({ name: 'GenError' });
  }
});

test('what is cut off, followed by something, or no document at all is refused', async () => {
  const saved = Automerge.save(honest);
  const [change = saved] = Automerge.getChanges(genesis('b'), honest);
  const others = [saved.subarray(0, -1), saved.subarray(0, 5), new Uint8Array(), change];
  for (const bytes of [...others, Uint8Array.from([...saved, ...saved])]) {
    await expect(admitSnapshot(address, bytes)).rejects.toMatchObject({ code: 'InvalidInput' });
  }
});

test('a file that stands for far more than it holds is refused before it unfolds', async () => {
  // A document chunk whose action column is one run of 1,100,000 values.
  const column = [0xe0, 0x91, 0xc3, 0x00, 1];
  const body = [0, 0, 0, 1, 0x42, column.length, ...column];
  const bomb = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 0, body.length, ...body);
  await expect(admitSnapshot(address, bomb)).rejects.toMatchObject({ reason: 'change-rows' });
});
