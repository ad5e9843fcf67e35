import { fromPlainError, GenError, toGenError } from '../core/errors.ts';
import type { WasmReport } from '../core/wasm/wasm-report.ts';
import type { ValidationOptions, Validator } from '../ports/validator.ts';
import type { Job, Message } from './protocol.ts';

/** A worker of a browser, a process of Node. */
export interface Thread {
  /** Gives it its next job; the bytes are moved where the platform can. @throws what cannot be sent. */
  post(job: Job): void;
  kill(): void;
  /** Whether it must not be given another job. */
  worn?(): boolean;
}

interface ThreadListener {
  message(message: Message): void;
  /** It ended, and nobody killed it. */
  died(text: string): void;
}

export interface PoolOptions {
  readonly start: (listener: ThreadListener) => Thread;
  /** Threads at once. */
  readonly size: number;
  /** Milliseconds for the bytes to be judged, once they are read: a hostile binary gets no more. */
  readonly timeLimit?: number | undefined;
  /** Milliseconds for a thread to start and to read the bytes. */
  readonly readLimit?: number | undefined;
  /** Milliseconds after which a thread without a job gives its memory back. */
  readonly idleLimit?: number | undefined;
  /** A timer, in milliseconds. @returns what stops it. */
  readonly after?: ((time: number, act: () => void) => () => void) | undefined;
}

const TIME_LIMIT = 5_000;
const READ_LIMIT = 15_000;
const IDLE_LIMIT = 30_000;

interface Run {
  readonly job: Job;
  readonly onProgress: ValidationOptions['onProgress'];
  readonly done: (report: WasmReport) => void;
  readonly failed: (error: GenError) => void;
}

interface Slot {
  readonly thread: Thread;
  run?: Run | undefined;
  stopClock?: (() => void) | undefined;
}

/**
 * Jobs in order, each on a thread of its own that is killed with it: past its time, by its signal, when it crashes. The
 * others go on. Threads are started when they are needed and kept for a while.
 */
export function openPool(options: PoolOptions): Validator {
  const {
    start,
    size,
    timeLimit = TIME_LIMIT,
    readLimit = READ_LIMIT,
    idleLimit = IDLE_LIMIT,
    after = timer,
  } = options;
  const waiting: Run[] = [];
  const slots = new Set<Slot>();
  const closedError = () => new GenError('Cancelled', 'validator-closed');
  let closed = false;

  function open(): Slot {
    const slot: Slot = {
      thread: start({
        message: (message) => heard(slot, message),
        died: (text) => end(slot, new GenError('InvalidState', 'validator-crashed', { text })),
      }),
    };
    slots.add(slot);
    return slot;
  }

  function setClock(slot: Slot, time: number, ended: () => GenError | undefined): void {
    slot.stopClock?.();
    slot.stopClock = after(time, () => end(slot, ended()));
  }

  const giveTime = (slot: Slot, limit: number) =>
    setClock(slot, limit, () => new GenError('Timeout', 'validation', { limit }));
  const letRest = (slot: Slot) => setClock(slot, idleLimit, () => undefined);

  function next(): void {
    for (let run = waiting[0]; run !== undefined; run = waiting[0]) {
      const idle = [...slots].find((slot) => slot.run === undefined);
      if (idle === undefined && slots.size >= size) return;
      waiting.shift();
      try {
        begin(idle ?? open(), run);
      } catch (error) {
        run.failed(toGenError(error));
      }
    }
  }

  function begin(slot: Slot, run: Run): void {
    try {
      slot.thread.post(run.job);
      slot.run = run;
      giveTime(slot, readLimit);
    } catch (error) {
      letRest(slot);
      throw error;
    }
  }

  function heard(slot: Slot, message: Message): void {
    const { run } = slot;
    // A thread that was killed may have spoken before.
    if (run === undefined || !slots.has(slot)) return;
    if (message.kind === 'read') {
      const { done, total } = message;
      if (done === total) giveTime(slot, timeLimit);
      run.onProgress?.({ done, total });
      return;
    }
    slot.run = undefined;
    letRest(slot);
    if (message.kind === 'report') run.done(message.report);
    else run.failed(fromPlainError(message.error));
    if (slot.thread.worn?.() === true) end(slot);
    else next();
  }

  function end(slot: Slot, error?: GenError): void {
    if (!slots.delete(slot)) return;
    slot.stopClock?.();
    slot.thread.kill();
    if (error !== undefined) slot.run?.failed(error);
    next();
  }

  function stop(run: Run, error: GenError): void {
    const place = waiting.indexOf(run);
    if (place >= 0) waiting.splice(place, 1);
    for (const slot of slots) if (slot.run === run) end(slot, error);
    run.failed(error);
  }

  return {
    async validate(source, { signal, onProgress, ...asked }) {
      if (closed) throw closedError();
      if (signal?.aborted === true) throw toGenError(signal.reason, 'Cancelled');
      const { promise, resolve, reject } = Promise.withResolvers<WasmReport>();
      const run: Run = { job: { source, ...asked }, onProgress, done: resolve, failed: reject };
      const aborted = () => stop(run, toGenError(signal?.reason, 'Cancelled'));
      signal?.addEventListener('abort', aborted);
      waiting.push(run);
      next();
      try {
        return await promise;
      } finally {
        signal?.removeEventListener('abort', aborted);
      }
    },
    close() {
      closed = true;
      for (const run of waiting.splice(0)) run.failed(closedError());
      for (const slot of slots) end(slot, closedError());
    },
  };
}

function timer(time: number, act: () => void): () => void {
  const id = setTimeout(act, time);
  return () => clearTimeout(id);
}
