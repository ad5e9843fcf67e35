import { includesBytes } from '../core/includes-bytes.ts';
import type { ModuleId } from '../core/ids.ts';
import type { CardShelf } from './card-shelf.ts';
import { turnIfDue } from './in-slices.ts';

/** Cards that are looked through before others have their turn: less than a millisecond. */
const SLICE = 512;

/**
 * Modules whose newest card says that they need this one, in no order. All cards are looked through: an index of what needs what would
 * take more memory than a look at a page is worth.
 */
export async function dependentsIn(
  { modules, slots, card }: Pick<CardShelf, 'modules' | 'slots' | 'card'>,
  id: ModuleId,
): Promise<readonly ModuleId[]> {
  const wanted = new TextEncoder().encode(id);
  const found: ModuleId[] = [];
  for (let module = 0; module < modules.count; module += 1) {
    const slot = modules.shown(module);
    const one = modules.id(module);
    // An id that is a part of a longer one, or stands in a text, is told apart by the card.
    const isNamed = slot !== -1 && includesBytes(slots.bytes(slot), wanted);
    if (isNamed && card(one)?.needs.includes(id) === true) found.push(one);
    const turn = module % SLICE === 0 ? turnIfDue() : undefined;
    if (turn !== undefined) await turn;
  }
  return found;
}
