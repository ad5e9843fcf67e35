import { transfer, wrap } from 'comlink';
import type { Endpoint, Remote } from 'comlink';
import { fromPlainError, GenError, toGenError } from '../core/errors.ts';
import type { WasmReport } from '../core/wasm/report.ts';
import type { ValidateOptions, ValidatorAnswer, ValidatorApi } from './validator-api.ts';

/** The part of a `Worker` that is used. */
export interface ValidatorWorker extends Endpoint {
  terminate(): void;
}

export interface ValidatorPool {
  /**
   * Jobs run one at a time, in order. An `ArrayBuffer` is transferred: it is empty afterwards; give a `Blob` to keep
   * the bytes.
   *
   * @throws GenError Timeout past the time limit, Cancelled by `signal` (both kill the worker; the next job gets a
   *         new one), InvalidState when the worker dies or the engine cannot compile at all.
   */
  validate(
    source: ArrayBuffer | Blob,
    options: ValidateOptions & { signal?: AbortSignal },
  ): Promise<WasmReport>;
  close(): void;
}

interface PoolOptions {
  readonly spawn?: () => ValidatorWorker;
  /** Milliseconds for one job, from its start. */
  readonly timeLimit?: number;
}

const DEFAULT_TIME_LIMIT = 10_000;

interface Running {
  readonly worker: ValidatorWorker;
  readonly api: Remote<ValidatorApi>;
}

function spawnValidator(): ValidatorWorker {
  return new Worker(new URL('./validator.ts', import.meta.url), { type: 'module', name: 'validator' });
}

export function openValidatorPool({
  spawn = spawnValidator,
  timeLimit = DEFAULT_TIME_LIMIT,
}: PoolOptions = {}): ValidatorPool {
  let running: Running | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Running {
    const worker = spawn();
    return { worker, api: wrap<ValidatorApi>(worker) };
  }

  function kill(): void {
    running?.worker.terminate();
    running = undefined;
  }

  async function run(
    source: ArrayBuffer | Blob,
    options: ValidateOptions,
    abort: Hindrance,
  ): Promise<WasmReport> {
    abort.check();
    running ??= start();
    const { worker, api } = running;
    const { maxSize, policy } = options;
    const late = timeout(timeLimit);
    const crash = crashOf(worker);
    const sent = source instanceof Blob ? source : transfer(source, [source]);
    let answer: ValidatorAnswer;
    try {
      const answered = api.validate(sent, { maxSize, policy });
      answer = await Promise.race([answered, late.happens, crash.happens, abort.happens]);
    } catch (error) {
      kill();
      throw toGenError(error);
    } finally {
      late.dispose();
      crash.dispose();
    }
    if (!answer.ok) throw fromPlainError(answer.error);
    return answer.report;
  }

  return {
    async validate(source, { signal, ...options }) {
      const abort = abortOf(signal);
      const job = last.then(() => run(source, options, abort));
      last = job.catch(() => 'the caller of that job has the error');
      try {
        return await Promise.race([job, abort.happens]);
      } finally {
        abort.dispose();
      }
    },
    close: kill,
  };
}

/** Something that ends a job early: `happens` only ever rejects. */
interface Hindrance {
  readonly happens: Promise<never>;
  check(): void;
  dispose(): void;
}

function timeout(limit: number): Hindrance {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new GenError('Timeout', 'validation', { limit })), limit);
  return { happens: promise, check: () => undefined, dispose: () => clearTimeout(timer) };
}

function crashOf(worker: ValidatorWorker): Hindrance {
  const { promise, reject } = Promise.withResolvers<never>();
  const crashed = (event: Event) => {
    const text = 'message' in event ? String(event.message) : event.type;
    reject(new GenError('InvalidState', 'validator-crashed', { text }));
  };
  worker.addEventListener('error', crashed);
  worker.addEventListener('messageerror', crashed);
  return {
    happens: promise,
    check: () => undefined,
    dispose() {
      worker.removeEventListener('error', crashed);
      worker.removeEventListener('messageerror', crashed);
    },
  };
}

function abortOf(signal: AbortSignal | undefined): Hindrance {
  const { promise, reject } = Promise.withResolvers<never>();
  const aborted = () => reject(toGenError(signal?.reason, 'Cancelled'));
  if (signal?.aborted === true) aborted();
  else signal?.addEventListener('abort', aborted);
  return {
    happens: promise,
    check() {
      if (signal?.aborted === true) throw toGenError(signal.reason, 'Cancelled');
    },
    dispose: () => signal?.removeEventListener('abort', aborted),
  };
}
