import { expect, test } from 'vitest';
import type { ErrorCode } from '../../src/core/errors.ts';
import { judge } from '../../src/validator/judge.ts';
import { openPool, type PoolOptions } from '../../src/validator/pool.ts';
import type { Job } from '../../src/validator/protocol.ts';
import { FULL_MODULE } from './binary.ts';

const MAX = { maxSize: 1_000_000 };
const failsWith = (code: ErrorCode) => expect.objectContaining({ name: 'GenError', code });
const module = () => new Blob([FULL_MODULE]);
const ticks = () => new Promise((resolve) => setTimeout(resolve, 0));

type Listener = Parameters<PoolOptions['start']>[0];
type Act = (job: Job, listener: Listener) => void;

const judges: Act = (job, { message }) => void judge(job, message);
const silent: Act = () => undefined;
const read: Act = ({ source }, { message }) => {
  const total = source instanceof Blob ? source.size : source.byteLength;
  queueMicrotask(() => message({ kind: 'read', done: total, total }));
};

interface Timer {
  readonly time: number;
  readonly act: () => void;
}

/** Threads that do as they are told: the n-th acts as the n-th, later ones as the last; and a clock that is moved by hand. */
function world(acts: readonly Act[], { size = 1, lasts = Infinity } = {}) {
  const threads: { jobs: number; killed: boolean; die: () => void }[] = [];
  const timers = new Set<Timer>();
  const pool = openPool({
    size,
    timeLimit: 5,
    readLimit: 20,
    idleLimit: 60,
    start(listener) {
      const act = acts[Math.min(threads.length, acts.length - 1)] ?? silent;
      const thread = { jobs: 0, killed: false, die: () => listener.died('it broke') };
      threads.push(thread);
      return {
        post(job) {
          thread.jobs += 1;
          act(job, listener);
        },
        kill: () => void (thread.killed = true),
        worn: () => thread.jobs >= lasts,
      };
    },
    after(time, act) {
      const timer = { time, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  const pass = (time: number) => {
    for (const timer of new Set(timers)) {
      if (timer.time > time) continue;
      timers.delete(timer);
      timer.act();
    }
  };
  return { pool, threads, timers, pass };
}

test('one thread does one job after the other', async () => {
  const { pool, threads } = world([judges]);

  const reports = await Promise.all([
    pool.validate(FULL_MODULE.slice().buffer, MAX),
    pool.validate(module(), MAX),
  ]);

  expect(reports.map(({ verdict }) => verdict)).toEqual(['valid', 'valid']);
  expect(threads).toMatchObject([{ jobs: 2, killed: false }]);
});

test('as many jobs run at once as there may be threads, and the others wait in order', async () => {
  const { pool, threads, pass } = world([silent], { size: 2 });

  const jobs = [1, 2, 3].map(() => pool.validate(module(), MAX));
  expect(threads).toMatchObject([{ jobs: 1 }, { jobs: 1 }]);
  pass(20);

  expect(await Promise.allSettled(jobs.slice(0, 2))).toMatchObject([
    { reason: failsWith('Timeout') },
    { reason: failsWith('Timeout') },
  ]);
  expect(threads).toMatchObject([{ killed: true }, { killed: true }, { jobs: 1, killed: false }]);
  pool.close();
  await expect(jobs[2]).rejects.toEqual(failsWith('Cancelled'));
});

test('no thread is started before there is a job, and one without a job for long is ended', async () => {
  const { pool, threads, pass } = world([judges]);
  expect(threads).toEqual([]);

  await pool.validate(module(), MAX);
  pass(59);
  expect(threads).toMatchObject([{ killed: false }]);
  pass(60);
  expect(threads).toMatchObject([{ killed: true }]);

  expect(await pool.validate(module(), MAX)).toMatchObject({ verdict: 'valid' });
  expect(threads).toHaveLength(2);
});

test('a thread that is worn out is given no further job', async () => {
  const { pool, threads } = world([judges], { lasts: 2 });

  await Promise.all([1, 2, 3].map(() => pool.validate(module(), MAX)));

  expect(threads).toMatchObject([
    { jobs: 2, killed: true },
    { jobs: 1, killed: false },
  ]);
});

test('a blob above the limit is not read', async () => {
  const { pool } = world([judges]);

  const report = await pool.validate(module(), { maxSize: 10 });

  expect(report).toMatchObject({ verdict: 'invalid', size: FULL_MODULE.length, sha256: undefined });
});

test('a job past its time is killed with its thread, and the next one gets a new thread', async () => {
  const { pool, threads, pass } = world([silent, judges]);
  const late = pool.validate(module(), MAX);
  const next = pool.validate(module(), MAX);

  pass(20);

  await expect(late).rejects.toEqual(failsWith('Timeout'));
  expect(await next).toMatchObject({ verdict: 'valid' });
  expect(threads).toMatchObject([{ killed: true }, { killed: false }]);
});

test('the time to judge begins when all bytes are read: what the reading left over is not given to a compile', async () => {
  const { pool, timers, pass } = world([read]);

  const late = pool.validate(module(), MAX);
  await ticks();

  expect([...timers].map(({ time }) => time)).toEqual([5]);
  pass(5);
  await expect(late).rejects.toEqual(failsWith('Timeout'));
  expect(timers.size).toBe(0);
});

test('an abort ends a running job with its thread, and a waiting one at once', async () => {
  const { pool, threads } = world([silent, judges]);
  const [running, waiting] = [new AbortController(), new AbortController()];
  const first = pool.validate(module(), { ...MAX, signal: running.signal });
  const second = pool.validate(module(), { ...MAX, signal: waiting.signal });
  const third = pool.validate(module(), MAX);

  waiting.abort();
  await expect(second).rejects.toEqual(failsWith('Cancelled'));
  expect(threads).toMatchObject([{ jobs: 1, killed: false }]);
  running.abort();

  await expect(first).rejects.toEqual(failsWith('Cancelled'));
  expect(await third).toMatchObject({ verdict: 'valid' });
  expect(threads).toMatchObject([{ killed: true }, { jobs: 1 }]);
});

test('a job that was aborted before it was given starts no thread', async () => {
  const { pool, threads } = world([judges]);

  const job = pool.validate(module(), { ...MAX, signal: AbortSignal.abort() });

  await expect(job).rejects.toEqual(failsWith('Cancelled'));
  expect(threads).toEqual([]);
});

test('a thread that dies fails its job only', async () => {
  const { pool, threads } = world([silent, judges]);
  const dying = pool.validate(module(), MAX);
  const next = pool.validate(module(), MAX);

  threads[0]?.die();

  await expect(dying).rejects.toMatchObject({ code: 'InvalidState', data: { text: 'it broke' } });
  expect(await next).toMatchObject({ verdict: 'valid' });
});

test('a thread that cannot be started, or not be given the job, fails that job only', async () => {
  const broken: Act = () => {
    throw new Error('cannot be cloned');
  };
  const { pool } = world([broken]);

  const jobs = await Promise.allSettled([pool.validate(module(), MAX), pool.validate(module(), MAX)]);

  expect(jobs).toMatchObject([{ reason: failsWith('InvalidState') }, { reason: failsWith('InvalidState') }]);
});

test('what a killed thread still says is not heard', async () => {
  const heard: Listener[] = [];
  const { pool, pass } = world([(_, listener) => void heard.push(listener), judges]);
  const late = pool.validate(module(), MAX);
  const next = pool.validate(module(), MAX);
  pass(20);

  heard[0]?.died('later');
  heard[0]?.message({ kind: 'failed', error: { code: 'Storage', reason: 'later', data: {} } });

  await expect(late).rejects.toEqual(failsWith('Timeout'));
  expect(await next).toMatchObject({ verdict: 'valid' });
});

test('how far the reading is, is told, and at its end always', async () => {
  const { pool } = world([judges]);
  const told: unknown[] = [];
  const large = new Blob([FULL_MODULE, new Uint8Array(900_000)]);

  await pool.validate(large, { ...MAX, onProgress: (progress) => told.push(progress) });

  expect(told.at(-1)).toEqual({ done: large.size, total: large.size });
});

test('after a close nothing runs and nobody waits for ever', async () => {
  const { pool, threads, timers } = world([silent]);
  const jobs = Promise.allSettled([pool.validate(module(), MAX), pool.validate(module(), MAX)]);
  await ticks();

  pool.close();

  const cancelled = { reason: failsWith('Cancelled') };
  expect(await jobs).toMatchObject([cancelled, cancelled]);
  await expect(pool.validate(module(), MAX)).rejects.toMatchObject({ reason: 'validator-closed' });
  expect(threads).toMatchObject([{ killed: true }]);
  expect(timers.size).toBe(0);
});
