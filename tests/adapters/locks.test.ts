import { describe, expect, test } from 'vitest';
import { webLocks } from '../../src/adapters/browser/web-locks.ts';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Node has `navigator.locks` too. */
describe.each([
  ['locks in memory', memoryLocks],
  ['Web Locks', () => webLocks()],
])('%s', (_name, makeLocks) => {
  test('holders of one name come one after the other, in the order they asked', async () => {
    const locks = makeLocks();
    const seen: string[] = [];
    const holder = (who: string) =>
      locks.exclusive('order', async () => {
        seen.push(`${who} in`);
        await tick();
        seen.push(`${who} out`);
      });
    await Promise.all([holder('a'), holder('b'), holder('c')]);
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  test('another name does not wait', async () => {
    const locks = makeLocks();
    const inner = locks.exclusive('outer', () => locks.exclusive('inner', async () => 'through'));
    expect(await inner).toBe('through');
  });

  test('a holder that fails passes its failure on and the lock too', async () => {
    const locks = makeLocks();
    const failing = locks.exclusive('fails', () => Promise.reject(new Error('no')));
    const next = locks.exclusive('fails', async () => 'next');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
  });
});
