import { expect, test } from 'vitest';
import { reportOn } from '../../src/core/wasm/report.ts';
import { custom, elements, FULL_MODULE, I32, wasm } from './binary.ts';
import { MALFORMED } from './malformed.ts';
import { digest } from './world.ts';

const options = { maxSize: 1_000_000, digest };

test.each(MALFORMED)('%s is invalid (%s), as the engine says too', async (_rule, reason, bytes) => {
  const report = await reportOn(bytes, options);

  expect(report.verdict).toBe('invalid');
  expect(report.checks.at(-1)?.reason).toMatch(new RegExp(`^${reason} at byte \\d+`));
  expect(WebAssembly.validate(bytes)).toBe(false);
});

test('a module of every section is valid, and cut off anywhere it is exactly as valid as for the engine', async () => {
  expect((await reportOn(FULL_MODULE, options)).verdict).toBe('valid');

  for (let length = 0; length < FULL_MODULE.length; length += 1) {
    const bytes = FULL_MODULE.slice(0, length);
    const { verdict } = await reportOn(bytes, options);
    expect([length, verdict]).toEqual([length, WebAssembly.validate(bytes) ? 'valid' : 'invalid']);
  }
});

test('the offset of a failure is where the failing thing begins', async () => {
  const { checks } = await reportOn(wasm(custom('first'), [14, 1, 0]), options);

  expect(checks.at(-1)).toEqual({ name: 'structure', ok: false, reason: 'section-id at byte 16 (14)' });
});

test('element segments of numbers are invalid though V8 takes those that are not active', async () => {
  for (const flags of [5, 7]) {
    const { verdict, checks } = await reportOn(wasm(elements([flags, I32, 0])), options);
    expect([verdict, checks.at(-1)?.reason]).toEqual(['invalid', 'element-type at byte 12 (i32)']);
  }
});
