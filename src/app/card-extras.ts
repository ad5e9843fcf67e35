import { cutText } from '../core/cut-text.ts';
import { MAX_CARD_AUTHOR, MAX_CARD_EXPORT, MAX_CARD_EXPORTS, type RawBody } from '../core/record/kinds.ts';
import type { ExportedFunction } from '../core/view/module-view.ts';
import { isPlumbing } from '../core/wasm/export-purpose.ts';

/** What a card says besides, where it has room: who made the module, and functions to find it by. */
export function cardExtras(
  author: string | undefined,
  exports: readonly ExportedFunction[],
): Pick<RawBody<'card'>, 'a' | 'e'> {
  const madeBy = cutText(author?.trim() ?? '', MAX_CARD_AUTHOR).trim();
  const offered = exports
    .filter(({ name }) => !isPlumbing(name))
    .map(({ name, type }) => `${name}${type}`)
    .filter(({ length }) => length <= MAX_CARD_EXPORT)
    .slice(0, MAX_CARD_EXPORTS);
  return { ...(madeBy === '' ? {} : { a: madeBy }), ...(offered.length === 0 ? {} : { e: offered }) };
}
