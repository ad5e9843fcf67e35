import { readFile } from 'node:fs/promises';
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
import { reportJson, reportLines } from '../report-lines.ts';
import { readBinary } from './read-binary.ts';

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

/**
 * `gen verify`: one report a file, in order; a file that cannot be read, or not be judged in time, is named on stderr and
 * the rest go on. Several are judged at once, each in a process that is killed at the time limit.
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
  const policy = policyFile === undefined ? undefined : await readPolicy(policyFile);
  const size = Math.min(files.length, availableParallelism());
  const validator = openValidatorProcesses({ size, timeLimit: timeLimit * 1000 });
  let valid = true;
  try {
    for await (const { file, report, failure } of inOrder(files, size, (name) =>
      reportOnFile(name, validator, { ...options, policy }),
    )) {
      valid &&= report?.verdict === 'valid';
      if (failure !== undefined) out.stderr(`${file}: ${missing(failure, timeLimit)}`);
      if (report === undefined) continue;
      for (const line of json ? [reportJson(file, report)] : reportLines(file, report)) out.stdout(line);
    }
  } finally {
    validator.close();
  }
  return valid ? EXIT.ok : EXIT.verification;
}

interface Outcome {
  readonly file: string;
  readonly report?: WasmReport;
  readonly failure?: GenError;
}

/** At most `atOnce` files are held; one is begun when another is done, whatever is told first. */
async function* inOrder(
  files: readonly string[],
  atOnce: number,
  judge: (file: string) => Promise<WasmReport>,
): AsyncGenerator<Outcome> {
  const outcomes = files.map(() => Promise.withResolvers<Outcome>());
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < files.length; index = next++) {
      const file = files[index] ?? '';
      try {
        outcomes[index]?.resolve({ file, report: await judge(file) });
      } catch (error) {
        outcomes[index]?.resolve({ file, failure: toGenError(error) });
      }
    }
  };
  for (let started = 0; started < atOnce; started += 1) void worker();
  for (const { promise } of outcomes) yield await promise;
}

/** Why there is no report. @throws what concerns more than one file. */
function missing(failure: GenError, timeLimit: number): string {
  const { code, reason, data } = failure;
  const text = String(data['text'] ?? reason);
  if (code === 'NotFound') return `cannot be read (${text})`;
  if (code === 'Timeout') return `not judged within ${timeLimit} s`;
  if (reason === 'validator-crashed') return `not judged (the validator ${text})`;
  throw failure;
}

async function readPolicy(file: string): Promise<ImportPolicy> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new GenError('NotFound', 'file', { file, field: 'policy' }, error);
  }
  return parsePolicy(text);
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
