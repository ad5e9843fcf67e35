import type { Sha256 } from '../ids.ts';
import { NO_CUSTOM_SECTIONS, type CustomSections } from './custom-sections.ts';
import type { Feature } from './features.ts';
import type { Finding } from './finding.ts';
import type { Layer } from './header.ts';
import type { WasmExport, WasmImport } from './module-shape.ts';

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
export type CheckName = 'size' | 'magic' | 'version' | 'structure' | 'limits' | 'compile' | 'policy';

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
 * @property imports of a component: `module` is the name of the import, `name` is empty.
 */
export interface WasmReport {
  readonly verdict: Verdict;
  readonly size: number;
  readonly sha256: Sha256 | undefined;
  readonly checks: readonly Check[];
  readonly imports: readonly WasmImport[];
  readonly exports: readonly WasmExport[];
  /** Absent when the header could not be read. */
  readonly layer?: Layer | undefined;
  /** What it declares that WebAssembly 1.0 has not; instructions are not read. */
  readonly needs: readonly Feature[];
  /** Types as in an import, imported ones first; the first `MOST_LISTED`, as of tables. */
  readonly memories: readonly string[];
  readonly tables: readonly string[];
  /** How many types it declares. */
  readonly typeCount: number;
  readonly custom: CustomSections;
  /** Worth a look; never a reason for a verdict. */
  readonly findings: readonly Finding[];
}

/** What a report says beyond the checks when nothing of the sections could be read. */
export const NOTHING_READ = {
  imports: [],
  exports: [],
  needs: [],
  memories: [],
  tables: [],
  typeCount: 0,
  custom: NO_CUSTOM_SECTIONS,
  findings: [],
} as const satisfies Partial<WasmReport>;
