import { GenError } from '../../../core/errors.ts';
import { LONGEST_EXPORT } from '../../../core/release-limits.ts';
import { declaredBy } from '../../../core/wasm/declared.ts';
import { isPlumbing } from '../../../core/wasm/export-purpose.ts';
import type { WasmExport } from '../../../core/wasm/module-shape.ts';
import type { WasmReport } from '../../../core/wasm/wasm-report.ts';

/** The exported functions that a release can name, in the binary's order. */
export function offerable({ exports }: Pick<WasmReport, 'exports'>): WasmExport[] {
  return exports.filter(
    ({ name, kind, type }) =>
      kind === 'function' && name.length <= LONGEST_EXPORT && type.length <= LONGEST_EXPORT,
  );
}

/** How many of these a release has room for; `undefined`: all of them. */
export function tooMany(report: WasmReport, names: readonly string[]): number | undefined {
  // Only those: of a binary with many exports, each would be looked at several times over.
  const asked = new Set(names);
  const exports = report.exports.filter(({ name }) => asked.has(name));
  try {
    declaredBy({ ...report, exports }, names);
    return undefined;
  } catch (error) {
    if (!(error instanceof GenError) || error.reason !== 'too-many') throw error;
    return Number(error.data['limit']);
  }
}

/** The first of them that a release has room for. */
export function fitting(report: WasmReport, names: readonly string[]): readonly string[] {
  return names.slice(0, tooMany(report, names) ?? names.length);
}

/** What a person would want to offer: everything but what toolchains export for themselves. */
export function suggested(report: WasmReport): readonly string[] {
  const names = offerable(report).map(({ name }) => name);
  return fitting(
    report,
    names.filter((name) => !isPlumbing(name)),
  );
}

/**
 * What is offered of this file.
 *
 * @param chosen by the person, or by the release before; absent: nobody has chosen yet. Names that the file has not are
 *               left out; where it has none of them, it is another file, and nobody has chosen for it yet.
 */
export function offerOf(report: WasmReport, chosen: readonly string[] | undefined): readonly string[] {
  if (chosen === undefined) return suggested(report);
  const wanted = new Set(chosen);
  const found = offerable(report)
    .map(({ name }) => name)
    .filter((name) => wanted.has(name));
  return found.length === 0 && chosen.length > 0 ? suggested(report) : found;
}
