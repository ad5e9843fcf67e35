import { GenError, toGenError } from '../errors.ts';
import { sha256Of } from '../ids.ts';
import { askEngine } from './compile.ts';
import type { Compile, CompileResult } from './compile.ts';
import { componentInterface, type ComponentInterface } from './component/component-interface.ts';
import { MOST_LISTED } from './custom-sections.ts';
import type { Signal } from './engine.ts';
import { findingsOf } from './findings.ts';
import { beyondLimits, IMPLEMENTATION_LIMIT } from './limits.ts';
import { checkMagic, layerOf } from './header.ts';
import type { Layer } from './header.ts';
import type { WasmImport, WasmModule } from './module-shape.ts';
import { outsidePolicy } from './policy.ts';
import type { ImportPolicy } from './policy.ts';
import { readCustomSections } from './read-custom-sections.ts';
import { readModule } from './read-module.ts';
import { refusalText } from './refusal-text.ts';
import { NOTHING_READ, type Check, type CheckName, type Verdict, type WasmReport } from './wasm-report.ts';

/** sha256 of a whole binary: WebCrypto's at most callers. */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

export interface ReportOptions {
  /** Bytes. */
  readonly maxSize: number;
  readonly digest: Digest;
  /** Without one, imports are reported and never judged. */
  readonly policy?: ImportPolicy | undefined;
  /** Instead of the engine's synchronous validation, where the thread has others to serve. */
  readonly compile?: Compile | undefined;
  readonly signal?: Signal | undefined;
}

/** Engines of browsers and Node run core modules; a component is not a fault. */
const NOT_CORE = 'a component: the engine runs core modules only';

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
  const { maxSize, digest, policy, compile, signal } = options;
  if (bytes.length > maxSize) return oversizeReport(bytes.length, maxSize);
  stopIfAborted(signal);
  // The platform hashes on a thread of its own: begun first, it is done by the time that the sections are read.
  const hashing = digest(bytes);
  // Whatever ends this early, nobody waits for it any more.
  hashing.catch(() => undefined);
  const found = examine(bytes);
  const checks: Check[] = [SIZE_PASSED, ...found.checks];
  stopIfAborted(signal);
  const sha256 = sha256Of(await hashing);
  stopIfAborted(signal);
  const { imports = [] } = found.module ?? {};
  const as = (verdict: Verdict): WasmReport => ({
    verdict,
    size: bytes.length,
    sha256,
    checks,
    ...NOTHING_READ,
    ...(found.layer === undefined ? {} : { layer: found.layer }),
    ...(found.module === undefined ? {} : declaredBy(found.module, bytes)),
    ...(found.component === undefined ? {} : offeredBy(found.component, bytes)),
  });

  const failed = checks.find((check) => !check.ok);
  if (failed !== undefined && failed.name !== 'limits') return as('invalid');
  if (found.layer === 'component') {
    if (failed === undefined) checks.push({ name: 'compile', ok: false, reason: NOT_CORE });
    return as('component');
  }
  if (failed !== undefined || found.module === undefined) return as('unsupported');
  const compiled = await askEngine(bytes, found.module.needs, compile);
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
  return { verdict: 'invalid', size, sha256: undefined, checks, ...NOTHING_READ };
}

function declaredBy(module: WasmModule, bytes: Uint8Array) {
  const { imports, exports, needs, memoryTypes, tableTypes, typeCount, sections } = module;
  return {
    imports,
    exports,
    needs: [...needs],
    memories: memoryTypes.slice(0, MOST_LISTED),
    tables: tableTypes.slice(0, MOST_LISTED),
    typeCount,
    custom: readCustomSections(bytes, sections),
    findings: findingsOf(bytes, module),
  };
}

function offeredBy({ imports, exports, sections }: ComponentInterface, bytes: Uint8Array) {
  return { imports, exports, custom: readCustomSections(bytes, sections) };
}

interface Examination {
  readonly checks: readonly Check[];
  readonly layer?: Layer | undefined;
  readonly module?: WasmModule;
  readonly component?: ComponentInterface;
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
        checks.push({ name: failed, ok: false, reason: refusalText(error) });
      }
      throw error;
    }
  };
  let layer: Layer | undefined;
  try {
    passes('magic', () => checkMagic(bytes));
    layer = passes('version', () => layerOf(bytes));
    if (layer === 'component')
      return { checks, layer, component: passes('structure', () => componentInterface(bytes)) };
    const module = passes('structure', () => readModule(bytes));
    checks.push(limitsCheck(module));
    return { checks, layer, module };
  } catch (error) {
    if (error instanceof GenError && error.code === 'WasmInvalid') return { checks, layer };
    throw error;
  }
}

function limitsCheck(module: WasmModule): Check {
  const reason = beyondLimits(module);
  return reason === undefined ? { name: 'limits', ok: true } : { name: 'limits', ok: false, reason };
}

function compileCheck(compiled: CompileResult): Check {
  return compiled.outcome === 'compiled'
    ? { name: 'compile', ok: true }
    : { name: 'compile', ok: false, reason: compiled.reason };
}

function policyCheck(imports: readonly WasmImport[], policy: ImportPolicy): Check {
  const outside = outsidePolicy(imports, policy);
  if (outside.length === 0) return { name: 'policy', ok: true };
  const shown = outside.slice(0, 5).map(({ module, name }) => `${module}.${name}`.slice(0, 80));
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
