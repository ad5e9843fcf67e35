import { expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { chunkKey } from '../../src/app/chunks.ts';
import { broughtWrite } from '../../src/app/brought-blobs.ts';
import { collectOrphans } from '../../src/app/orphans.ts';
import { sha256 } from '../../src/core/hash.ts';
import {
  parseModuleId,
  parseVersion,
  sha256Of,
  type Did,
  type Micros,
  type Sha256,
} from '../../src/core/ids.ts';
import type { PlannedRelease } from '../../src/ports/sets.ts';
import type { InstallJob, Write } from '../../src/ports/tables.ts';
import { tinyWasm } from '../support/person.ts';

const hashOf = (content: Uint8Array): Sha256 => sha256Of(sha256(content));

const blob = (content: Uint8Array<ArrayBuffer>): Write => ({
  table: 'blobs',
  put: { sha256: hashOf(content), size: content.length, content },
});

const release = (content: Uint8Array): PlannedRelease => ({
  id: parseModuleId('io.example.codec'),
  name: 'Codec',
  version: parseVersion('1.0.0'),
  sha256: hashOf(content),
  size: content.length,
  dependencies: [],
  record: hashOf(content),
  author: 'did:key:z6Mk' as Did,
});

const job = (id: string, content: Uint8Array, state: InstallJob['state']): Write => ({
  table: 'jobs',
  put: {
    id,
    kind: 'install',
    module: parseModuleId('io.example.codec'),
    plan: [release(content)],
    state,
    createdAt: 0 as Micros,
    updatedAt: 0 as Micros,
    attempts: 0,
  },
});

const [installed, former, coming, stopped, lost] = ['a', 'b', 'c', 'd', 'e'].map((text) =>
  tinyWasm(text),
) as [
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
];
const arriving = tinyWasm('f');
const readme = new TextEncoder().encode('# Codec');

const generation = (number: number, content: Uint8Array) => ({
  number,
  at: 0 as Micros,
  deed: { kind: 'install', ids: [] } as const,
  wishes: [],
  releases: [{ ...release(content), installedAt: 0 as Micros }],
});

const clock = () => 0 as Micros;
const locks = memoryLocks();

async function world() {
  const tables = memoryTables();
  await tables.write([
    ...[installed, former, coming, stopped, lost, readme].map(blob),
    { table: 'sets', put: { name: 'default', generation: generation(2, installed) } },
    { table: 'generations', put: { key: 'default 1', set: 'default', generation: generation(1, former) } },
    job('coming', coming, 'fetched'),
    job('arriving', arriving, 'downloading'),
    job('stopped', stopped, 'cancelled'),
    ...[arriving, stopped].map((content): Write => ({
      table: 'chunks',
      put: { key: chunkKey(hashOf(content), 0, 4), content: content.slice(0, 4) },
    })),
    ...[installed, lost].map((content): Write => ({
      table: 'checks',
      put: { sha256: hashOf(content), checkedAt: 0 as Micros },
    })),
  ]);
  return tables;
}

test('what a set, a state one can go back to or a job under way names stays, and so do texts', async () => {
  const tables = await world();
  expect(await collectOrphans({ tables, clock, locks })).toBe(stopped.length + lost.length + 4);
  expect(new Set(await tables.keys('blobs'))).toEqual(
    new Set([installed, former, coming, readme].map(hashOf)),
  );
  expect(await tables.keys('chunks')).toEqual([chunkKey(hashOf(arriving), 0, 4)]);
  expect(await tables.keys('checks')).toEqual([hashOf(installed)]);
});

test('texts that were only read go where room is needed', async () => {
  const tables = await world();
  await collectOrphans({ tables, clock, locks }, { texts: true });
  expect(await tables.keys('blobs')).not.toContain(hashOf(readme));
});

test('what a file brought waits a day for a yes, and then as long as its install does', async () => {
  const tables = await world();
  await tables.write([await broughtWrite(tables, [hashOf(lost)], clock())]);
  const day = 86_400_000_000;
  await collectOrphans({ tables, locks, clock: () => (day - 1) as Micros });
  expect(await tables.keys('blobs')).toContain(hashOf(lost));

  const change = { kind: 'lockfile', wishes: [], pins: [release(lost)], frozen: true } as const;
  const { createdAt, updatedAt, attempts } = { createdAt: 0 as Micros, updatedAt: 0 as Micros, attempts: 0 };
  const taking = {
    id: 'taking',
    kind: 'set',
    change,
    state: 'queued',
    createdAt,
    updatedAt,
    attempts,
  } as const;
  await tables.write([{ table: 'jobs', put: taking }]);
  await collectOrphans({ tables, locks, clock: () => day as Micros });
  expect(await tables.keys('blobs')).toContain(hashOf(lost));
  await tables.write([{ table: 'jobs', remove: 'taking' }]);
  await collectOrphans({ tables, locks, clock: () => day as Micros });
  expect(await tables.keys('blobs')).not.toContain(hashOf(lost));
});

test('a second time there is nothing', async () => {
  const tables = await world();
  await collectOrphans({ tables, clock, locks });
  expect(await collectOrphans({ tables, clock, locks })).toBe(0);
});

test('of what is here whole no pieces stay, and what they took is told', async () => {
  const tables = await world();
  await collectOrphans({ tables, clock, locks });
  const key = chunkKey(hashOf(installed), 4, 9);
  await tables.write([{ table: 'chunks', put: { key, content: installed.slice(4, 9) } }]);
  expect(await collectOrphans({ tables, clock, locks })).toBe(5);
  expect(await tables.keys('chunks')).not.toContain(key);
});
