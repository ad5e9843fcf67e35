import { GenError } from '../errors.ts';
import type { WasmReport } from './wasm-report.ts';

/**
 * How long a report may be: the thread that it comes to reads all of it, whatever little the binary took.
 *
 * @property items      imports and exports together.
 * @property text       characters of their names and types together.
 * @property importText those of the imports: they are held against patterns, one by one.
 */
export interface ReportBounds {
  readonly items: number;
  readonly imports: number;
  readonly text: number;
  readonly importText: number;
}

type Listed = Pick<WasmReport, 'imports' | 'exports'>;

function textOf(items: readonly { readonly name: string; readonly type: string }[]): number {
  return items.reduce((sum, { name, type }) => sum + name.length + type.length, 0);
}

/** @throws GenError QuotaExceeded `items` | `imports` | `names`, with `count` and `limit`. */
export function requireWithin({ imports, exports }: Listed, bounds: ReportBounds): void {
  const bounded = (reason: string, count: number, limit: number): void => {
    if (count > limit) throw new GenError('QuotaExceeded', reason, { count, limit });
  };
  bounded('items', imports.length + exports.length, bounds.items);
  bounded('imports', imports.length, bounds.imports);
  const importText = imports.reduce((sum, { module }) => sum + module.length, textOf(imports));
  bounded('names', importText, bounds.importText);
  bounded('names', importText + textOf(exports), bounds.text);
}
