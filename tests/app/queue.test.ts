import { beforeEach, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { inTurn, moveJob, queued } from '../../src/app/queue.ts';
import { parseDid, parseMicros, parseModuleId } from '../../src/core/ids.ts';
import type { DeviceJob, InstallJob, JobRow, RateJob, Tables } from '../../src/ports/tables.ts';

const base = (id: string, createdAt: number) =>
  ({ id, createdAt: parseMicros(createdAt), updatedAt: parseMicros(createdAt), attempts: 0 }) as const;
const install = (id: string, createdAt: number, state: InstallJob['state'] = 'queued'): InstallJob => ({
  ...base(id, createdAt),
  kind: 'install',
  module: parseModuleId(`io.example.${id}`),
  state,
});
const rate = (id: string, createdAt: number): RateJob => ({
  ...base(id, createdAt),
  kind: 'rate',
  module: parseModuleId(`io.example.${id}`),
  state: 'signed',
  stars: 4,
});

let tables: Tables;
const announced: string[] = [];
const device = () => ({
  tables,
  locks: memoryLocks(),
  announce: (topics: readonly string[]) => void announced.push(...topics),
});
const put = (...jobs: JobRow[]) => tables.write(jobs.map((job) => ({ table: 'jobs', put: job }) as const));
const order = async () => (await queued(tables)).map(({ id }) => id).join(' ');

beforeEach(() => {
  tables = memoryTables();
  announced.length = 0;
});

test('what was asked for first is done first, whatever it is', async () => {
  await put(install('c', 30), rate('b', 20), install('a', 10), install('done', 1, 'installed'));

  expect(await order()).toBe('a b c');
});

test('a job is moved to the front, up and down, and others that come later stay behind', async () => {
  await put(install('a', 10), rate('b', 20), install('c', 30));

  await moveJob(device(), 'c', 'first');
  expect(await order()).toBe('c a b');
  await moveJob(device(), 'b', 'up');
  expect(await order()).toBe('c b a');
  await moveJob(device(), 'c', 'down');
  expect(await order()).toBe('b c a');
  await moveJob(device(), 'a', 'down');
  await moveJob(device(), 'b', 'up');
  await put(install('later', 40));
  expect(await order()).toBe('b c a later');
  expect(announced).toContain('activity');
});

test('jobs that were asked for at the same moment can be moved past one another', async () => {
  await put(install('a', 10), install('b', 10), install('c', 10));

  await moveJob(device(), 'b', 'up');
  await moveJob(device(), 'c', 'up');

  expect(await order()).toBe('b c a');
});

test('what was begun goes on before anything that is moved, and a move leaves its row alone', async () => {
  const begun = install('a', 10, 'downloading');
  await put(begun, install('b', 20), install('c', 30));

  await moveJob(device(), 'c', 'first');

  expect(await order()).toBe('a c b');
  expect(await tables.get('jobs', 'a')).toEqual(begun);
  await expect(moveJob(device(), 'a', 'down')).rejects.toMatchObject({ reason: 'not-waiting' });
  await expect(moveJob(device(), 'none', 'down')).rejects.toMatchObject({ code: 'NotFound' });
});

test('what lets this device sign goes before what it signs', async () => {
  const did = parseDid('did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK');
  const known: DeviceJob = {
    ...base('known', 90),
    kind: 'device',
    device: did,
    name: 'Phone',
    ends: false,
    state: 'signed',
  };
  await put(rate('b', 20), known);

  await moveJob(device(), 'b', 'first');

  expect(await order()).toBe('known b');
});

test('what is moved while another is at work comes next, and nothing has two turns', async () => {
  await put(install('a', 10), install('b', 20), install('c', 30));
  const had: string[] = [];
  for await (const { id } of inTurn(tables)) {
    had.push(id);
    if (id === 'a') {
      await put(install('d', 40), install('a', 10, 'downloading'));
      await moveJob(device(), 'd', 'first');
    }
  }

  expect(had).toEqual(['a', 'd', 'b', 'c']);
});

test('what ends before its turn has none', async () => {
  await put(install('a', 10), install('b', 20));
  const had: string[] = [];
  for await (const { id } of inTurn(tables)) {
    had.push(id);
    await put(install('b', 20, 'cancelled'));
  }

  expect(had).toEqual(['a']);
});
