import { beforeEach, describe, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { chunkKey } from '../../src/app/chunks.ts';
import type { Device } from '../../src/app/device.ts';
import { setDownloadSettings } from '../../src/app/download-settings.ts';
import { fetchBinaries } from '../../src/app/fetch-binaries.ts';
import { blobBytes } from '../../src/app/texts.ts';
import { concat } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { sha256 } from '../../src/core/hash.ts';
import { parseModuleId, parseVersion, sha256Of, type Did, type Micros } from '../../src/core/ids.ts';
import type { BlobSource } from '../../src/ports/downloads.ts';
import type { PlannedRelease } from '../../src/ports/sets.ts';
import type { InstallJob, Tables, Write } from '../../src/ports/tables.ts';

const MIB = 1024 * 1024;
const PIECE = 64 * 1024;
const OTHER = 'https://other.example';

const binary = (size: number, salt = 0): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: size }, (_, place) => ((place * 31) ^ (place >> 9) ^ salt) & 255);

const release = (content: Uint8Array, name = 'codec'): PlannedRelease => ({
  id: parseModuleId(`io.example.${name}`),
  name,
  version: parseVersion('1.0.0'),
  sha256: sha256Of(sha256(content)),
  size: content.length,
  dependencies: [],
  record: `record ${name}`,
  author: 'did:key:z6Mk' as Did,
});

const job: InstallJob = {
  id: 'job',
  kind: 'install',
  module: parseModuleId('io.example.codec'),
  state: 'resolving',
  createdAt: 0 as Micros,
  updatedAt: 0 as Micros,
  attempts: 0,
};

/** Says where each question began. */
interface Source extends BlobSource {
  readonly asked: number[];
}

/** @param alter what becomes of a piece; `undefined`: the stream breaks there. */
function source(
  contents: readonly Uint8Array<ArrayBuffer>[],
  alter: (
    piece: Uint8Array<ArrayBuffer>,
    from: number,
  ) => Uint8Array<ArrayBuffer> | undefined | Promise<never> = (piece) => piece,
): Source {
  const asked: number[] = [];
  return {
    asked,
    async readBlob(hash, { from = 0, signal }, take) {
      asked.push(from);
      const content = contents.find((one) => sha256Of(sha256(one)) === hash);
      if (content === undefined) throw new GenError('NotFound', 'blob', { sha256: hash });
      for (let at = from; at < content.length; at += PIECE) {
        if (signal?.aborted === true) throw new GenError('Cancelled', 'aborted');
        const piece = await alter(content.slice(at, at + PIECE), at);
        if (piece === undefined) throw new GenError('Network', 'unreachable');
        await take(piece);
      }
    },
  };
}

const breaksAt = (place: number) => (piece: Uint8Array<ArrayBuffer>, from: number) =>
  from >= place ? undefined : piece;

function flipsAt(place: number) {
  return (piece: Uint8Array<ArrayBuffer>, from: number) =>
    from <= place && place < from + piece.length
      ? piece.map((byte, at) => (from + at === place ? byte ^ 1 : byte))
      : piece;
}

let tables: Tables;
let now: number;
beforeEach(() => {
  tables = memoryTables();
  now = 1_000_000;
});

function device(own: BlobSource, more: Partial<Device> = {}): Device {
  return {
    tables,
    relay: own,
    clock: () => now as Micros,
    locks: memoryLocks(),
    announce: () => undefined,
    ...more,
  } as unknown as Device;
}

const run = (
  own: BlobSource,
  plan: readonly PlannedRelease[],
  more: Partial<Device> = {},
  signal = new AbortController().signal,
) => fetchBinaries(device(own, more), job, plan, signal);

async function kept(content: Uint8Array): Promise<boolean> {
  const row = await tables.get('blobs', sha256Of(sha256(content)));
  if (row === undefined) return false;
  expect(await blobBytes(row)).toEqual(content);
  return true;
}

