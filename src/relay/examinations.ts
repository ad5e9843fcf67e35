import { join } from 'node:path';
import { GenError, toGenError } from '../core/errors.ts';
import type { Sha256 } from '../core/ids.ts';
import { checkMagic } from '../core/wasm/header.ts';
import type { ReportBounds } from '../core/wasm/report-bounds.ts';
import type { Validator } from '../ports/validator.ts';
import type { BlobStore } from './blob-store.ts';
import type { Limits } from './config.ts';
import { KeptFailures } from './kept-failures.ts';
import { KeptReports, type Examined } from './kept-reports.ts';
import type { Metrics } from './metrics.ts';
import { readBlob } from './read-blob.ts';

/** Reports on the binaries that a relay holds, made in other processes: one for each, however often it is asked for. */
export interface Examinations {
  /** A blob is there: if it is a binary it is examined before a POST asks for it. Never waits, never fails. */
  arrived(sha256: Sha256): void;
  /**
   * @throws GenError QuotaExceeded `validations` where others wait already, or the relay stops, `items` | `imports` | `names`
   *         for a binary of which there is too much to tell; Timeout `validation`; InvalidState `blob-missing` |
   *         `validator-crashed` (its process died, more than once) | `not-examined`; Storage.
   */
  of(sha256: Sha256): Promise<Examined>;
  /** Whoever waits is told to come again. */
  close(): void;
}

export interface ExaminationParts {
  readonly store: Pick<BlobStore, 'folder' | 'relativePath' | 'size'>;
  readonly validator: Validator;
  readonly limits: Pick<Limits, 'maxBlob' | 'waitingBinaries'>;
  /** How many the validator takes side by side. */
  readonly atOnce: number;
  readonly metrics: Pick<Metrics, 'validated' | 'gauge'>;
  /** A process died, or a file could not be read. */
  onFault(error: GenError, sha256: Sha256): void;
  /** Milliseconds, from any beginning. */
  readonly elapsed?: (() => number) | undefined;
  /** How a blob's file is read. */
  readonly read?: typeof readBlob;
}

/** Publishers wait half a minute for the answer to a POST. */
const PATIENCE_MS = 20_000;
const RETRY_MS = 2000;
/** Milliseconds after which a binary waits no longer behind smaller ones. */
const OVERDUE = 3000;
/** Bytes of reports, about: room for the longest that the bounds let through. */
const KEPT = 64 * 1024 * 1024;
/**
 * Largest found in 320 real modules: 75,111 exports with names and types of 8.4 million characters (DuckDB), 791 imports
 * with 39,254. Measured on two cores with other work: DuckDB's report keeps this process for 30 to 120 ms as it comes, and for
 * 35 to 160 when the first release is held against it.
 */
const BOUNDS: ReportBounds = { items: 100_000, imports: 10_000, text: 12_000_000, importText: 200_000 };
const MAGIC_SIZE = 4;

interface Job {
  readonly sha256: Sha256;
  readonly size: number;
  /** Somebody waits for it. */
  isAsked: boolean;
  /** Milliseconds. */
  readonly since: number;
  readonly answer: PromiseWithResolvers<Examined>;
}

/**
 * What is asked for goes first, then what has waited for long, then what is small: large binaries, sent by the dozen, hold
 * up one another and others for seconds only, and so do small ones.
 */
function isBefore(one: Job, other: Job, now: number): boolean {
  if (one.isAsked !== other.isAsked) return one.isAsked;
  const [first, second] = one.since <= other.since ? [one, other] : [other, one];
  if (first.since !== second.since && now - first.since >= OVERDUE) return first === one;
  return one.size < other.size;
}

/** What says nothing about the binary is this relay's own fault: its cause is for the log. */
function isFault({ code, reason }: GenError): boolean {
  return code !== 'Timeout' && code !== 'QuotaExceeded' && reason !== 'blob-missing';
}

function told(error: GenError): GenError {
  const isHidden = isFault(error) && error.code !== 'Storage' && error.reason !== 'validator-crashed';
  return isHidden ? new GenError('InvalidState', 'not-examined', {}, error) : error;
}

