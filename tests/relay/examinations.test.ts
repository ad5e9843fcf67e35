import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import type { Sha256 } from '../../src/core/ids.ts';
import { NOTHING_READ, type WasmReport } from '../../src/core/wasm/wasm-report.ts';
import { examinations } from '../../src/relay/examinations.ts';
import { KeptReports, type Examined } from '../../src/relay/kept-reports.ts';
import { custom, wasm } from '../wasm/binary.ts';
import { emptyFolder, sha256Hex } from './world.ts';

/** A store with these binaries, and a validator that goes on when it is told to. */
async function world(waitingBinaries: number) {
  const folder = await emptyFolder();
  const sizes = new Map<Sha256, number>();
  const begun: Sha256[] = [];
  const underway: (() => void)[] = [];
  const faults: GenError[] = [];
  const examining = examinations({
    store: { folder, relativePath: (sha256) => join('blobs', sha256), size: (sha256) => sizes.get(sha256) },
    limits: { maxBlob: 1_000_000, waitingBinaries },
    atOnce: 1,
    metrics: { validated: () => undefined, gauge: () => undefined },
    onFault: (error) => void faults.push(error),
    validator: {
      async validate(source) {
        const bytes = new Uint8Array(source as ArrayBuffer);
        const sha256 = sha256Hex(bytes);
        begun.push(sha256);
        await new Promise<void>((resolve) => underway.push(resolve));
        const report: WasmReport = {
          verdict: 'valid',
          size: bytes.length,
          sha256,
          checks: [],
          ...NOTHING_READ,
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
