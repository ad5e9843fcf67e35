import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { openValidatorProcesses } from '../../src/adapters/node/validator-processes.ts';
import type { Validator } from '../../src/ports/validator.ts';
import { FULL_MODULE } from '../wasm/binary.ts';
import { oneRecursionGroup, slowCalls } from '../wasm/bombs.ts';

const MAX = { maxSize: 64_000_000 };
let validator: Validator;

afterEach(() => validator.close());

test('a buffer and a blob are judged in another process, and an error crosses as what it is', async () => {
  validator = openValidatorProcesses();
  const told: unknown[] = [];

  const reports = await Promise.all([
    validator.validate(FULL_MODULE.slice().buffer, { ...MAX, onProgress: (far) => told.push(far) }),
    validator.validate(new Blob([FULL_MODULE]), { ...MAX, policy: { allow: ['nothing'] } }),
    validator.validate(new Blob([FULL_MODULE]), { maxSize: 10 }),
  ]);

  expect(reports).toMatchObject([
    { verdict: 'valid', size: FULL_MODULE.length },
    { verdict: 'policy' },
    { verdict: 'invalid', sha256: undefined },
  ]);
  expect(told).toEqual([{ done: FULL_MODULE.length, total: FULL_MODULE.length }]);
});

test('a module that keeps the engine busy is killed at its limit, and the next is judged', async () => {
  validator = openValidatorProcesses({ size: 1, timeLimit: 1_000 });
  const slow = slowCalls(4_900_000).buffer;

  const [late, next] = await Promise.allSettled([
    validator.validate(slow, MAX),
    validator.validate(FULL_MODULE.slice().buffer, MAX),
  ]);

  expect(late).toMatchObject({ reason: { code: 'Timeout', reason: 'validation' } });
  expect(next).toMatchObject({ value: { verdict: 'valid' } });
});

test('an abort kills what the engine is busy with', async () => {
  validator = openValidatorProcesses({ size: 1 });
  const controller = new AbortController();

  const job = validator.validate(slowCalls(4_900_000).buffer, {
    ...MAX,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });

  await expect(job).rejects.toMatchObject({ code: 'Cancelled' });
});

test('an abort while a blob is read is heard before its bytes are judged', async () => {
  validator = openValidatorProcesses({ size: 1 });
  const controller = new AbortController();

  const job = validator.validate(new Blob([FULL_MODULE]), { ...MAX, signal: controller.signal });
  controller.abort();

  await expect(job).rejects.toMatchObject({ code: 'Cancelled' });
});

test('an answer that comes while the caller is busy is not late', async () => {
  validator = openValidatorProcesses({ size: 1, timeLimit: 1_000 });
  const busy = () => {
    for (const end = performance.now() + 1_500; performance.now() < end;);
  };

  const report = validator.validate(slowCalls(300_000).buffer, { ...MAX, onProgress: busy });

  expect(await report).toMatchObject({ verdict: 'valid' });
});

test('modules that together have more types than V8 bears in one process are all judged', async () => {
  validator = openValidatorProcesses({ size: 1 });

  const verdicts: string[] = [];
  for (let index = 0; index < 12; index += 1) {
    const { verdict } = await validator.validate(oneRecursionGroup(100_000, index).buffer, MAX);
    verdicts.push(verdict);
  }

  expect(new Set(verdicts)).toEqual(new Set(['valid']));
});

test('a process that has its answer can exit, idle validators or not', () => {
  const adapter = fileURLToPath(new URL('../../src/adapters/node/validator-processes.ts', import.meta.url));
  const script = `
    import { openValidatorProcesses } from ${JSON.stringify(adapter)};
    const { verdict } = await openValidatorProcesses().validate(new ArrayBuffer(8), { maxSize: 9 });
    console.log(verdict);`;

  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 20_000,
  });

  expect({ status, stdout }).toEqual({ status: 0, stdout: 'invalid\n' });
  validator = openValidatorProcesses();
});
