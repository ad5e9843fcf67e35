import { expect, test } from 'vitest';
import { isEarly, mayPass, retryTime } from '../../src/app/jobs.ts';
import { nextTimestamp } from '../../src/app/known-records.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { rates, signerNamed, START, testNamespace } from '../support/namespace.ts';

test.each([
  ['Network', 'unreachable', true],
  ['Storage', 'read-only', true],
  ['QuotaExceeded', 'requests', true],
  ['QuotaExceeded', 'posts', true],
  ['QuotaExceeded', 'records', true],
  ['QuotaExceeded', 'record-bytes', true],
  ['QuotaExceeded', 'document-bytes', true],
  ['QuotaExceeded', 'blobs-per-day', true],
  ['QuotaExceeded', 'unnamed-blobs', true],
  ['InvalidState', 'unexpected', true],
  ['InvalidState', 'blob-missing', true],
  ['InvalidState', 'data-in-use', true],
  ['QuotaExceeded', 'blob-size', false],
  ['InvalidState', 'unregistered', false],
  ['VersionConflict', 'version-taken', false],
  ['Timeout', 'validation', false],
  ['InvalidState', 'not-examined', true],
  ['InvalidState', 'validator-crashed', false],
] as const)('whether %s %s may pass by itself: %s', (code, reason, expected) => {
  expect(mayPass({ code, reason })).toBe(expected);
});

test('waits double from two seconds to five minutes', () => {
  const seconds = [1, 2, 3, 20].map((attempts) => retryTime(parseMicros(0), attempts, 0.5) / 1e6);
  expect(seconds).toEqual([2, 4, 8, 300]);
});

test('an attempt that was planned before the clock was put back is not waited for', () => {
  const planned = parseMicros(1_000_000_000);
  const retryAt = retryTime(planned, 20, 1);
  expect(isEarly({ retryAt }, planned)).toBe(true);
  expect(isEarly({ retryAt }, retryAt)).toBe(false);
  expect(isEarly({ retryAt }, parseMicros(planned - 1_000_000))).toBe(false);
  expect(isEarly({}, planned)).toBe(false);
});

test("a stranger's record from the far future does not drag the next timestamp along", async () => {
  const { namespace } = await testNamespace();
  const id = parseModuleId('io.example.codec');
  const honest = await rates(namespace, await signerNamed('bob'), id, 4, START + 5);
  const future = await rates(namespace, await signerNamed('mallory'), id, 1, 8_000_000_000_000_000);
  expect(nextTimestamp(recordSet([honest, future]), parseMicros(START))).toBe(START + 6);
});