describe('a download that breaks', () => {
  const content = binary(5 * MIB + 7);

  test('goes on where it broke, and no byte is asked for twice', async () => {
    const broken = source([content], breaksAt(3 * MIB + PIECE));
    await expect(run(broken, [release(content)])).rejects.toMatchObject({ code: 'Network' });
    expect(broken.asked).toEqual([0, 3 * MIB + PIECE]);
    expect(await tables.get('jobs', 'job')).toMatchObject({
      progress: { done: 3 * MIB + PIECE, total: content.length },
    });

    const whole = source([content]);
    await run(whole, [release(content)]);
    expect(whole.asked).toEqual([3 * MIB + PIECE]);
    expect(await kept(content)).toBe(true);
    expect(await tables.keys('chunks')).toEqual([]);
    expect(await tables.get('jobs', 'job')).toMatchObject({
      progress: { done: content.length, total: content.length },
    });
  });

  test('says how much is here before anything is asked for', async () => {
    await run(source([content], breaksAt(4 * MIB)), [release(content)]).catch(() => undefined);
    await run(source([content], breaksAt(0)), [release(content)]).catch(() => undefined);
    expect(await tables.get('jobs', 'job')).toMatchObject({ progress: { done: 4 * MIB } });
  });

  test('is not asked for again at once where it does not get on', async () => {
    const stuck = source([content], breaksAt(0));
    await expect(run(stuck, [release(content)])).rejects.toMatchObject({ code: 'Network' });
    expect(stuck.asked).toEqual([0]);
  });

  test('and is stopped keeps what has come', async () => {
    const stop = new AbortController();
    const own = source([content], (piece, from) => {
      if (from >= MIB) stop.abort();
      return piece;
    });
    await expect(run(own, [release(content)], {}, stop.signal)).rejects.toBeDefined();
    const again = source([content]);
    await run(again, [release(content)]);
    expect(again.asked[0]).toBeGreaterThanOrEqual(MIB);
    expect(await kept(content)).toBe(true);
  });

  test('and whose pieces cannot be read any more begins where they end', async () => {
    await run(source([content], breaksAt(4 * MIB)), [release(content)]).catch(() => undefined);
    const [, second = ''] = [...(await tables.keys('chunks'))].sort();
    const lost = new Blob(['lost']);
    lost.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    const get: Tables['get'] = async (table, key) =>
      key === second && (await tables.keys('chunks')).includes(second)
        ? ({ key, content: lost } as never)
        : tables.get(table, key);
    const whole = source([content]);
    await run(whole, [release(content)], { tables: { ...tables, get } }).catch(() => undefined);
    expect(whole.asked).toEqual([2 * MIB]);
  });

  test('what comes slowly is kept after a second', async () => {
    const own = source([content], (piece, from) => {
      now += 600_000;
      // As a kill would end it: nothing more is written.
      return from >= 10 * PIECE ? new Promise<never>(() => undefined) : piece;
    });
    void run(own, [release(content)]);
    await expect.poll(async () => (await tables.keys('chunks')).length).toBe(5);
    const again = source([content]);
    await run(again, [release(content)]);
    expect(again.asked).toEqual([10 * PIECE]);
    expect(await kept(content)).toBe(true);
  });
});

