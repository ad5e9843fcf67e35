/**
 * One engine in a process of its own, so that its memory and the state of the compiler are its own: `node --expose-gc
 * engine-process.ts`, with an order as its one argument. Sends what it measured.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { median } from '../statistics.ts';
import { documentsOf, type Source } from './documents.ts';
import type { Searcher } from './engine.ts';
import { ENGINES, type EngineName } from './engines.ts';
import { typedTexts, wholeTexts } from './typed-queries.ts';

export interface EngineOrder {
  readonly engine: EngineName;
  readonly source: Source;
  /** File that the built index is saved to, or restored from. */
  readonly saved: string;
  readonly restores: boolean;
}

/** Times in milliseconds, memory and size in bytes. */
export interface BuiltFigures {
  readonly build: number;
  readonly keystrokes: readonly number[];
  /** Whole questions a second. */
  readonly throughput: number;
  readonly addOne: number;
  readonly size: number;
}

export interface RestoredFigures {
  /** From the saved bytes to the first answer. */
  readonly restore: number;
  readonly memory: number;
}

const SHOWN = 20;
const ADDED = 50;
const WARM_UP = 200;
/** A slow engine is asked no longer than this: fewer runs, and the table says how many. */
const LONGEST_MS = 30_000;

/** Milliseconds of each, until the time is over. */
function timesOf(texts: readonly string[], { find }: Searcher): number[] {
  const times: number[] = [];
  const end = performance.now() + LONGEST_MS;
  for (const text of texts) {
    const start = performance.now();
    if (start > end) break;
    find(text, SHOWN);
    times.push(performance.now() - start);
  }
  return times;
}

async function build({ engine, source, saved }: EngineOrder): Promise<BuiltFigures> {
  const documents = await documentsOf(source);
  const typed = typedTexts(documents);
  const whole = wholeTexts(documents);
  const start = performance.now();
  const searcher = ENGINES[engine].build(documents);
  const built = performance.now() - start;
  timesOf(whole.slice(0, WARM_UP), searcher);
  const keystrokes = timesOf(typed, searcher);
  const times = timesOf(whole.slice(WARM_UP), searcher);
  const throughput = (times.length / times.reduce((sum, time) => sum + time, 0)) * 1000;
  const bytes = await searcher.save();
  writeFileSync(saved, bytes);
  const added = documents.slice(0, ADDED).map((document, place) => {
    const begin = performance.now();
    searcher.add({ ...document, id: `io.added.module-${place}` });
    return performance.now() - begin;
  });
  return { build: built, keystrokes, throughput, addOne: median(added), size: bytes.length };
}

/** Heap and what is outside of it, after everything that can go is gone. */
function memoryInUse(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function restore({ engine, saved }: EngineOrder): Promise<RestoredFigures> {
  const restoring = ENGINES[engine].restore;
  if (restoring === undefined) throw new Error(`${engine} restores nothing`);
  const before = memoryInUse();
  const timed = async () => {
    // A view of its own memory: a small file would otherwise stand in a pool that others keep.
    const bytes = Uint8Array.from(readFileSync(saved));
    const start = performance.now();
    const searcher = await restoring(bytes);
    searcher.find('json', SHOWN);
    return { searcher, time: performance.now() - start };
  };
  const { searcher, time } = await timed();
  const memory = memoryInUse() - before;
  // Held until here, or the collector takes it before it is weighed.
  searcher.find('json', SHOWN);
  return { restore: time, memory };
}

const order = JSON.parse(process.argv[2] ?? '{}') as EngineOrder;
process.send?.(order.restores ? await restore(order) : await build(order));
process.disconnect();
