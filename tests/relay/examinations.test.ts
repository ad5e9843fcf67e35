import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import type { Sha256 } from '../../src/core/ids.ts';
import { NOTHING_READ, type WasmReport } from '../../src/core/wasm/wasm-report.ts';
import { examinations } from '../../src/relay/examinations.ts';
import { KeptReports, type Examined } from '../../src/relay/kept-reports.ts';
import { readBlob } from '../../src/relay/read-blob.ts';
import { custom, wasm } from '../wasm/binary.ts';
import { emptyFolder, sha256Hex } from './world.ts';

/** A store with these binaries, and a validator that goes on when it is told to, or fails; the clock is moved by hand. */
async function world(
  waitingBinaries: number,
  {
    failing,
    listed = {},
    read = readBlob,
  }: { failing?: GenError; listed?: Partial<WasmReport>; read?: typeof readBlob } = {},
) {
  const folder = await emptyFolder();
  const sizes = new Map<Sha256, number>();
  const begun: Sha256[] = [];
  const underway: (() => void)[] = [];
  const faults: GenError[] = [];
  let now = 0;
  const examining = examinations({
    store: { folder, relativePath: (sha256) => join('blobs', sha256), size: (sha256) => sizes.get(sha256) },
    limits: { maxBlob: 1_000_000, waitingBinaries },
    atOnce: 1,
    elapsed: () => now,
    read,
    metrics: { validated: () => undefined, gauge: () => undefined },
    onFault: (error) => void faults.push(error),
    validator: {
      async validate(source) {
        const bytes = new Uint8Array(source as ArrayBuffer);
        const sha256 = sha256Hex(bytes);
        begun.push(sha256);
        if (failing !== undefined) throw failing;
        await new Promise<void>((resolve) => underway.push(resolve));
        const report: WasmReport = {
          verdict: 'valid',
          size: bytes.length,
          sha256,
          checks: [],
          ...NOTHING_READ,
          ...listed,
        };
        return report;
      },
      close: () => underway.splice(0).forEach((go) => go()),
    },
  });
  onTestFinished(() => examining.close());
  await mkdir(join(folder, 'blobs'));
  return {
    examining,
    begun,
    faults,
    pass: (seconds: number) => void (now += seconds * 1000),
    async holds(bytes: Uint8Array): Promise<Sha256> {
      const sha256 = sha256Hex(bytes);
      await writeFile(join(folder, 'blobs', sha256), bytes);
      sizes.set(sha256, bytes.length);
      return sha256;
    },
    rots: (sha256: Sha256) => writeFile(join(folder, 'blobs', sha256), wasm()),
    async goOn() {
      await expect.poll(() => underway.length).toBeGreaterThan(0);
      underway.shift()?.();
    },
  };
}

const binaryOf = (size: number) => wasm(custom('', ...Array.from({ length: size }, () => 0)));
const busy = { code: 'QuotaExceeded', reason: 'validations', data: { retryAfterMs: expect.any(Number) } };

test('what is asked for goes before what only arrived, and small binaries before large ones', async () => {
  const { examining, begun, holds, goOn } = await world(10);
  const [first, large, small, arrived] = await Promise.all(
    [40, 30, 20, 10].map((size) => holds(binaryOf(size))),
  );

  const asked = [examining.of(first!)];
  await expect.poll(() => begun).toEqual([first]);
  examining.arrived(arrived!);
  asked.push(examining.of(large!), examining.of(small!));
  for (let left = 3; left > 0; left -= 1) await goOn();
  await Promise.all(asked);
  await expect.poll(() => begun).toEqual([first, small, large, arrived]);
});

test('what has waited for seconds goes before smaller ones that came later', async () => {
  const { examining, begun, holds, pass, goOn } = await world(10);
  const [first, large, larger, small] = await Promise.all(
    [50, 30, 40, 20].map((size) => holds(binaryOf(size))),
  );

  const asked = [examining.of(first!)];
  await expect.poll(() => begun).toEqual([first]);
  asked.push(examining.of(larger!));
  pass(1);
  asked.push(examining.of(large!));
  pass(2);
  asked.push(examining.of(small!));
  for (let left = 4; left > 0; left -= 1) await goOn();
  await Promise.all(asked);

  expect(begun).toEqual([first, larger, small, large]);
});

test.each([
  new GenError('Timeout', 'validation', { limit: 5 }),
  new GenError('QuotaExceeded', 'names', { count: 2, limit: 1 }),
])('a binary that could not be examined is not tried again for some minutes: %s', async (failing) => {
  const { examining, begun, holds, pass } = await world(10, { failing });
  const bomb = await holds(binaryOf(1));

  for (let post = 0; post < 3; post += 1) await expect(examining.of(bomb)).rejects.toBe(failing);
  examining.arrived(bomb);
  pass(299);
  await expect(examining.of(bomb)).rejects.toBe(failing);
  expect(begun).toEqual([bomb]);
  pass(1);
  await expect(examining.of(bomb)).rejects.toBe(failing);
  expect(begun).toEqual([bomb, bomb]);
});

