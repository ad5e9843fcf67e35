import { expose } from 'comlink';
import { expect, test } from 'vitest';
import type { ErrorCode } from '../../src/core/errors.ts';
import { validator } from '../../src/workers/validator-impl.ts';
import { openValidatorPool } from '../../src/workers/validator-pool.ts';
import type { ValidatorWorker } from '../../src/workers/validator-pool.ts';
import { FULL_MODULE } from './binary.ts';

const MAX = { maxSize: 1_000_000 };
const failsWith = (code: ErrorCode) => expect.objectContaining({ name: 'GenError', code });
const silent = { validate: () => Promise.withResolvers<never>().promise };

/** Workers over a message channel; the n-th offers the n-th api, later ones the last. */
function world(...apis: readonly object[]) {
  const workers: { terminated: boolean; crash: () => void }[] = [];
  const spawn = (): ValidatorWorker => {
    const { port1, port2 } = new MessageChannel();
    expose(apis[Math.min(workers.length, apis.length - 1)], port1);
    const events = new EventTarget();
    const worker = { terminated: false, crash: () => void events.dispatchEvent(new Event('error')) };
    workers.push(worker);
    const target = (type: string) => (type === 'message' ? port2 : events);
    return {
      postMessage: (message, transfer = []) => port2.postMessage(message, transfer),
      addEventListener: (type, listener) => target(type).addEventListener(type, listener),
      removeEventListener: (type, listener) => target(type).removeEventListener(type, listener),
      start: () => port2.start(),
      terminate() {
        worker.terminated = true;
        port1.close();
      },
    };
  };
  return { workers, spawn };
}

test('one worker does all jobs, and a buffer is moved to it, not copied', async () => {
  const { workers, spawn } = world(validator);
  const pool = openValidatorPool({ spawn });
  const buffer = FULL_MODULE.slice().buffer;

  const reports = await Promise.all([
    pool.validate(buffer, MAX),
    pool.validate(new Blob([FULL_MODULE]), MAX),
  ]);
  pool.close();

  expect(reports.map(({ verdict }) => verdict)).toEqual(['valid', 'valid']);
  expect(buffer.byteLength).toBe(0);
  expect(workers).toHaveLength(1);
});

test('a blob above the limit is not read', async () => {
  const pool = openValidatorPool({ spawn: world(validator).spawn });

  const report = await pool.validate(new Blob([FULL_MODULE]), { maxSize: 10 });
  pool.close();

  expect(report).toMatchObject({ verdict: 'invalid', size: FULL_MODULE.length, sha256: undefined });
});

test('a job past its time is killed with its worker, and the next one gets a new worker', async () => {
  const { workers, spawn } = world(silent, validator);
  const pool = openValidatorPool({ spawn, timeLimit: 50 });

  const [late, next] = await Promise.allSettled([
    pool.validate(new Blob([FULL_MODULE]), MAX),
    pool.validate(new Blob([FULL_MODULE]), MAX),
  ]);
  pool.close();

  expect(late).toMatchObject({ status: 'rejected', reason: failsWith('Timeout') });
  expect(next).toMatchObject({ status: 'fulfilled', value: { verdict: 'valid' } });
  expect(workers[0]?.terminated).toBe(true);
});

test('an abort ends a running job with its worker, and a waiting one at once', async () => {
  const { workers, spawn } = world(silent);
  const pool = openValidatorPool({ spawn });
  const abort = new AbortController();
  const running = pool.validate(new Blob([]), { ...MAX, signal: abort.signal });
  const waiting = pool.validate(new Blob([]), { ...MAX, signal: abort.signal });
  const settled = Promise.allSettled([running, waiting]);
  await Promise.resolve();

  abort.abort();

  const cancelled = { status: 'rejected', reason: failsWith('Cancelled') };
  expect(await settled).toMatchObject([cancelled, cancelled]);
  expect(workers.map(({ terminated }) => terminated)).toEqual([true]);
});

test('a worker that dies fails its job only', async () => {
  const { workers, spawn } = world(silent, validator);
  const pool = openValidatorPool({ spawn });
  const dying = pool.validate(new Blob([FULL_MODULE]), MAX);
  await Promise.resolve();

  workers[0]?.crash();

  await expect(dying).rejects.toEqual(failsWith('InvalidState'));
  expect(await pool.validate(new Blob([FULL_MODULE]), MAX)).toMatchObject({ verdict: 'valid' });
  pool.close();
});