describe('several relays', () => {
  const content = binary(3 * MIB, 5);
  const further = (other: BlobSource): Partial<Device> => ({
    relayAt: (address) => (address === OTHER ? other : undefined),
  });
  beforeEach(() => setDownloadSettings(tables, { parallel: 4, relays: [OTHER] }));

  test('one that sends a wrong bit is not believed, and another is asked for all of it', async () => {
    const other = source([content]);
    await run(source([content], flipsAt(100)), [release(content)], further(other));
    expect(other.asked).toEqual([0]);
    expect(await kept(content)).toBe(true);
    expect(await tables.keys('chunks')).toEqual([]);
  });

  test.each([
    ['Storage', 'blob-file'],
    ['QuotaExceeded', 'storage-full'],
    ['Cancelled', 'aborted'],
  ] as const)('one whose own trouble is %s %s leaves it to another', async (code, reason) => {
    const other = source([content]);
    const own: BlobSource = { readBlob: () => Promise.reject(new GenError(code, reason)) };
    await run(own, [release(content)], further(other));
    expect(await kept(content)).toBe(true);
  });

  test('a further one that brings next to nothing holds nobody up', async () => {
    const slow: BlobSource = {
      readBlob: (hash, asked, take) =>
        source([content]).readBlob(hash, asked, async (piece) => {
          for (let at = 0; at < piece.length; at += 1024) {
            now += 2_000_000;
            await take(piece.slice(at, at + 1024));
          }
        }),
    };
    const good = source([content]);
    await setDownloadSettings(tables, { parallel: 1, relays: [OTHER, `${OTHER}/second`] });
    await run(source([]), [release(content)], {
      relayAt: (address) => (address === OTHER ? slow : good),
    });
    // 31 times two seconds are more than a minute.
    expect(good.asked).toEqual([31 * 1024]);
    expect(await kept(content)).toBe(true);
  });

  test('one that breaks off is gone on from by another', async () => {
    const other = source([content]);
    await run(source([content], breaksAt(MIB)), [release(content)], further(other));
    expect(other.asked).toEqual([MIB]);
    expect(await kept(content)).toBe(true);
  });

  test('where what one has begun is wrong, the other brings all of it', async () => {
    const own = source([content], (piece, from) => breaksAt(MIB)(flipsAt(100)(piece, from), from));
    const other = source([content]);
    await run(own, [release(content)], further(other));
    expect(other.asked).toEqual([MIB, 0]);
    expect(await kept(content)).toBe(true);
  });

  test('where all of them lie nothing is kept, and the person is told', async () => {
    const lies = source([content], flipsAt(100));
    await expect(run(lies, [release(content)], further(lies))).rejects.toMatchObject({
      code: 'HashMismatch',
    });
    expect(await kept(content)).toBe(false);
    expect(await tables.keys('chunks')).toEqual([]);
  });

  test('one that sends more than the release says is left at once', async () => {
    const more: BlobSource = {
      readBlob: async (_hash, _asked, take) => {
        for (;;) await take(new Uint8Array(PIECE));
      },
    };
    await run(more, [release(content)], further(source([content])));
    expect(await kept(content)).toBe(true);
  });

  test('while one of them is out of reach it is tried again later', async () => {
    const lies = source([content], flipsAt(100));
    const gone = source([content], breaksAt(0));
    await expect(run(lies, [release(content)], further(gone))).rejects.toMatchObject({ code: 'Network' });
  });

  test('a further relay is not told what is installed', async () => {
    const told: unknown[] = [];
    const other: BlobSource = {
      readBlob(hash, asked, take) {
        told.push(asked.install);
        return source([content]).readBlob(hash, asked, take);
      },
    };
    await run(source([]), [release(content)], further(other));
    expect(told).toEqual([undefined]);
  });

  test.each([
    'ftp://other.example',
    'http://other.example',
    'https://a:b@other.example',
    'other',
    'https://x?y',
  ])('%s is no address of a relay', async (address) => {
    await expect(setDownloadSettings(tables, { parallel: 4, relays: [address] })).rejects.toMatchObject({
      code: 'InvalidInput',
      reason: 'relay-address',
    });
  });
});

describe('several binaries', () => {
  const contents = Array.from({ length: 6 }, (_, place) => binary(PIECE, place));
  const plan = contents.map((content, place) => release(content, `m${place}`));

  test.each([1, 2, 4])('%i at once, and no more', async (parallel) => {
    await setDownloadSettings(tables, { parallel, relays: [] });
    let busy = 0;
    let most = 0;
    const own: BlobSource = {
      async readBlob(hash, asked, take) {
        busy += 1;
        most = Math.max(most, busy);
        await new Promise((resolve) => setTimeout(resolve));
        await source(contents).readBlob(hash, asked, take);
        busy -= 1;
      },
    };
    await run(own, plan);
    expect(most).toBe(parallel);
  });

  test('come no faster than they may, all together', async () => {
    await setDownloadSettings(tables, { parallel: 4, perSecond: PIECE * 100, relays: [] });
    now = performance.now() * 1000;
    const started = performance.now();
    await run(source(contents), plan, { clock: () => (performance.now() * 1000) as Micros });
    // The last piece is waited for too: 6 pieces at 100 a second.
    expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  });
});

