/** Beside the app's own worker, so that both sides are timed where they run, without the way there and back. */
import { judge } from '../../../src/validator/judge.ts';
import type { Message } from '../../../src/validator/protocol.ts';
import { digest } from '../mark.ts';
import type { Task, TaskAnswer } from './task.ts';

const MAX_SIZE = 64 * 1024 * 1024;

async function report(source: ArrayBuffer): Promise<void> {
  const said: Message[] = [];
  await judge({ source, maxSize: MAX_SIZE, policy: undefined }, (message) => said.push(message));
  const last = said.at(-1);
  if (last?.kind !== 'report' || last.report.verdict !== 'valid') throw new Error('not called valid');
}

async function floor(source: ArrayBuffer): Promise<void> {
  const bytes = new Uint8Array(source);
  if (!WebAssembly.validate(bytes)) throw new Error('does not validate');
  await digest(bytes);
}

async function run({ what, source }: Task): Promise<TaskAnswer> {
  const work = what === 'report' ? report : floor;
  const start = performance.now();
  try {
    await work(source);
    return { ms: performance.now() - start };
  } catch (thrown) {
    return { failure: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<Task>) => {
  void run(data).then((answer) => self.postMessage(answer));
});
