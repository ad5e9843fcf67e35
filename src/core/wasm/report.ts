import { GenError, toGenError } from '../errors.ts';
import { sha256Of } from '../ids.ts';
import type { Sha256 } from '../ids.ts';
import { askEngine } from './compile.ts';
import type { CompileResult } from './compile.ts';
import type { Signal } from './engine.ts';
import { IMPLEMENTATION_LIMIT, MAX_LOCALS, MAX_LOCALS_PER_FUNCTION } from './limits.ts';
import { checkMagic, layerOf } from './header.ts';
import type { Layer } from './header.ts';
import type { WasmExport, WasmImport, WasmModule } from './module-shape.ts';
import { outsidePolicy } from './policy.ts';
import type { ImportPolicy } from './policy.ts';
import { checkComponent } from './read-component.ts';
import { readModule } from './read-module.ts';

/**
 * The first that applies, in this order.
 *
 * - `invalid`: too large to be read, or against the specification.
 * - `component`: a binary of the component model, which browsers do not run.
 * - `unsupported`: nothing wrong was found, but the engine lacks a proposal, or the binary is beyond a limit of the engine
 *   or of the reader. A limit says nothing against the binary, so it is not called invalid.
 * - `policy`: an import is outside the policy; never without one.
 */
export type Verdict = 'invalid' | 'component' | 'unsupported' | 'policy' | 'valid';

/** In the order in which they are made, cheapest first. */
type CheckName = 'size' | 'magic' | 'version' | 'structure' | 'limits' | 'compile' | 'policy';

/** @property reason why not; absent when `ok`. Technical: where, and what was found. */
export interface Check {
  readonly name: CheckName;
  readonly ok: boolean;
  readonly reason?: string;
}

/**
 * Plain data: crosses workers and JSON as it is.
 *
 * @property sha256 absent only when the file is above the size limit and was therefore not read.
 * @property checks those that were made: none follows one that failed, but for `policy`.
 */
export interface WasmReport {
  readonly verdict: Verdict;
  readonly size: number;
  readonly sha256: Sha256 | undefined;
  readonly checks: readonly Check[];
  readonly imports: readonly WasmImport[];
  readonly exports: readonly WasmExport[];
}

/** sha256 of a whole binary: WebCrypto's at most callers. */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

interface ReportOptions {
  /** Bytes. */
  readonly maxSize: number;
  readonly digest: Digest;
  /** Without one, imports are reported and never judged. */
  readonly policy?: ImportPolicy | undefined;
  readonly signal?: Signal | undefined;
}

/** Largest binary taken where nobody says otherwise. */
export const DEFAULT_MAX_SIZE = 64 * 1024 * 1024;

const SIZE_PASSED: Check = { name: 'size', ok: true };

/**
 * Everything that can be said about a binary without running it.
 *
 * Cost: one pass over the declarations, one digest, one compile. The bytes must not change meanwhile.
 *
 * @throws GenError Cancelled or Timeout by `signal`, asked between the steps; InvalidState `no-webassembly`. A bad
 *         binary is a report, not an error.
 */
export async function reportOn(bytes: Uint8Array<ArrayBuffer>, options: ReportOptions): Promise<WasmReport> {
  const { maxSize, digest, policy, signal } = options;
  if (bytes.length > maxSize) return oversizeReport(bytes.length, maxSize);
  stopIfAborted(signal);
  const found = examine(bytes);
  const checks: Check[] = [SIZE_PASSED, ...found.checks];
  stopIfAborted(signal);
  const sha256 = sha256Of(await digest(bytes));
  stopIfAborted(signal);
  const { imports = [], exports = [] } = found.module ?? {};
  const as = (verdict: Verdict): WasmReport => ({
    verdict,
    size: bytes.length,
    sha256,
    checks,
    imports,
    exports,
  });

  const failed = checks.find((check) => !check.ok);
  if (failed !== undefined) return as(failed.name === 'limits' ? 'unsupported' : 'invalid');
  if (found.layer === 'component' || found.module === undefined) return as('component');
  const compiled = await askEngine(bytes, found.module.needs);
  checks.push(compileCheck(compiled));
  if (compiled.outcome !== 'compiled')
    return as(compiled.outcome === 'unsupported' ? 'unsupported' : 'invalid');
  if (policy === undefined) return as('valid');
  const judged = policyCheck(imports, policy);
  checks.push(judged);
  return as(judged.ok ? 'valid' : 'policy');
}

/** The report of a file that is too large to be read at all. */
export function oversizeReport(size: number, maxSize: number): WasmReport {
  const reason = `${size} bytes, the limit is ${maxSize}`;
  const checks = [{ name: 'size', ok: false, reason } as const];
  return { verdict: 'invalid', size, sha256: undefined, checks, imports: [], exports: [] };
}

interface Examination {
  readonly checks: readonly Check[];
  readonly layer?: Layer;
  readonly module?: WasmModule;
}

/** Header, structure and limits; stops at the first that fails. */
function examine(bytes: Uint8Array): Examination {
  const checks: Check[] = [];
  const passes = <Result>(name: CheckName, step: () => Result): Result => {
    try {
      const result = step();
      checks.push({ name, ok: true });
      return result;
    } catch (error) {
      if (error instanceof GenError && error.code === 'WasmInvalid') {
        const failed = error.reason === IMPLEMENTATION_LIMIT ? 'limits' : name;
        checks.push({ name: failed, ok: false, reason: explain(error) });
      }
      throw error;
    }
  };
  try {
    passes('magic', () => checkMagic(bytes));
    const layer = passes('version', () => layerOf(bytes));
    if (layer === 'component') {
      passes('structure', () => checkComponent(bytes));
      return { checks, layer };
    }
    const module = passes('structure', () => readModule(bytes));
    checks.push(limitsCheck(module));
    return { checks, layer, module };
  } catch (error) {
    if (error instanceof GenError && error.code === 'WasmInvalid') return { checks };
    throw error;
  }
}

function explain({ reason, data }: GenError): string {
  const detail = data['detail'] === undefined ? '' : ` (${String(data['detail'])})`;
  return `${reason} at byte ${String(data['offset'])}${detail}`;
}

function limitsCheck({ locals }: WasmModule): Check {
  if (locals.most > MAX_LOCALS_PER_FUNCTION) {
    const reason = `${locals.most} locals in one function, the limit is ${MAX_LOCALS_PER_FUNCTION}`;
    return { name: 'limits', ok: false, reason };
  }
  if (locals.total > MAX_LOCALS) {
    return { name: 'limits', ok: false, reason: `${locals.total} locals in all, the limit is ${MAX_LOCALS}` };
  }
  return { name: 'limits', ok: true };
}

function compileCheck(compiled: CompileResult): Check {
  return compiled.outcome === 'compiled'
    ? { name: 'compile', ok: true }
    : { name: 'compile', ok: false, reason: compiled.reason };
}

function policyCheck(imports: readonly WasmImport[], policy: ImportPolicy): Check {
  const outside = outsidePolicy(imports, policy);
  if (outside.length === 0) return { name: 'policy', ok: true };
  const shown = outside.slice(0, 5).map((text) => text.slice(0, 80));
  const rest = outside.length > shown.length ? ` and ${outside.length - shown.length} more` : '';
  return { name: 'policy', ok: false, reason: `not allowed: ${shown.join(', ')}${rest}` };
}

function stopIfAborted(signal: Signal | undefined): void {
  try {
    signal?.throwIfAborted();
  } catch (error) {
    throw toGenError(error, 'Cancelled');
  }
}
