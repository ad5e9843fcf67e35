import { createHash } from 'node:crypto';
import { reportOn } from '../../src/core/wasm/report.ts';
import { DEFAULT_MAX_SIZE } from '../../src/core/wasm/size-limit.ts';
import type { Verdict, WasmReport } from '../../src/core/wasm/wasm-report.ts';
import { realModules } from '../bench/real-modules.ts';
import { engineDisagreement, isDocumentedDifference } from './wasm-agreement.ts';
import type { Bytes } from './wasm-edits.ts';
import { mutation, type Mutation } from './wasm-mutation.ts';

/** Without the detour over the threads of WebCrypto: a soak hashes a million small files. */
const digest = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

export interface Originals {
  readonly names: readonly string[];
  readonly files: readonly Bytes[];
  /** The smaller, the more often: a case costs time by its size. */
  readonly weights: readonly number[];
}

export async function soakOriginals(): Promise<Originals> {
  const modules = await realModules();
  return {
    names: modules.map(({ name }) => name),
    files: modules.map(({ bytes }) => bytes),
    weights: modules.map(({ bytes }) => bytes.length ** -0.8),
  };
}

/** What became of one mutation. */
export interface CaseResult {
  readonly mutation: Mutation;
  readonly verdict: Verdict | 'exception';
  /** Of what was refused: the check that failed, and why. */
  readonly reason?: string | undefined;
  /** Stricter than the engine for a reason that is written down. */
  readonly documented: boolean;
  /** What was thrown, or where we contradict the engine. */
  readonly broken?: string | undefined;
}

function refusal({ checks }: WasmReport): string | undefined {
  const failed = checks.find(({ ok }) => !ok);
  return failed === undefined ? undefined : `${failed.name}: ${failed.reason}`;
}

export async function runCase(
  { files, weights }: Originals,
  seed: number,
  number: number,
): Promise<CaseResult> {
  const mutated = mutation(seed, number, files, weights);
  const { bytes } = mutated;
  let report: WasmReport;
  try {
    report = await reportOn(bytes, { maxSize: DEFAULT_MAX_SIZE, digest });
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    return { mutation: mutated, verdict: 'exception', documented: false, broken: `threw ${text}` };
  }
  const { verdict } = report;
  const documented = verdict !== 'valid' && isDocumentedDifference(report) && WebAssembly.validate(bytes);
  const broken = engineDisagreement(bytes, report);
  return { mutation: mutated, verdict, reason: refusal(report), documented, broken };
}
