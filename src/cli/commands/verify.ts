import { readFile } from 'node:fs/promises';
import { GenError, toGenError } from '../../core/errors.ts';
import { plainWords } from '../../core/wasm/imports.ts';
import { parsePolicy } from '../../core/wasm/policy-file.ts';
import type { ImportPolicy } from '../../core/wasm/policy.ts';
import { DEFAULT_MAX_SIZE, oversizeReport, reportOn } from '../../core/wasm/report.ts';
import type { Digest, WasmReport } from '../../core/wasm/report.ts';
import { EXIT } from '../exit.ts';
import type { ExitCode } from '../exit.ts';
import { readBinary } from './read-binary.ts';

export interface VerifyOptions {
  readonly json?: boolean | undefined;
  readonly policyFile?: string | undefined;
  /** Bytes. */
  readonly maxSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Data and messages, a line each, without its end. */
interface Output {
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
}

const NO_FILE = "missing required argument 'file'. See --help.";

const digest: Digest = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/**
 * `gen verify`: one report a file, in order; a file that cannot be read is named on stderr and the rest go on.
 *
 * @returns `EXIT.ok` only if every file is valid.
 * @throws GenError InvalidInput `usage` for no file at all; NotFound or InvalidInput for the policy file, before any file
 *         is read; Cancelled by `signal`.
 */
export async function verifyFiles(
  files: readonly string[],
  { json = false, policyFile, maxSize = DEFAULT_MAX_SIZE, signal }: VerifyOptions,
  out: Output,
): Promise<ExitCode> {
  if (files.length === 0) throw new GenError('InvalidInput', 'usage', { text: NO_FILE });
  const policy = policyFile === undefined ? undefined : await readPolicy(policyFile);
  let valid = true;
  for (const file of files) {
    try {
      const report = await reportOnFile(file, maxSize, policy, signal);
      valid &&= report.verdict === 'valid';
      for (const line of json ? [jsonLine(file, report)] : readable(file, report)) out.stdout(line);
    } catch (error) {
      const failure = toGenError(error);
      if (failure.code !== 'NotFound') throw failure;
      valid = false;
      out.stderr(`${file}: cannot be read (${String(failure.data['text'])})`);
    }
  }
  return valid ? EXIT.ok : EXIT.verification;
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

async function reportOnFile(
  file: string,
  maxSize: number,
  policy: ImportPolicy | undefined,
  signal: AbortSignal | undefined,
): Promise<WasmReport> {
  const binary = await readBinary(file, maxSize);
  if ('size' in binary) return oversizeReport(binary.size, maxSize);
  return reportOn(binary.bytes, { maxSize, digest, policy, signal });
}

/** The keys and their order are a contract with scripts. `sha256` is null for a file too large to be read. */
function jsonLine(file: string, { verdict, size, sha256, checks, imports, exports }: WasmReport): string {
  return JSON.stringify({ file, verdict, size, sha256: sha256 ?? null, checks, imports, exports });
}

function readable(file: string, { verdict, size, sha256, checks, imports, exports }: WasmReport): string[] {
  const failed = checks.filter((check) => !check.ok);
  const known = verdict === 'valid' || verdict === 'policy' || verdict === 'unsupported';
  return [
    `${file}: ${verdict}`,
    ...failed.map(({ name, reason = 'failed' }) => `  ${name}: ${reason}`),
    `  size     ${size} bytes`,
    ...(sha256 === undefined ? [] : [`  sha256   ${sha256}`]),
    ...(known ? [`  imports  ${imports.length}: ${plainWords(imports).join('; ')}`] : []),
    ...(known ? [`  exports  ${exports.length}`] : []),
  ];
}
