import { toBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import type { Did, Micros, ModuleId } from '../core/ids.ts';
import { MAX_RECORD } from '../core/record/record.ts';
import type { ModuleIndex } from '../core/search/module-index.ts';
import type { ShardRow, StoredCards } from '../ports/tables.ts';
import type { CardShelf } from './card-shelf.ts';
import { CARRIED, CHECKED, REFUSED } from './card-slots.ts';

/** What a row holds of a shard beside where it belongs. */
export type StoredShard = Pick<ShardRow, 'part' | 'cards' | 'refused'>;

/** Raise with every change of `StoredCards`; the index's part has a number of its own. */
export const SHARD_FORMAT = 1;
const DIGEST = 32;

/** What a shard's document carries, as it is on the shelf and in the index now. */
export function storeShard(shelf: CardShelf, index: Pick<ModuleIndex, 'part'>, shard: number): StoredShard {
  const { slots, modules } = shelf;
  const carried = slots.ofShard(shard, CARRIED);
  const placeOf = new Map(carried.map((slot, place) => [slot, place]));
  const known = [...new Set(carried.map((slot) => slots.module(slot)))];
  const numberOf = new Map(known.map((module, number) => [module, number]));
  // -1 also where one's own card shows, which no document carries yet.
  const shown = known.map((module) => placeOf.get(modules.shown(module)) ?? -1);
  const lines = known.map((module, number) => (shown[number] === -1 ? undefined : modules.line(module)));
  const owners = [...new Set(lines.flatMap((line) => (line === undefined ? [] : [line.owner])))];
  const ownerNumber = new Map(owners.map((did, number) => [did, number]));
  const cards: StoredCards = {
    ...joined(carried.map((slot) => slots.bytes(slot))),
    digests: joined(carried.map((slot) => slots.digest(slot))).bytes,
    times: Float64Array.from(carried, (slot) => slots.time(slot)),
    checked: Uint8Array.from(carried, (slot) => Number(slots.has(slot, CHECKED))),
    module: Uint32Array.from(carried, (slot) => numberOf.get(slots.module(slot)) ?? 0),
    modules: known.map((module) => modules.id(module)),
    shown: Int32Array.from(shown),
    names: lines.map((line) => line?.name ?? ''),
    owner: Int32Array.from(lines, (line) => (line && ownerNumber.get(line.owner)) ?? -1),
    owners,
  };
  return {
    cards,
    part: index.part(lines.flatMap((line) => (line === undefined ? [] : [line.id]))),
    refused: carried
      .filter((slot) => slots.has(slot, REFUSED))
      .map((slot) => toBase64Url(slots.digest(slot))),
  };
}

function joined(parts: readonly Uint8Array[]): Pick<StoredCards, 'bytes' | 'ends'> {
  const ends = new Uint32Array(parts.length);
  let end = 0;
  for (const [place, { length }] of parts.entries()) {
    end += length;
    ends[place] = end;
  }
  const bytes = new Uint8Array(end);
  for (const [place, part] of parts.entries()) bytes.set(part, (ends[place] ?? 0) - part.length);
  return { bytes, ends };
}

/**
 * Puts a stored shard back on the shelf and into the index; what is there already stays.
 *
 * @throws GenError Storage `shard-row` | `index-part` for a row that does not fit; then nothing was put.
 */
export function restoreShard(
  shelf: CardShelf,
  index: Pick<ModuleIndex, 'restore'>,
  shard: number,
  { part, cards }: Pick<StoredShard, 'part' | 'cards'>,
  now: Micros,
): void {
  if (!isSound(cards) || !isOf(part.ids, cards)) throw new GenError('Storage', 'shard-row');
  index.restore(part);
  const { slots, modules } = shelf;
  const numbers = cards.modules.map((id) => modules.number(id));
  const pack = slots.pack(cards.bytes);
  const slotAt = cards.ends.length === 0 ? [] : Array.from(cards.ends, put);

  function put(end: number, place: number): number {
    const digest = cards.digests.subarray(place * DIGEST, (place + 1) * DIGEST);
    let slot = slots.find(digest);
    if (slot === -1) {
      const start = place === 0 ? 0 : (cards.ends[place - 1] ?? 0);
      const module = numbers[cards.module[place] ?? 0] ?? 0;
      const time = cards.times[place] ?? 0;
      slot = slots.addPacked({ digest, time, module, pack, start, length: end - start });
      modules.addCard(module, slot);
      shelf.settle(slot, now);
    }
    slots.set(slot, CARRIED, true);
    slots.setShard(slot, shard);
    if (cards.checked[place] === 1) slots.set(slot, CHECKED, true);
    return slot;
  }

  for (const [number, module] of numbers.entries()) {
    const shown = slotAt[cards.shown[number] ?? -1];
    // The index has this one now, whatever showed before.
    if (shown !== undefined) {
      const owner = cards.owners[cards.owner[number] ?? 0] as Did;
      modules.show(module, shown, { name: cards.names[number] ?? '', owner });
    }
    shelf.choose(module);
  }
}

/** Every place that is named is there, so that reading goes nowhere else. */
function isSound(cards: StoredCards): boolean {
  const { bytes, ends, digests, times, checked, module, modules, shown, names, owner, owners } = cards;
  const arrays =
    [bytes, digests, checked].every((one) => one instanceof Uint8Array) &&
    [ends, module].every((one) => one instanceof Uint32Array) &&
    [shown, owner].every((one) => one instanceof Int32Array) &&
    times instanceof Float64Array &&
    [modules, names, owners].every((one) => Array.isArray(one));
  if (!arrays) return false;
  const [count, known] = [ends.length, modules.length];
  const lengths =
    digests.length === count * DIGEST &&
    [times, checked, module].every(({ length }) => length === count) &&
    [shown, names, owner].every(({ length }) => length === known) &&
    (ends.at(-1) ?? 0) === bytes.length;
  return (
    lengths &&
    ends.every((end, place) => isLength(end - (place === 0 ? 0 : (ends[place - 1] ?? 0)))) &&
    module.every((number) => number < known) &&
    shown.every((place, number) => place === -1 || module[place] === number) &&
    owner.every((number, place) => (shown[place] === -1 ? number === -1 : owners[number] !== undefined))
  );
}

const isLength = (length: number): boolean => length > 0 && length <= MAX_RECORD;

/** The index's part is of the modules that show a card, and of no others. */
function isOf(ids: readonly string[], { modules, shown }: StoredCards): boolean {
  const listed = new Set<ModuleId>(modules.filter((_, number) => shown[number] !== -1));
  return ids.length === listed.size && ids.every((id) => listed.has(id as ModuleId));
}