test('a process that dies once says nothing of the binary, and twice that it is the binary', async () => {
  const failing = new GenError('InvalidState', 'validator-crashed');
  const { examining, begun, faults, holds } = await world(10, { failing });
  const [one, other] = await Promise.all([1, 2].map((size) => holds(binaryOf(size))));

  await expect(examining.of(one!)).rejects.toMatchObject({ reason: 'not-examined' });
  await expect(examining.of(other!)).rejects.toMatchObject({ reason: 'not-examined' });
  for (let post = 0; post < 3; post += 1)
    await expect(examining.of(one!)).rejects.toMatchObject({ reason: 'validator-crashed' });

  expect(begun).toEqual([one, other, one]);
  expect(faults).toHaveLength(3);
});

test('when as many wait as may, the largest is turned away, and what only arrived before all others', async () => {
  const { examining, begun, holds, goOn } = await world(2);
  const [first, large, small, tiny, arrived] = await Promise.all(
    [50, 40, 30, 20, 10].map((size) => holds(binaryOf(size))),
  );

  const asked = [examining.of(first!)];
  await expect.poll(() => begun).toEqual([first]);
  examining.arrived(arrived!);
  const turnedAway = examining.of(large!);
  asked.push(examining.of(small!), examining.of(tiny!));
  await expect(turnedAway).rejects.toMatchObject(busy);
  for (let left = 3; left > 0; left -= 1) await goOn();
  await Promise.all(asked);

  expect(begun).toEqual([first, tiny, small]);
});

test('who asks for what is being examined hears the same, and later without another look', async () => {
  const { examining, begun, holds, goOn } = await world(1);
  const sha256 = await holds(binaryOf(1));

  const asked = [examining.of(sha256), examining.of(sha256)];
  await goOn();
  const [one, other] = await Promise.all(asked);

  expect(other).toBe(one);
  expect(await examining.of(sha256)).toBe(one);
  expect(begun).toEqual([sha256]);
});

test('what is asked for and answered while its arrival is looked at is not examined again', async () => {
  const looked = Promise.withResolvers<void>();
  const { examining, begun, holds, goOn } = await world(10, {
    read: async (path, size) => {
      const isArrival = size === 4;
      if (isArrival) await looked.promise;
      return readBlob(path, size);
    },
  });
  const one = await holds(binaryOf(10));

  examining.arrived(one);
  const asked = examining.of(one);
  await goOn();
  await asked;
  looked.resolve();
  const other = await holds(binaryOf(20));
  examining.arrived(other);
  await expect.poll(() => begun).toContain(other);

  expect(begun).toEqual([one, other]);
});

test('the longest report that a relay lets through is kept too', async () => {
  const exports = Array.from({ length: 99_999 }, (_, at) => {
    const name = `${at}`.padEnd(114, '_');
    return { name, kind: 'function' as const, type: '()->()' };
  });
  const { examining, begun, holds, goOn } = await world(1, { listed: { exports } });
  const sha256 = await holds(binaryOf(1));

  await Promise.all([examining.of(sha256), goOn()]);
  expect(await examining.of(sha256)).toMatchObject({ exports: { length: 99_999 } });

  expect(begun).toEqual([sha256]);
});

test('of what arrives only binaries are examined by themselves', async () => {
  const { examining, begun, holds, goOn } = await world(1);
  const readme = await holds(new TextEncoder().encode('# Codec'));
  const binary = await holds(binaryOf(1));

  examining.arrived(readme);
  examining.arrived(binary);
  await goOn();

  expect(begun).toEqual([binary]);
});

test('a file that is not what its name says is a fault of the storage, and told to the log', async () => {
  const { examining, faults, holds, rots, goOn } = await world(1);
  const sha256 = await holds(binaryOf(1));
  await rots(sha256);

  const asked = examining.of(sha256);
  await Promise.all([goOn(), expect(asked).rejects.toMatchObject({ code: 'Storage', reason: 'blob-file' })]);

  expect(faults).toMatchObject([{ code: 'Storage' }]);
  await expect(examining.of(sha256Hex('gone'))).rejects.toMatchObject({ reason: 'blob-missing' });
});

test('reports are kept up to a number of bytes, those that were asked for last', () => {
  const kept = new KeptReports(40_000);
  const report = (imports: number): Examined => ({
    verdict: 'valid',
    checks: [],
    sha256: undefined,
    size: 8,
    exports: [],
    imports: Array.from({ length: imports }, () => ({
      module: 'env',
      name: 'log',
      kind: 'function',
      type: '',
    })),
  });
  const all = [...'abcde', 'huge'].map(sha256Hex);

  for (const sha256 of all.slice(0, 4)) kept.put(sha256, report(60));
  kept.get(all[0]!);
  kept.put(all[4]!, report(60));
  kept.put(all[5]!, report(600));

  expect(all.filter((sha256) => kept.get(sha256) !== undefined)).toEqual(
    [0, 2, 3, 4].map((place) => all[place]),
  );
});
