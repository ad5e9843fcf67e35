import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paceOf } from '../../src/app/pace.ts';
import type { Micros } from '../../src/core/ids.ts';

const SECOND = 1_000_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a clock that is put back holds up no download', () => {
  const { signal } = new AbortController();
  let now = 1000 * SECOND;
  const pace = paceOf(1000, () => now as Micros);
  const takes = (bytes: number): number => {
    void pace.passed(bytes, signal);
    return vi.getTimerCount();
  };
  now += SECOND;
  expect(takes(1000)).toBe(0);
  now -= 900 * SECOND;
  expect(takes(0)).toBe(0);
  now += SECOND;
  expect(takes(1000)).toBe(0);
  expect(takes(1)).toBe(1);
});
