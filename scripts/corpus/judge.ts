import { readFileSync } from 'node:fs';
import { outsidePolicy } from '../../src/core/wasm/policy.ts';
import { POLICY_LEVELS, type PolicyLevel } from '../../src/core/wasm/policy-level.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { DEFAULT_MAX_SIZE } from '../../src/core/wasm/size-limit.ts';
import type { WasmReport } from '../../src/core/wasm/wasm-report.ts';
import { engineDisagreement, isDocumentedDifference } from '../soak/wasm-agreement.ts';
import { digest } from '../bench/mark.ts';
import type { CorpusBinary } from './binaries.ts';

/** A binary of the corpus with what the report says of it. */
export interface Judged extends CorpusBinary {
  readonly verdict: WasmReport['verdict'];
  /** Why it is not valid. */
  readonly reason?: string | undefined;
  readonly imports: number;
  readonly exports: number;
  /** What it imports from, each once. */
  readonly importsFrom: readonly string[];
  /** The first level that admits all its imports; of core modules only. */
  readonly level?: PolicyLevel | undefined;
  readonly toolchain: string;
  readonly features: readonly string[];
  readonly findings: WasmReport['findings'];
  readonly malformed: WasmReport['custom']['malformed'];
  /** In what our report differs from the engine, limits included. */
  readonly disagreement?: string | undefined;
}

/** `anything` admits all, so there always is one. */
export function levelFor(imports: WasmReport['imports']): PolicyLevel | undefined {
  return POLICY_LEVELS.find((level) => outsidePolicy(imports, { level }).length === 0);
}

function toolchainOf({ custom: { producers } }: WasmReport): string {
  const made = producers.filter(({ field }) => field !== 'language');
  const languages = producers.filter(({ field }) => field === 'language');
  return [...languages, ...made].map(({ name }) => name).join(' + ');
}

export async function judge(binary: CorpusBinary): Promise<Judged> {
  const bytes = new Uint8Array(readFileSync(binary.path));
  const report = await reportOn(bytes, { maxSize: DEFAULT_MAX_SIZE, digest });
  return {
    ...binary,
    verdict: report.verdict,
    reason: report.checks.find(({ ok }) => !ok)?.reason,
    imports: report.imports.length,
    exports: report.exports.length,
    importsFrom: [...new Set(report.imports.map(({ module }) => module))],
    level: report.layer === 'core' ? levelFor(report.imports) : undefined,
    toolchain: toolchainOf(report),
    features: report.needs,
    findings: report.findings,
    malformed: report.custom.malformed,
    disagreement: engineDisagreement(bytes, report) ?? overstrict(bytes, report),
  };
}

/** What may be refused of a mutation may not be of a real module. */
function overstrict(bytes: Uint8Array<ArrayBuffer>, report: WasmReport): string | undefined {
  return isDocumentedDifference(report) && WebAssembly.validate(bytes)
    ? 'the engine takes it, a limit of ours does not'
    : undefined;
}
