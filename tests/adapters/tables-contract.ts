import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { parseMicros, parseModuleId, parseSha256, parseVersion } from '../../src/core/ids.ts';
import type { BlobRow, OutboxRow, RateJob, SettingRow, Tables, Write } from '../../src/ports/tables.ts';

/** A place that tables live in. Opened twice, a durable one shows the same rows twice. */
export interface TablesPlace {
  open(): Tables;
  remove(): Promise<void>;
}

const setting = (key: string, value: unknown): { table: 'settings'; put: SettingRow } => ({
  table: 'settings',
  put: { key, value },
});

const outgoing = (id: string, order: number, state: OutboxRow['state'] = 'ready'): Write => ({
  table: 'outbox',
  put: { id, job: 'job-1', document: 'authority', bytes: Uint8Array.of(0, 255, order), state, order },
});

/** No store can keep a function. */
const unstorable = setting('unstorable', () => undefined);

const rating: RateJob = {
  id: 'job-1',
  kind: 'rate',
  module: parseModuleId('io.acme.codec'),
  version: parseVersion('1.0.0'),
  review: undefined,
  state: 'queued',
  stars: 4,
  createdAt: parseMicros(1_790_000_000_000_001),
  updatedAt: parseMicros(1_790_000_000_000_002),
  attempts: 0,
  error: { code: 'Network', reason: 'unreachable', data: { list: ['a'], flag: true, ratio: 0.5 } },
};

async function bytesOf(row: BlobRow | undefined): Promise<Uint8Array | undefined> {
  const content = row?.content;
  return content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
}

