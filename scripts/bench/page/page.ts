/** In Chromium: the report on a binary, by the worker code and the pool of the app, and the floor in the same worker. */
import { openValidatorPool } from '../../../src/workers/validator-pool.ts';
import { withMark } from '../mark.ts';
import type { Task, TaskAnswer } from './task.ts';

const MAX_SIZE = 64 * 1024 * 1024;
const WARM_UP = 3;

/** Milliseconds. */
export interface BrowserTimes {
  /** In the worker. */
  readonly report: number[];
  /** In the same worker. */
  readonly floor: number[];
  /** From the page's call to the page's answer. */
  readonly asked: number[];
}

declare global {
  interface Window {
    measureValidation(address: string, runs: number): Promise<BrowserTimes>;
  }
}

const pool = openValidatorPool();
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/** A buffer of its own, as it is moved. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

async function inWorker(what: Task['what'], bytes: Uint8Array): Promise<number> {
  const task: Task = { what, source: copyOf(bytes) };
  const answer = await new Promise<TaskAnswer>((resolve, reject) => {
    const once = { once: true };
    worker.addEventListener('message', ({ data }: MessageEvent<TaskAnswer>) => resolve(data), once);
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), once);
    worker.postMessage(task, [task.source]);
  });
  if ('failure' in answer) throw new Error(answer.failure);
  return answer.ms;
}

async function asked(bytes: Uint8Array): Promise<number> {
  const source = copyOf(bytes);
  const start = performance.now();
  const { verdict } = await pool.validate(source, { maxSize: MAX_SIZE });
  if (verdict !== 'valid') throw new Error(`a real module is called ${verdict}`);
  return performance.now() - start;
}

/** In turns, over bytes that the engine has not seen before. */
window.measureValidation = async (address, runs) => {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const times: BrowserTimes = { report: [], floor: [], asked: [] };
  const turns = [
    { list: times.report, work: (marked: Uint8Array) => inWorker('report', marked) },
    { list: times.floor, work: (marked: Uint8Array) => inWorker('floor', marked) },
    { list: times.asked, work: asked },
  ];
  for (let run = 0; run < WARM_UP + runs; run += 1) {
    for (let turn = 0; turn < turns.length; turn += 1) {
      const { list, work } = turns[(run + turn) % turns.length] as (typeof turns)[number];
      const time = await work(withMark(bytes, run * turns.length + turn));
      if (run >= WARM_UP) list.push(time);
    }
  }
  return times;
};
