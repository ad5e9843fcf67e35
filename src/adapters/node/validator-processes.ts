import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MOST } from '../../core/wasm/limits.ts';
import { oversizeReport } from '../../core/wasm/report.ts';
import type { Validator } from '../../ports/validator.ts';
import { openPool, type PoolOptions, type Thread } from '../../validator/pool.ts';
import type { Message } from '../../validator/protocol.ts';

const ENTRY = fileURLToPath(new URL('./validator-process.ts', import.meta.url));
/** MiB of what JavaScript keeps; the bytes themselves and what the engine needs for them come on top. */
const HEAP = 512;
/** V8 keeps the types of all modules of a process, and ends the process at a million (see `MOST.types`). */
const TYPES_A_PROCESS = 800_000;
/** Milliseconds. Whatever goes on for longer without a pause counts as this much. */
const TICK = 100;

/**
 * Validators in processes of their own, started when there is something to judge; idle ones end after a while and keep
 * nobody from exiting. By default one core is left to the caller.
 *
 * Processes, not worker threads: V8 does not leave a function that it is validating, so a thread that was terminated goes
 * on, and its process can neither exit nor get the memory back; and where V8 runs out of memory, it ends the process.
 */
export function openValidatorProcesses(
  options: Partial<Pick<PoolOptions, 'size' | 'timeLimit' | 'idleLimit'>> = {},
): Validator {
  const size = Math.max(1, Math.min(2, availableParallelism() - 1));
  const pool = openPool({ size, ...options, start: startProcess, after });
  return {
    async validate(source, asked) {
      if (source instanceof ArrayBuffer) return pool.validate(source, asked);
      // A blob does not pass between processes.
      if (source.size > asked.maxSize) return oversizeReport(source.size, asked.maxSize);
      return pool.validate(await source.arrayBuffer(), asked);
    },
    close: () => pool.close(),
  };
}

const startProcess: PoolOptions['start'] = ({ message, died }): Thread => {
  const child = fork(ENTRY, {
    execArgv: [`--max-old-space-size=${HEAP}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const rest = () => {
    child.unref();
    child.channel?.unref();
  };
  let types = 0;
  child.on('message', (heard: Message) => {
    if (heard.kind !== 'read') rest();
    // What failed may have declared as many as are let through.
    if (heard.kind === 'report') types += heard.report.typeCount;
    if (heard.kind === 'failed') types += MOST.types;
    message(heard);
  });
  child.on('error', (error) => died(error.message));
  child.on('exit', (code, signal) => died(`ended with ${signal ?? code}`));
  return {
    post(job) {
      child.ref();
      child.channel?.ref();
      child.send(job);
    },
    worn: () => types + MOST.types > TYPES_A_PROCESS,
    kill() {
      rest();
      child.kill('SIGKILL');
    },
  };
};

/**
 * Counts the time in which an answer could have been heard: while this process is kept busy (a report of a million names
 * takes seconds to read and to print) the answers of the others wait, and none of them is late. Whoever waits for a job is
 * held by its process; a timer holds nobody.
 */
function after(time: number, act: () => void): () => void {
  const tick = Math.min(TICK, time);
  let left = time;
  const timer = setInterval(() => {
    left -= tick;
    if (left > 0) return;
    clearInterval(timer);
    act();
  }, tick).unref();
  return () => clearInterval(timer);
}
