import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Finding } from './finding.ts';
import { runCase, soakOriginals } from './wasm-case.ts';

const CASES = 1_000_000;
const SEED = 20_261_121;
/** Named in the finding, so that each can be looked at by its number. */
const NAMED = 5;

export interface WasmSoakOptions {
  /** Cases. */
  readonly count?: number | undefined;
  readonly seed?: number | undefined;
  /** This one alone, told in full; its bytes are kept. */
  readonly only?: number | undefined;
}

/** What a thread is given: the cases `first`, `first + step` … below `count`. */
export interface ThreadPart {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** What became of some cases; sums of pieces are pieces. */
export interface ThreadPiece {
  cases: number;
  readonly verdicts: Record<string, number>;
  documented: number;
  readonly broken: { readonly thrown: boolean; readonly text: string }[];
  slowest: { readonly number: number; readonly ms: number };
}

const format = (value: number): string => value.toLocaleString('en');

async function runThread(part: ThreadPart, add: (piece: ThreadPiece) => void): Promise<void> {
  const thread = new Worker(new URL('./wasm-thread.ts', import.meta.url), { workerData: part });
  thread.on('message', add);
  const [code] = (await once(thread, 'exit')) as [number];
  if (code !== 0) throw new Error(`a thread ended with ${code}`);
}

async function sumOfThreads(seed: number, count: number): Promise<ThreadPiece> {
  const sum: ThreadPiece = {
    cases: 0,
    verdicts: {},
    documented: 0,
    broken: [],
    slowest: { number: 0, ms: 0 },
  };
  let told = 0;
  const add = (piece: ThreadPiece): void => {
    sum.cases += piece.cases;
    for (const [verdict, times] of Object.entries(piece.verdicts)) {
      sum.verdicts[verdict] = (sum.verdicts[verdict] ?? 0) + times;
    }
    sum.documented += piece.documented;
    sum.broken.push(...piece.broken);
    if (piece.slowest.ms > sum.slowest.ms) sum.slowest = piece.slowest;
    if (sum.cases - told < 50_000) return;
    told = sum.cases;
    console.error(`soak: wasm, ${format(told)} of ${format(count)} cases, ${sum.broken.length} broken.`);
  };
  const step = availableParallelism();
  const threads = Array.from({ length: step }, (_, first) => runThread({ seed, first, step, count }, add));
  await Promise.all(threads);
  return sum;
}

/** One case again, told in full. */
async function lookAt(seed: number, number: number): Promise<Finding[]> {
  const originals = await soakOriginals();
  const { mutation, verdict, reason, broken } = await runCase(originals, seed, number);
  const file = join(tmpdir(), `gen-soak-wasm-${seed}-${number}.wasm`);
  await writeFile(file, mutation.bytes);
  const said = reason === undefined ? verdict : `${verdict} (${reason})`;
  const name = originals.names[mutation.original];
  const facts = [`seed ${seed}`, name, mutation.edits.join(', '), said, broken, file];
  return [
    {
      what: `case ${number}`,
      runs: 1,
      broken: broken === undefined ? 0 : 1,
      measured: facts.filter((fact) => fact !== undefined).join('; '),
    },
  ];
}

/** Mutations of real modules before the whole report, and before the engine that runs this. */
export async function wasm({ count = CASES, seed = SEED, only }: WasmSoakOptions = {}): Promise<Finding[]> {
  if (only !== undefined) return lookAt(seed, only);
  const { cases, verdicts, documented, broken, slowest } = await sumOfThreads(seed, count);
  const thrown = broken.filter((each) => each.thrown);
  const others = broken.filter((each) => !each.thrown);
  const mix = Object.entries(verdicts).toSorted(([, a], [, b]) => b - a);
  const named = (list: readonly { readonly text: string }[]) => list.slice(0, NAMED).map(({ text }) => text);
  const slow = `slowest ${slowest.ms.toFixed(0)} ms (case ${slowest.number})`;
  return [
    {
      what: 'a mutation of a real module gets a report, and nothing is thrown',
      runs: cases,
      broken: thrown.length + (count - cases),
      measured: [
        `seed ${seed}`,
        ...mix.map(([verdict, times]) => `${format(times)} ${verdict}`),
        slow,
        ...named(thrown),
      ].join('; '),
    },
    {
      what: 'it is called valid if and only if the engine takes it, with the imports and exports that the engine lists',
      runs: cases,
      broken: others.length,
      measured: [
        `${format(documented)} stricter than the engine for a documented reason`,
        ...named(others),
      ].join('; '),
    },
  ];
}