describe('where there is little room', () => {
  const content = binary(MIB, 9);

  test('nothing is asked for, and it is said what is missing', async () => {
    const own = source([content]);
    await expect(run(own, [release(content)], { room: async () => MIB })).rejects.toMatchObject({
      code: 'QuotaExceeded',
      reason: 'storage-full',
      data: { needed: 2 * MIB, free: MIB },
    });
    expect(own.asked).toEqual([]);
  });

  test('what nothing needs goes first, texts among it', async () => {
    const old = concat(Uint8Array.of(0, 97, 115, 109), binary(MIB, 3));
    const text = new TextEncoder().encode('# Read me');
    const put = [old, text].map((one): Write => ({
      table: 'blobs',
      put: { sha256: sha256Of(sha256(one)), size: one.length, content: one },
    }));
    await tables.write(put);
    await run(source([content]), [release(content)], { room: async () => MIB });
    expect(await tables.keys('blobs')).toEqual([sha256Of(sha256(content))]);
  });

  test('where the store is full before it said so, what nothing needs goes and the write is made again', async () => {
    const old = concat(Uint8Array.of(0, 97, 115, 109), binary(MIB, 3));
    const sha256OfOld = sha256Of(sha256(old));
    await tables.write([{ table: 'blobs', put: { sha256: sha256OfOld, size: old.length, content: old } }]);
    const tight: Tables = {
      ...tables,
      write: async (writes) =>
        writes.some((write) => write.table === 'blobs' && 'put' in write) &&
        (await tables.keys('blobs')).includes(sha256OfOld)
          ? Promise.reject(new GenError('QuotaExceeded', 'storage-full'))
          : tables.write(writes),
    };
    await run(source([content]), [release(content)], { tables: tight });
    expect(await tables.keys('blobs')).toEqual([sha256Of(sha256(content))]);
  });

  test('pieces that nobody waits for any more are room too', async () => {
    const key = chunkKey(sha256Of(sha256(binary(MIB, 3))), 0, MIB);
    await tables.write([{ table: 'chunks', put: { key, content: binary(MIB, 3) } }]);
    const tight: Tables = {
      ...tables,
      write: async (writes) =>
        writes.some((write) => write.table === 'blobs') && (await tables.keys('chunks')).includes(key)
          ? Promise.reject(new GenError('QuotaExceeded', 'storage-full'))
          : tables.write(writes),
    };
    await run(source([content]), [release(content)], { tables: tight });
    expect(await kept(content)).toBe(true);
  });

  test('a piece that finds no room is not written a second time', async () => {
    const large = binary(3 * MIB, 9);
    let refused = 0;
    const full: Tables = {
      ...tables,
      write(writes) {
        if (!writes.some((write) => write.table === 'chunks' && 'put' in write)) return tables.write(writes);
        refused += 1;
        return Promise.reject(new GenError('QuotaExceeded', 'storage-full'));
      },
    };
    await expect(run(source([large]), [release(large)], { tables: full })).rejects.toMatchObject({
      reason: 'storage-full',
    });
    expect(refused).toBe(1);
  });

  test('a store that is full in the middle fails the download, and what is installed stays', async () => {
    const installed = binary(10, 1);
    const blob: Write = {
      table: 'blobs',
      put: { sha256: sha256Of(sha256(installed)), size: 10, content: installed },
    };
    await tables.write([blob]);
    const full: Tables = {
      ...tables,
      write: (writes) =>
        writes.some((write) => write.table === 'blobs')
          ? Promise.reject(new GenError('QuotaExceeded', 'storage-full'))
          : tables.write(writes),
    };
    await expect(run(source([content]), [release(content)], { tables: full })).rejects.toMatchObject({
      code: 'QuotaExceeded',
      reason: 'storage-full',
    });
    expect(await tables.keys('blobs')).toEqual([sha256Of(sha256(installed))]);
    await run(source([content]), [release(content)]);
    expect(await kept(content)).toBe(true);
  });
});
