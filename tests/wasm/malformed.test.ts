import { describe, expect, test } from 'vitest';
import { reportOn } from '../../src/core/wasm/report.ts';
import { custom, END, FULL_MODULE, wasm } from './binary.ts';
import { MALFORMED } from './malformed.ts';
import { doing } from './malformed/context.ts';
import { digest } from './world.ts';

const options = { maxSize: 1_000_000, digest };
const CASES = Object.values(MALFORMED).flat();
const DROP = 0x1a;

describe.each(Object.entries(MALFORMED))('%s', (_part, cases) => {
  test.each(cases)('$rule is invalid ($reason)', async ({ reason, bytes, engineTakes }) => {
    const { verdict, checks } = await reportOn(bytes, options);

    expect(verdict).toBe('invalid');
    const failed = checks.at(-1);
    expect(failed?.name === 'compile').toBe(reason === 'compile');
    expect(failed?.reason).toMatch(
      reason === 'compile' ? /at byte \d+$/ : new RegExp(`^(?:${reason}) at byte \\d+`),
    );
    expect(WebAssembly.validate(bytes)).toBe(engineTakes !== undefined);
  });
});

test('no two of the cases are the same bytes or state the same rule', () => {
  expect(new Set(CASES.map(({ bytes }) => bytes.join())).size).toBe(CASES.length);
  expect(new Set(CASES.map(({ rule }) => rule)).size).toBe(CASES.length);
  expect(CASES.length - (MALFORMED['truncated']?.length ?? 0)).toBeGreaterThan(1600);
});

test('where the engine is laxer than the specification, the specification is followed', () => {
  const laxer = new Set(
    CASES.filter(({ engineTakes }) => engineTakes !== undefined).map(({ reason }) => reason),
  );

  expect([...laxer]).toEqual(['heap-type', 'tag-attribute', 'element-type']);
});

/** The reader leaves instructions to the engine: here its laxness is ours. */
test.each([
  ['an empty block type in two bytes', [0x02, 0xc0, 0x7f, END]],
  ['the heap type of a null in two bytes', [0xd0, 0xf0, 0x7f, DROP]],
  ['the heap type of a test in two bytes', [0xd0, 0x6e, 0xfb, 20, 0xec, 0x7f, DROP]],
])('%s passes, in a body, as the engine takes it', async (_rule, instructions) => {
  expect((await reportOn(doing(...instructions), options)).verdict).toBe('valid');
});

test('a module of every section cut off anywhere is exactly as valid as for the engine', async () => {
  for (let length = 0; length <= FULL_MODULE.length; length += 1) {
    const bytes = FULL_MODULE.slice(0, length);
    const { verdict } = await reportOn(bytes, options);
    expect([length, verdict]).toEqual([length, WebAssembly.validate(bytes) ? 'valid' : 'invalid']);
  }
});

test('the offset of a failure is where the failing thing begins', async () => {
  const { checks } = await reportOn(wasm(custom('first'), [14, 1, 0]), options);

  expect(checks.at(-1)).toEqual({ name: 'structure', ok: false, reason: 'section-id at byte 16 (14)' });
});