/** What every implementation of `Tables` keeps. */
export function tablesContract(name: string, durable: boolean, makePlace: () => Promise<TablesPlace>): void {
  describe(name, () => {
    let place: TablesPlace;
    let tables: Tables;

    beforeEach(async () => {
      place = await makePlace();
      tables = place.open();
    });

    afterEach(async () => {
      await tables.close();
      await place.remove();
    });

    test('a row is read as it was put, optional fields left out or not', async () => {
      await tables.write([{ table: 'jobs', put: rating }]);
      expect(await tables.get('jobs', 'job-1')).toEqual(rating);
    });

    test('what was never put is undefined, and an empty table has neither rows nor keys', async () => {
      expect(await tables.get('blobs', 'ab')).toBeUndefined();
      expect(await tables.all('jobs')).toEqual([]);
      expect(await tables.keys('jobs')).toEqual([]);
    });

    test('the newest put of a key wins and remove takes it away', async () => {
      await tables.write([outgoing('a', 1), outgoing('b', 2)]);
      await tables.write([outgoing('a', 1, 'receipted'), { table: 'outbox', remove: 'b' }]);
      expect(await tables.all('outbox')).toMatchObject([{ id: 'a', state: 'receipted' }]);
    });

    test('writes of one call happen in their order', async () => {
      await tables.write([setting('a', 1), { table: 'settings', remove: 'a' }, setting('a', 2)]);
      expect(await tables.get('settings', 'a')).toEqual({ key: 'a', value: 2 });
    });

    test('removing what is not there and writing nothing are no errors', async () => {
      await tables.write([{ table: 'documents', remove: 'authority' }]);
      await tables.write([]);
      expect(await tables.keys('documents')).toEqual([]);
    });

    test('one key names different rows in different tables', async () => {
      await tables.write([setting('x', 'setting'), outgoing('x', 1)]);
      expect(await tables.get('settings', 'x')).toEqual({ key: 'x', value: 'setting' });
      expect(await tables.get('outbox', 'x')).toMatchObject({ order: 1 });
      expect(await tables.keys('outbox')).toEqual(['x']);
    });

    test('bytes come back as bytes, nested ones too', async () => {
      const members = [Uint8Array.of(), Uint8Array.of(0, 255, 128)];
      await tables.write([
        { table: 'documents', put: { path: 'module/io.acme.codec', etag: '"1"', members } },
      ]);
      const row = await tables.get('documents', 'module/io.acme.codec');
      expect(row?.members.map((member) => [...member])).toEqual([[], [0, 255, 128]]);
      expect(row?.members.every((member) => member instanceof Uint8Array)).toBe(true);
    });

    test('arrays of numbers come back as the arrays they were', async () => {
      const value = {
        bytes: Uint8Array.of(1, 255),
        small: Uint16Array.of(1, 65_535),
        large: Uint32Array.of(1, 4_294_967_295),
        signed: Int32Array.of(-1, 2_147_483_647),
        short: Int16Array.of(-1, 32_767),
        tiny: Int8Array.of(-1, 127),
        single: Float32Array.of(0.5, -1),
        double: Float64Array.of(1_790_000_000_000_001, -0.1),
        part: Uint32Array.of(1, 2, 3).subarray(1, 2),
      };
      await tables.write([setting('arrays', value)]);
      const read = (await tables.get('settings', 'arrays'))?.value as typeof value;
      expect(read).toEqual({ ...value, part: Uint32Array.of(2) });
    });

    test.each([
      ['bytes', Uint8Array.of(0, 97, 115, 109)],
      ['a Blob', new Blob([Uint8Array.of(0, 97, 115, 109)])],
    ])('a binary put as %s is read with the same content', async (_kind, content) => {
      const sha256 = parseSha256('ab'.repeat(32));
      await tables.write([{ table: 'blobs', put: { sha256, size: 4, content } }]);
      expect(await bytesOf(await tables.get('blobs', sha256))).toEqual(Uint8Array.of(0, 97, 115, 109));
    });

    test('a row that cannot be stored is a Storage error and takes all of its call with it', async () => {
      await tables.write([setting('kept', 1), setting('removed', 1)]);
      const refused = tables.write([
        setting('kept', 2),
        outgoing('a', 1),
        { table: 'settings', remove: 'removed' },
        unstorable,
      ]);
      await expect(refused).rejects.toThrow(GenError);
      await expect(refused).rejects.toMatchObject({ code: 'Storage' });
      expect(await tables.get('settings', 'kept')).toEqual({ key: 'kept', value: 1 });
      expect(await tables.get('settings', 'removed')).toEqual({ key: 'removed', value: 1 });
      expect(await tables.keys('outbox')).toEqual([]);
    });

    test('a refused write leaves the store usable', async () => {
      await expect(tables.write([unstorable])).rejects.toThrow(GenError);
      await tables.write([setting('a', 1)]);
      expect(await tables.keys('settings')).toEqual(['a']);
    });

    test('changing a row after it was put or read changes nothing stored', async () => {
      const value = { list: [1] };
      await tables.write([setting('a', value)]);
      value.list.push(2);
      const read = await tables.get('settings', 'a');
      (read as { value: typeof value }).value.list.push(3);
      expect(await tables.get('settings', 'a')).toEqual({ key: 'a', value: { list: [1] } });
    });

    test('writes at once are all kept, each of them whole', async () => {
      const pairs = Array.from({ length: 20 }, (_, n) =>
        tables.write([setting('last', n), outgoing(`r${n}`, n)]),
      );
      await Promise.all(pairs);
      expect(await tables.keys('outbox')).toHaveLength(20);
      expect(await tables.get('settings', 'last')).toEqual({ key: 'last', value: 19 });
    });

    test('closed tables answer with a Storage error', async () => {
      await tables.close();
      await expect(tables.get('settings', 'a')).rejects.toMatchObject({ code: 'Storage' });
      await expect(tables.write([setting('a', 1)])).rejects.toMatchObject({ code: 'Storage' });
    });

    test('closing twice is closing once', async () => {
      await tables.close();
      await expect(tables.close()).resolves.toBeUndefined();
    });

    // What lives in memory has nothing to come back to.
    if (!durable) return;
    describe('and durably', () => {
      test('what was written is there after a reopen', async () => {
        await tables.write([{ table: 'jobs', put: rating }, outgoing('a', 1)]);
        await tables.close();
        tables = place.open();
        expect(await tables.get('jobs', 'job-1')).toEqual(rating);
        expect(await tables.keys('outbox')).toEqual(['a']);
      });

      test('two that are open at once see and keep each other’s writes', async () => {
        const other = place.open();
        await Promise.all([tables.write([setting('mine', 1)]), other.write([setting('theirs', 2)])]);
        expect((await tables.keys('settings')).toSorted()).toEqual(['mine', 'theirs']);
        expect((await other.keys('settings')).toSorted()).toEqual(['mine', 'theirs']);
        await other.close();
      });
    });
  });
}