export function examinations(parts: ExaminationParts): Examinations {
  const {
    store,
    validator,
    limits,
    atOnce,
    metrics,
    elapsed = () => performance.now(),
    read = readBlob,
  } = parts;
  const failures = new KeptFailures(elapsed);
  const kept = new KeptReports(KEPT);
  /** Those that wait and those that run. */
  const jobs = new Map<Sha256, Job>();
  const waiting: Job[] = [];
  let running = 0;
  let isClosed = false;
  metrics.gauge('gen_registry_waiting_binaries', 'Binaries that wait to be examined.', () => waiting.length);

  const pathOf = (sha256: Sha256): string => join(store.folder, store.relativePath(sha256));
  const busy = (): GenError =>
    new GenError('QuotaExceeded', 'validations', { limit: limits.waitingBinaries, retryAfterMs: RETRY_MS });

  function turnAway(job: Job): void {
    jobs.delete(job.sha256);
    job.answer.reject(busy());
  }

  async function examine({ sha256, size }: Job): Promise<Examined> {
    const { buffer } = await read(pathOf(sha256), size);
    // A validator that was closed would start a process anew.
    if (isClosed) throw busy();
    const report = await validator.validate(buffer, { maxSize: limits.maxBlob, bounds: BOUNDS });
    const { verdict, checks, sha256: found, imports, exports } = report;
    if (found !== undefined && found !== sha256) throw new GenError('Storage', 'blob-file', { sha256 });
    return { verdict, checks, sha256: found, size, imports, exports };
  }

  async function run(job: Job): Promise<void> {
    const start = performance.now();
    const seconds = (): number => (performance.now() - start) / 1000;
    try {
      const report = await examine(job);
      metrics.validated(report.verdict, seconds());
      kept.put(job.sha256, report);
      job.answer.resolve(report);
    } catch (thrown) {
      const error = toGenError(thrown);
      metrics.validated(error.code === 'Timeout' ? 'timeout' : 'failed', seconds());
      if (!isClosed && isFault(error)) parts.onFault(error, job.sha256);
      job.answer.reject(isClosed ? busy() : told(failures.put(job.sha256, error)));
    }
    jobs.delete(job.sha256);
    running -= 1;
    runNext();
  }

  function runNext(): void {
    const now = elapsed();
    while (running < atOnce && waiting.length > 0) {
      const next = waiting.reduce((first, job) => (isBefore(job, first, now) ? job : first));
      waiting.splice(waiting.indexOf(next), 1);
      running += 1;
      void run(next);
    }
  }

  function enqueue(sha256: Sha256, isAsked: boolean): Job {
    const size = store.size(sha256);
    if (size === undefined) throw new GenError('InvalidState', 'blob-missing', { sha256 });
    const since = elapsed();
    const job: Job = { sha256, size, isAsked, since, answer: Promise.withResolvers() };
    // Of what came by itself nobody may be waiting.
    job.answer.promise.catch(() => undefined);
    jobs.set(sha256, job);
    waiting.push(job);
    runNext();
    if (waiting.length > limits.waitingBinaries) {
      const last = waiting.reduce((end, other) => (isBefore(end, other, since) ? other : end));
      waiting.splice(waiting.indexOf(last), 1);
      turnAway(last);
    }
    return job;
  }

  /** It is being examined, or what came of that is kept. */
  function isSettled(sha256: Sha256): boolean {
    return jobs.has(sha256) || kept.get(sha256) !== undefined || failures.get(sha256) !== undefined;
  }

  async function enqueueIfBinary(sha256: Sha256): Promise<void> {
    if (isClosed || isSettled(sha256)) return;
    checkMagic(await read(pathOf(sha256), MAGIC_SIZE));
    // Meanwhile somebody may have asked for it, and even have been answered.
    if (!isClosed && !isSettled(sha256)) enqueue(sha256, false);
  }

  return {
    arrived(sha256) {
      enqueueIfBinary(sha256).catch(() => 'no binary, or gone: whoever asks for it will hear');
    },
    async of(sha256) {
      const known = kept.get(sha256);
      if (known !== undefined) return known;
      if (isClosed) throw busy();
      const failed = failures.get(sha256);
      if (failed !== undefined) throw failed;
      const job = jobs.get(sha256) ?? enqueue(sha256, true);
      job.isAsked = true;
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(busy()), PATIENCE_MS);
      try {
        return await Promise.race([job.answer.promise, late.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      isClosed = true;
      for (const job of waiting.splice(0)) turnAway(job);
      validator.close();
    },
  };
}
