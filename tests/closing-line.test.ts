import { expect, test } from 'vitest';
import { closingLine, countPlaywright, countVitest, judged, sum } from '../scripts/test/counts.ts';

const none = { passed: 0, failed: 0, skipped: 0 };

test('the closing line names the skipped only where there are some', () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(closingLine({ passed: 12, failed: 1, skipped: 2 })).toBe('12 passed, 1 failed, 2 skipped');
});

test('a stage that is one test by itself passes by its exit code', () => {
  expect(judged(0, 'one')).toEqual({ ...none, passed: 1 });
  expect(judged(2, 'one')).toEqual({ ...none, failed: 1 });
});

test('a stage that ran no test, left no report, or failed beside its tests counts as one failure', () => {
  expect(judged(0, none)).toEqual({ ...none, failed: 1 });
  expect(judged(0, { ...none, skipped: 3 })).toEqual({ ...none, failed: 1, skipped: 3 });
  expect(judged(0, undefined)).toEqual({ ...none, failed: 1 });
  expect(judged(1, { ...none, passed: 5 })).toEqual({ ...none, passed: 5, failed: 1 });
  expect(judged(1, { ...none, passed: 5, failed: 2 })).toEqual({ ...none, passed: 5, failed: 2 });
});

test('of vitest, each test counts, and a file that does not load counts as one failure', () => {
  const of = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((test) => ({ status: test })),
  });
  const testResults = [
    of('passed', 'passed', 'passed', 'skipped'),
    of('failed', 'passed', 'failed'),
    of('failed'),
  ];
  expect(countVitest({ testResults })).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

test('of Playwright, a flaky test and an error outside of tests count as failures', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 2 });
});

test('the whole is the sum of its stages', () => {
  expect(
    sum([
      { passed: 1, failed: 2, skipped: 3 },
      { ...none, passed: 1 },
    ]),
  ).toEqual({
    passed: 2,
    failed: 2,
    skipped: 3,
  });
});
