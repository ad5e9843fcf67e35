import { beforeAll, expect, test } from 'vitest';
import { parseMicros, parseModuleId, sha256Of } from '../../src/core/ids.ts';
import { sha256 } from '../../src/core/hash.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import type { ModuleAggregate } from '../../src/core/view/aggregate.ts';
import {
  aggregatesMessage,
  encodeAggregates,
  encodeIndex,
  isPart,
  readAggregates,
  verifyAggregates,
  type AggregateIndex,
  type ServedAggregates,
} from '../../src/core/view/signed-aggregates.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { signerNamed, START, testNamespace, type TestNamespace } from '../support/namespace.ts';

const now = parseMicros(START + 60_000_000);
let world: TestNamespace;
let [relay, other]: Signer[] = [];
beforeAll(async () => {
  world = await testNamespace();
  [relay, other] = [await signerNamed('relay'), await signerNamed('other')];
});

const codec: ModuleAggregate = {
  id: parseModuleId('io.example.codec'),
  downloads: 12,
  installs: 7,
  ratings: [1, 0, 0, 2, 9],
  trusted: [0, 0, 0, 1, 3],
};
const listed = [codec, { ...codec, id: parseModuleId('io.example.other'), installs: 12 }];
const part = encodeAggregates(listed);

async function served(change: Partial<AggregateIndex> = {}, by = relay as Signer): Promise<ServedAggregates> {
  const index = encodeIndex({
    namespace: world.namespace,
    time: parseMicros(START),
    invited: [(other as Signer).did],
    parts: [sha256Of(sha256(part))],
    ...change,
  });
  return { index, signature: await by.sign(aggregatesMessage(index)), parts: [part] };
}

const believed = (table: ServedAggregates) =>
  verifyAggregates(table, { namespace: world.namespace, relay: (relay as Signer).did, now });

test('what the pinned relay signed is read as it was written', async () => {
  const table = await served();
  const index = await believed(table);
  expect(index).toEqual({
    namespace: world.namespace,
    time: START,
    invited: [(other as Signer).did],
    parts: [sha256Of(sha256(part))],
  });
  expect(isPart(index, 0, part)).toBe(true);
  expect(readAggregates(part)).toEqual(listed);
});

test('another’s signature, another namespace, one bit, or one part too many are no table', async () => {
  await expect(believed(await served({}, other))).rejects.toMatchObject({ reason: 'aggregates' });
  const elsewhere = await testNamespace('elsewhere');
  await expect(believed(await served({ namespace: elsewhere.namespace }))).rejects.toMatchObject({
    code: 'InvalidInput',
  });
  const table = await served();
  for (let at = 0; at < table.index.length; at += 7) {
    const index = Uint8Array.from(table.index);
    index[at] = (index[at] ?? 0) ^ 1;
    await expect(believed({ ...table, index })).rejects.toMatchObject({ code: 'SignatureInvalid' });
  }
  await expect(believed({ ...table, parts: [part, part] })).rejects.toMatchObject({ code: 'InvalidInput' });
  await expect(believed(await served({ time: parseMicros(now + 3_600_000_000) }))).rejects.toMatchObject({
    reason: 'aggregates-ahead',
  });
});

test('a part that was changed, or stands at another place, is not the one that was signed', async () => {
  const index = await believed(await served());
  expect(isPart(index, 1, part)).toBe(false);
  expect(isPart(index, 0, encodeAggregates([codec]))).toBe(false);
});

const row = [codec.id, 12, 7, codec.ratings, codec.trusted];
const IMPOSSIBLE: readonly (readonly [string, unknown])[] = [
  ['a count below nothing', [[codec.id, -1, 0, codec.ratings, codec.trusted]]],
  ['a half', [[codec.id, 1.5, 0, codec.ratings, codec.trusted]]],
  ['more than a number holds', [[codec.id, 2 ** 53, 0, codec.ratings, codec.trusted]]],
  ['six kinds of stars', [[codec.id, 12, 7, [0, 0, 0, 0, 0, 0], codec.trusted]]],
  ['a module twice', [row, row]],
  ['another order', [['io.example.z', 0, 0, codec.ratings, codec.trusted], row]],
  ['no id', [['No Id', 12, 7, codec.ratings, codec.trusted]]],
  ['a row too short', [[codec.id, 12, 7, codec.ratings]]],
  ['no rows', { rows: [] }],
];

test.each(IMPOSSIBLE)('nobody can sign away %s', (_, content) => {
  expect(() => readAggregates(encodeCanonical(content))).toThrow();
});

test.each([
  ['more installed than fetched', [codec.id, 6, 7, codec.ratings, codec.trusted]],
  ['more trusted raters than raters', [codec.id, 12, 7, codec.ratings, [0, 0, 0, 3, 0]]],
])('a row with %s is passed over, and takes no other with it', (_, impossible) => {
  const next = { ...codec, id: parseModuleId('io.example.zz') };
  const rows = [impossible, [next.id, 12, 7, codec.ratings, codec.trusted]];
  expect(readAggregates(encodeCanonical(rows)).map(({ id }) => id)).toEqual([next.id]);
});

test('more rows, parts or invited people than there can be are refused', async () => {
  const many = Array.from({ length: 16_385 }, (_, nth) => ({
    ...codec,
    id: parseModuleId(`io.example.m${String(nth).padStart(6, '0')}`),
  }));
  expect(() => readAggregates(encodeAggregates(many))).toThrow(
    expect.objectContaining({ reason: 'aggregates' }),
  );
  const hash = sha256Of(sha256(part));
  await expect(
    believed(await served({ parts: Array.from({ length: 257 }, () => hash) })),
  ).rejects.toMatchObject({ reason: 'aggregates' });
});
