import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../../src/app/device.ts';
import { setNamed } from '../../src/app/installed-set.ts';
import { intactBinary } from '../../src/app/intact-binary.ts';
import { setStates } from '../../src/app/set-states.ts';
import type { Micros, Sha256 } from '../../src/core/ids.ts';
import type { Tables } from '../../src/ports/tables.ts';
import { testEngine } from '../support/engine.ts';
import { drainsAll, tinyWasm, withRelay } from '../support/person.ts';
import { app, base, setPair, type SetPair } from '../support/set-pair.ts';

const DAY = 24 * 3_600_000_000;
let pair: SetPair;
let installedAt: number;
let sha256: Sha256;

beforeEach(async () => {
  pair = await setPair();
  await pair.publishes(base, '1.0.0');
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await pair.installs(app);
  const { releases } = (await setNamed(pair.bob.device.tables, 'default')).generation;
  const release = releases.find(({ id }) => id === base);
  if (release === undefined) throw new Error('not installed');
  ({ installedAt, sha256 } = release);
});
afterEach(() => pair.close());

const damages = () =>
  pair.bob.device.tables.write([{ table: 'blobs', put: { sha256, size: 12, content: tinyWasm('bad') } }]);
const later = (days: number, change: Partial<Device> = {}): Device => ({
  ...pair.bob.device,
  clock: () => (installedAt + days * DAY) as Micros,
  ...change,
});
const reads = (days: number, change?: Partial<Device>) => intactBinary(later(days, change), base, 'default');

test('what does not fit its hash any more is thrown away, and fetched again by itself and alone', async () => {
  await damages();

  await expect(reads(8)).rejects.toMatchObject({
    code: 'HashMismatch',
    reason: 'stored',
    data: { id: base, expected: sha256 },
  });
  expect(await pair.bob.device.tables.get('blobs', sha256)).toBeUndefined();
  const fetched: string[] = [];
  const { relay } = pair.bob.device;
  const counting = withRelay(pair.bob.device, {
    readBlob: (hash, options, take) => {
      fetched.push(hash);
      return relay.readBlob(hash, options, take);
    },
  });
  expect(await drainsAll(counting)).toMatchObject([{ change: { kind: 'repair' }, state: 'installed' }]);

  expect(fetched).toEqual([sha256]);
  expect(await setStates(pair.bob.device.tables, 'default')).toHaveLength(1);
  expect((await reads(8)).content).toEqual(tinyWasm(`${base}@1.0.0`));
});

test('it is compared once a week, and when is kept', async () => {
  await reads(7);
  expect(await pair.bob.device.tables.keys('checks')).toEqual([]);
  await reads(8);
  expect(await pair.bob.device.tables.get('checks', sha256)).toEqual({
    sha256,
    checkedAt: installedAt + 8 * DAY,
  });
  await damages();

  expect(await reads(15)).toMatchObject({ sha256 });
  await expect(reads(15.1)).rejects.toMatchObject({ reason: 'stored' });
  expect(await pair.bob.device.tables.keys('checks')).toEqual([]);
});

test('it is compared again where the clock was put back since', async () => {
  const checkedAt = (installedAt + 400 * DAY) as Micros;
  await pair.bob.device.tables.write([{ table: 'checks', put: { sha256, checkedAt } }]);
  await damages();
  await expect(reads(1)).rejects.toMatchObject({ reason: 'stored' });
});

test('what a browser cannot read any more is fetched again too', async () => {
  const lost = new Blob(['lost']);
  lost.slice = () => {
    throw new DOMException('gone', 'NotReadableError');
  };
  const { tables } = pair.bob.device;
  const get: Tables['get'] = async (table, key) =>
    table === 'blobs' && key === sha256
      ? ({ sha256, size: 4, content: lost } as never)
      : tables.get(table, key);
  await expect(reads(8, { tables: { ...tables, get } })).rejects.toMatchObject({ reason: 'stored' });
  expect(await pair.bob.drains()).toMatchObject([{ change: { kind: 'repair' }, state: 'installed' }]);
});

test('a binary that is gone is queued to be fetched, once', async () => {
  await pair.bob.device.tables.write([{ table: 'blobs', remove: sha256 }]);
  for (let time = 0; time < 2; time += 1)
    await expect(reads(1)).rejects.toMatchObject({ code: 'NotFound', reason: 'binary-lost' });

  const jobs = await pair.bob.device.tables.all('jobs');
  expect(jobs.filter(({ kind }) => kind === 'set')).toHaveLength(1);
  await pair.bob.drains();
  expect(await reads(1)).toMatchObject({ sha256 });
});

test('a large binary is never whole in memory to be compared', async () => {
  const pieces: number[] = [];
  const size = 5 * 1024 * 1024 + 1;
  const content = {
    slice: (from: number, to: number) => {
      const piece = new Uint8Array(Math.min(to, size) - from);
      pieces.push(piece.length);
      return new Blob([piece]);
    },
    arrayBuffer: () => Promise.reject(new Error('whole')),
  } as unknown as Blob;
  const { tables } = pair.bob.device;
  const get = ((table, key) =>
    table === 'blobs' ? Promise.resolve({ sha256, size, content }) : tables.get(table, key)) as Tables['get'];

  await expect(reads(8, { tables: { ...tables, get } })).rejects.toMatchObject({ reason: 'stored' });

  expect(Math.max(...pieces)).toBe(1024 * 1024);
  expect(pieces.reduce((sum, piece) => sum + piece, 0)).toBe(size);
});

test('handing a binary out counts as using it, and its page as looking at it', async () => {
  const { device } = pair.bob;
  const { engine, faults } = await testEngine(device);
  await engine.binary(base);
  await engine.binary(base);
  await engine.module(app);
  await expect.poll(() => device.tables.keys('uses')).toEqual(expect.arrayContaining([app, base]));

  expect(await device.tables.get('uses', base)).toMatchObject({ uses: 2, usedAt: expect.any(Number) });
  const told = Object.fromEntries((await engine.installed()).map((one) => [one.id, one]));
  expect(told[app]).toMatchObject({ openedAt: expect.any(Number), usedAt: undefined });
  expect(told[base]).toMatchObject({ openedAt: undefined, usedAt: expect.any(Number) });
  expect(faults).toEqual([]);
});
