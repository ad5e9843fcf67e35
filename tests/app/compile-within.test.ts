import { expect, test } from 'vitest';
import { compileWithin } from '../../src/app/compile-within.ts';
import { FULL_MODULE } from '../wasm/binary.ts';
import { slowCalls } from '../wasm/bombs.ts';

const never = () => Promise.withResolvers<never>().promise;

test('what the engine compiles in time is compiled', async () => {
  expect(await compileWithin()(FULL_MODULE)).toBeInstanceOf(WebAssembly.Module);
});

test('what the engine refuses is refused with its own words', async () => {
  await expect(compileWithin()(FULL_MODULE.subarray(0, 40))).rejects.toThrow(WebAssembly.CompileError);
});

test('past the limit nobody waits, and the thread has answered others meanwhile', async () => {
  let answered = 0;
  const others = setInterval(() => (answered += 1), 1);

  const compiling = compileWithin(300)(slowCalls(4_000_000));

  await expect(compiling).rejects.toMatchObject({ code: 'Timeout', reason: 'compile', data: { limit: 300 } });
  clearInterval(others);
  expect(answered).toBeGreaterThan(10);
});

test('an abort ends the waiting at once; one from before begins none', async () => {
  const controller = new AbortController();
  const compiling = compileWithin(60_000, never)(FULL_MODULE, controller.signal);
  controller.abort();

  await expect(compiling).rejects.toMatchObject({ code: 'Cancelled' });
  await expect(compileWithin(60_000, never)(FULL_MODULE, AbortSignal.abort())).rejects.toMatchObject({
    code: 'Cancelled',
  });
});
