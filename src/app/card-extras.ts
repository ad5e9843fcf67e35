import { cutText } from '../core/cut-text.ts';
import {
  MAX_CARD_AUTHOR,
  MAX_CARD_EXPORT,
  MAX_CARD_EXPORTS,
  MAX_CARD_NEEDS,
  type RawBody,
} from '../core/record/kinds.ts';
import type { Dependency, ExportedFunction } from '../core/view/module-view.ts';
import { isPlumbing } from '../core/wasm/export-purpose.ts';

/** What a card says besides, where it has room: who made the module, functions to find it by, and what it needs. */
export function cardExtras(
  author: string | undefined,
  exports: readonly ExportedFunction[],
  dependencies: readonly Dependency[],
): Pick<RawBody<'card'>, 'a' | 'e' | 'r'> {
  const madeBy = cutText(author?.trim() ?? '', MAX_CARD_AUTHOR).trim();
  const offered = exports
    .filter(({ name }) => !isPlumbing(name))
    .map(({ name, type }) => `${name}${type}`)
    .filter(({ length }) => length <= MAX_CARD_EXPORT)
    .slice(0, MAX_CARD_EXPORTS);
  const needed = dependencies.filter(({ optional }) => optional !== true).map(({ id }) => id);
  const needs = [...new Set(needed)].sort().slice(0, MAX_CARD_NEEDS);
  return {
    ...(madeBy === '' ? {} : { a: madeBy }),
    ...(offered.length === 0 ? {} : { e: offered }),
    ...(needs.length === 0 ? {} : { r: needs }),
  };
}
