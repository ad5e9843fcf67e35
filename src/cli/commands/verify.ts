import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { openValidatorProcesses } from '../../adapters/node/validator-processes.ts';
import { GenError, toGenError } from '../../core/errors.ts';
import { parsePolicy } from '../../core/wasm/policy-file.ts';
import type { ImportPolicy } from '../../core/wasm/policy.ts';
import { oversizeReport } from '../../core/wasm/report.ts';
import { DEFAULT_MAX_SIZE } from '../../core/wasm/size-limit.ts';
import type { WasmReport } from '../../core/wasm/wasm-report.ts';
import type { Validator } from '../../ports/validator.ts';
import { EXIT } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { printable } from '../output.ts';
import { reportJson, reportLines } from '../report-lines.ts';
import { readBinary, STDIN } from './read-binary.ts';

export interface VerifyOptions {
  readonly json?: boolean | undefined;
  readonly policyFile?: string | undefined;
  /** Bytes. */
  readonly maxSize?: number | undefined;
  /** Seconds for one file, once it is read. */
  readonly timeLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Data and messages, a line each, without its end. */
interface Output {
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
}

const NO_FILE = "missing required argument 'file'. See --help.";

/** Seconds. A real module of 50 MB takes less than one; a busy machine may take a few. */
const DEFAULT_TIME_LIMIT = 10;

/** Bytes of a policy file: the patterns that one may have take half of it. */
const MAX_POLICY = 1_000_000;

/**
 * `gen verify`: one report a file, in order; a file that cannot be read, not be judged in time or not be told is named on
 * stderr and the rest go on. Several are judged at once, each in a process that is killed at the time limit.
 *
 * @returns `EXIT.ok` only if every file is valid.
 * @throws GenError InvalidInput `usage` for no file at all; NotFound or InvalidInput for the policy file, before any file
 *         is read; Cancelled by `signal`.
 */
export async function verifyFiles(
  files: readonly string[],
  { json = false, policyFile, timeLimit = DEFAULT_TIME_LIMIT, ...options }: VerifyOptions,
  out: Output,
): Promise<ExitCode> {
  if (files.length === 0) throw new GenError('InvalidInput', 'usage', { text: NO_FILE });
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const policy = policyFile === undefined ? undefined : await readPolicy(policyFile, signal);
  const stdinAt = policyFile === STDIN ? -1 : files.indexOf(STDIN);
  const size = Math.min(files.length, availableParallelism());
  const validator = openValidatorProcesses({ size, timeLimit: timeLimit * 1000 });
  let valid = true;
  try {
    for await (const outcome of inOrder(files, size, async (file, index) => {
      if (file === STDIN && index !== stdinAt) throw unreadable(file, 'already read');
      return reportOnFile(file, validator, { maxSize: options.maxSize, policy, signal });
    })) {
      const failure = outcome.failure ?? tell(outcome, json, out);
      if (failure !== undefined) out.stderr(printable(`${outcome.file}: ${missing(failure, timeLimit)}`));
      valid &&= failure === undefined && outcome.report?.verdict === 'valid';
      // Lines that a slow reader has not taken would pile up as the reports did.
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain', { signal });
    }
  } finally {
    stop.abort();
    validator.close();
  }
  return valid ? EXIT.ok : EXIT.verification;
}

interface Outcome {
  readonly file: string;
  readonly report?: WasmReport;
  readonly failure?: GenError;
}

/**
 * At most `atOnce` files are held, and twice as many reports: a report may be a hundred times its file, and those behind
 * a slow file wait for it. Whoever leaves the loop ends it; nothing is begun then.
 */
async function* inOrder(
  files: readonly string[],
  atOnce: number,
  judge: (file: string, index: number) => Promise<WasmReport>,
): AsyncGenerator<Outcome> {
  const untold: Promise<Outcome>[] = [];
  let next = 0;
  let running = 0;
  const outcomeOf = async (file: string, index: number): Promise<Outcome> => {
    try {
      return { file, report: await judge(file, index) };
    } catch (error) {
      return { file, failure: toGenError(error) };
    } finally {
      running -= 1;
      begin();
    }
  };
  const begin = () => {
    for (; running < atOnce && untold.length < 2 * atOnce && next < files.length; next += 1) {
      running += 1;
      untold.push(outcomeOf(files[next] ?? '', next));
    }
  };
  try {
    for (begin(); untold[0] !== undefined; begin()) {
      yield await untold[0];
      untold.shift();
    }
  } finally {
    next = files.length;
  }
}

/** @returns why it cannot be told: names with escapes may be more than a text of this language holds. */
function tell({ file, report }: Outcome, json: boolean, out: Output): GenError | undefined {
  if (report === undefined) return undefined;
  try {
    for (const line of json ? [reportJson(file, report)] : reportLines(file, report)) out.stdout(line);
    return undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new GenError('InvalidState', 'report-too-long', { text: error.message }, error);
  }
}

/** Why there is no report. @throws what concerns more than one file. */
function missing(failure: GenError, timeLimit: number): string {
  const { code, reason, data } = failure;
  const text = String(data['text'] ?? reason);
  if (code === 'NotFound') return `cannot be read (${text})`;
  if (code === 'Timeout') return `not judged within ${timeLimit} s`;
  if (reason === 'report-too-long') return `judged, but its report cannot be told (${text})`;
  if (reason === 'validator-crashed') return `not judged (the validator ${text})`;
  throw failure;
}

function unreadable(file: string, text: string): GenError {
  return new GenError('NotFound', 'file', { file, text });
}

async function readPolicy(file: string, signal: AbortSignal): Promise<ImportPolicy> {
  const read = await readBinary(file, MAX_POLICY, { signal });
  if ('bytes' in read) return parsePolicy(new TextDecoder().decode(read.bytes));
  throw new GenError('InvalidInput', 'policy', { field: 'policy', text: `more than ${MAX_POLICY} bytes` });
}

interface FileOptions extends Pick<VerifyOptions, 'maxSize' | 'signal'> {
  readonly policy: ImportPolicy | undefined;
}

async function reportOnFile(
  file: string,
  validator: Validator,
  { maxSize = DEFAULT_MAX_SIZE, policy, signal }: FileOptions,
): Promise<WasmReport> {
  const binary = await readBinary(file, maxSize, { signal });
  if ('size' in binary) return oversizeReport(binary.size, maxSize);
  return validator.validate(binary.bytes.buffer, { maxSize, policy, signal });
}
