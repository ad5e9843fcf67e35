import { beforeEach, expect, test } from 'vitest';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { createCatalogue, type Catalogue } from '../../src/app/catalogue.ts';
import { toHex } from '../../src/core/bytes.ts';
import { keptCatalogue } from '../../src/cli/catalogue-documents.ts';
import { shelveShard } from '../../src/cli/shelve-shard.ts';
import { parseMicros } from '../../src/core/ids.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import type { RelayClient } from '../../src/ports/relay-client.ts';
import type { Tables } from '../../src/ports/tables.ts';
import { shardOfId, signedCard } from '../support/cards.ts';
import { START, testNamespace } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

const id = 'io.example.codec';
const path = shardOfId(id);
const now = parseMicros(START + 60_000_000);
const signal = new AbortController().signal;

let tables: Tables;
let first: GenRecord;
let second: GenRecord;

beforeEach(async () => {
  tables = memoryTables();
  const world = await testNamespace();
  const pin = { namespace: toHex(world.namespace), relay: world.root.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  first = await signedCard(id, { n: 'First' });
  second = await signedCard(id, { n: 'Second', v: '2.0.0' }, { at: START + 5 });
});

/** What a command shows that finds the relay like this. */
async function shown(document: RelayClient['document']): Promise<string[]> {
  const { namespace } = await testNamespace();
  const catalogue = createCatalogue();
  const relay = { ...NO_RELAY, document };
  await shelveShard({ tables, relay, namespace, clock: () => now }, catalogue, path, signal);
  return names(catalogue);
}

const names = (catalogue: Catalogue): string[] => [...catalogue.modules()].map(({ name }) => name);
const holding =
  (etag: string, cards: readonly GenRecord[]): RelayClient['document'] =>
  async (_path, known) =>
    known === etag ? 'unchanged' : { etag, members: cards.map(({ bytes }) => bytes) };

test('a shard that has not changed comes from its row, and no card of it is read', async () => {
  expect(await shown(holding('"1"', [first]))).toEqual(['First']);
  const unreadable = { path, etag: '"1"', members: [Uint8Array.of(1)] };
  await tables.write([{ table: 'documents', put: unreadable }]);

  expect(await shown(holding('"1"', [first]))).toEqual(['First']);
  expect(names(await keptCatalogue(tables, now))).toEqual(['First']);
});

test('a shard that has changed is read anew, and its row with it', async () => {
  await shown(holding('"1"', [first]));

  expect(await shown(holding('"2"', [first, second]))).toEqual(['Second']);
  expect(await tables.get('shards', path)).toMatchObject({ heads: ['"2"'] });
});

test('without a network a shard is as it was kept', async () => {
  await shown(holding('"1"', [first]));
  expect(await shown(NO_RELAY.document)).toEqual(['First']);
});

test('a row that does not fit is made anew of the document', async () => {
  await shown(holding('"1"', [first]));
  const row = await tables.get('shards', path);
  await tables.write([{ table: 'shards', put: { ...row, cards: {} } as never }]);

  expect(await shown(holding('"1"', [first]))).toEqual(['First']);
  expect(await tables.get('shards', path)).toMatchObject({ cards: { names: ['First'] } });
});

test.each<[string, object]>([
  ['of another namespace', { namespace: 'ab'.repeat(32) }],
  ['without heads', { heads: undefined }],
])('a row %s is made anew of the document', async (_, change) => {
  await shown(holding('"1"', [first]));
  const row = await tables.get('shards', path);
  await tables.write([{ table: 'shards', put: { ...row, ...change } as never }]);
  const kept = { path, etag: '"1"', members: [second.bytes] };
  await tables.write([{ table: 'documents', put: kept }]);

  expect(names(await keptCatalogue(tables, now))).toEqual(['Second']);
  expect(await shown(holding('"1"', [first]))).toEqual(['Second']);
  expect(await tables.get('shards', path)).toMatchObject({ cards: { names: ['Second'] } });
});
