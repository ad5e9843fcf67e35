import type { ImportPolicy } from './policy.ts';

/**
 * How an install takes a release whose imports the policy does not all admit.
 *
 * - `strict`: it is refused. So is every component: what it asks of a host is not a list of functions.
 * - `standard`: a person is asked first.
 * - `permissive`: it is installed.
 *
 * An update that asks for imports which the installed release did not ask for is asked about at every level, and what this
 * engine cannot compile is installed at none.
 */
export type ValidationLevel = 'strict' | 'standard' | 'permissive';

export const VALIDATION_LEVELS: readonly ValidationLevel[] = ['strict', 'standard', 'permissive'];

export interface ImportRules {
  readonly policy: ImportPolicy;
  readonly validation: ValidationLevel;
}

/** Argued in docs/WASM.md by what real modules import. */
export const DEFAULT_IMPORT_RULES: ImportRules = { policy: { level: 'glue' }, validation: 'standard' };
