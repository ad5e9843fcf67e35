import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processLocks } from '../../src/cli/process-locks.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen-locks-'));
});
afterEach(() => rm(folder, { recursive: true }));

const signal = new AbortController().signal;

test('two holders of one folder take turns', async () => {
  const [one, two] = [processLocks(folder, signal), processLocks(folder, signal)];
  const order: string[] = [];
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();

  const first = one.exclusive('drain', async () => {
    begin();
    await done;
    order.push('first');
  });
  await begun;
  const second = two.exclusive('drain', async () => order.push('second'));
  finish();
  await Promise.all([first, second]);

  expect(order).toEqual(['first', 'second']);
});

test('a failure lets go of the lock', async () => {
  const locks = processLocks(folder, signal);

  await expect(locks.exclusive('drain', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await processLocks(folder, signal).exclusive('drain', async () => 'free')).toBe('free');
});

test('who gives up waiting is told Cancelled, and the other keeps the lock', async () => {
  const stop = new AbortController();

  const outcome = await processLocks(folder, signal).exclusive('drain', async () => {
    const waiting = processLocks(folder, stop.signal).exclusive('drain', async () => 'in');
    stop.abort();
    return waiting.catch((thrown: unknown) => thrown);
  });

  expect(outcome).toMatchObject({ code: 'Cancelled' });
});
