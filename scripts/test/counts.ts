import { existsSync, readFileSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of vitest's JSON report that is read. */
interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** The part of Playwright's JSON report that is read. */
interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly unknown[];
}

/** A file that fails before its tests exist (a broken import) counts as one failed test. */
export function countVitest({ testResults }: VitestReport): Counts {
  return sum(
    testResults.map(({ status, assertionResults }) => {
      const of = (...wanted: string[]) =>
        assertionResults.filter((test) => wanted.includes(test.status)).length;
      const failed = of('failed');
      const passed = of('passed');
      const skipped = assertionResults.length - failed - passed;
      return { passed, skipped, failed: status === 'failed' && failed === 0 ? 1 : failed };
    }),
  );
}

/** A flaky test passed at last, but retries are off here: it counts as failed. */
export function countPlaywright({ stats, errors }: PlaywrightReport): Counts {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/** What the runner left in `path`; `undefined` when it left nothing, because it died. */
export function readReport<Report>(path: string, count: (report: Report) => Counts): Counts | undefined {
  return existsSync(path) ? count(JSON.parse(readFileSync(path, 'utf8')) as Report) : undefined;
}

/**
 * Verdict on a stage: a runner that failed without a failed test (an unhandled error), that left no report or ran no test,
 * counts as one failure.
 *
 * @param reported `one` for a stage that is one test by itself.
 */
export function judged(exitCode: number, reported: Counts | 'one' | undefined): Counts {
  if (reported === 'one') {
    return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  }
  const counts = reported ?? { passed: 0, failed: 0, skipped: 0 };
  const ranNone = counts.passed + counts.failed === 0;
  return counts.failed === 0 && (exitCode !== 0 || ranNone) ? { ...counts, failed: 1 } : counts;
}

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
