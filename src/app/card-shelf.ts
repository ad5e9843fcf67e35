import { fromBase64Url, toBase64Url } from '../core/bytes.ts';
import type { Micros, ModuleId } from '../core/ids.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import { readCard, type CardView } from '../core/view/fold-cards.ts';
import { CLOCK_TOLERANCE } from '../core/view/record-set.ts';
import { AHEAD, CARRIED, CHECKED, createCardSlots, REFUSED, WAITING, type CardSlots } from './card-slots.ts';
import { createShelfModules, type ShelfModules } from './shelf-modules.ts';

/** An encoded member with its id, as a document has it; a decoded one is taken as it is. */
export type ShelfEntry = Member | { readonly id: MemberId; readonly bytes: Uint8Array };

/** @property shard number of the shard that carries them; absent: this device's own, which no document carries yet. */
export interface ShelfPlace {
  readonly shard?: number | undefined;
  /** Whether their signatures were checked. */
  readonly checked: boolean;
  /** Only a file says that the shard carries them: what is here already stays as it is. */
  readonly isAhead?: boolean;
}

/**
 * Every card of every module as encoded bytes, and which one shows: the newest that is neither refused nor ahead of
 * the clock, of those whose signatures were checked if there are any. Older ones are kept, as the newest may turn out to be a lie or be taken back. What changes something says
 * whether that shows. A card is decoded when it comes to show, and again when somebody looks at it.
 */
export interface CardShelf {
  readonly slots: CardSlots;
  readonly modules: ShelfModules;
  add(entries: Iterable<ShelfEntry>, place: ShelfPlace, now: Micros): boolean;
  /** O(1) while nothing waits. */
  ripen(now: Micros): boolean;
  refuse(record: string): boolean;
  /** Takes back this device's own; what a document carries meanwhile stays. */
  remove(records: Iterable<string>): boolean;
  /** Takes back what was ahead of a shard and is nowhere else. */
  withdraw(shard: number): boolean;
  markChecked(records: Iterable<string>): boolean;
  card(id: ModuleId): CardView | undefined;
  has(record: string): boolean;
  isChecked(id: ModuleId): boolean;
  /** Refused before they came, or after: never shown. */
  readonly refused: ReadonlySet<string>;
  /** Of a slot that was just put there: sets it apart while it is ahead of the clock or refused. */
  settle(slot: number, now: Micros): void;
  /** Lets the newest that may show, show. @returns whether another card shows now. */
  choose(module: number, decoded?: ReadonlyMap<number, CardView>): boolean;
}

export interface ShelfEvents {
  /** A card that comes to show. */
  readonly shows: (card: CardView) => void;
  readonly vanishes: (id: ModuleId) => void;
  /** Something of this shard is to be stored. */
  readonly changes: (shard: number) => void;
  /** Stored bytes that are no longer the card they were. */
  readonly spoilt: (shard: number) => void;
}

/** Decoded cards that are kept: some pages of a list. */
const KEPT = 400;

export function createCardShelf({ shows, vanishes, changes, spoilt }: ShelfEvents): CardShelf {
  const slots = createCardSlots();
  const modules = createShelfModules();
  const waiting = new Set<number>();
  const refused = new Set<string>();
  const kept = new Map<number, CardView>();

  function decoded(slot: number): CardView | undefined {
    const known = kept.get(slot);
    if (known !== undefined) return known;
    const card = read({ id: toBase64Url(slots.digest(slot)) as MemberId, bytes: slots.bytes(slot) });
    const isWhole = card?.id === modules.id(slots.module(slot)) && card.updatedAt === slots.time(slot);
    if (!isWhole) return undefined;
    for (const oldest of kept.keys()) {
      if (kept.size < KEPT) break;
      kept.delete(oldest);
    }
    kept.set(slot, card);
    return card;
  }

  function mayShow(slot: number): boolean {
    return !slots.has(slot, REFUSED) && !slots.has(slot, WAITING);
  }

  /** What nobody has checked gives way to what was: it may be anybody's. */
  function isBetter(slot: number, than: number): boolean {
    const isChecked = slots.has(slot, CHECKED);
    return isChecked === slots.has(than, CHECKED) ? slots.isNewer(slot, than) : isChecked;
  }

  function newest(module: number): number {
    let best = -1;
    for (const slot of modules.cards(module)) {
      if (mayShow(slot) && (best === -1 || isBetter(slot, best))) best = slot;
    }
    return best;
  }

  function forget(slot: number): void {
    modules.removeCard(slots.module(slot), slot);
    waiting.delete(slot);
    kept.delete(slot);
    slots.forget(slot);
  }

  function spoil(slot: number): void {
    spoilt(slots.shard(slot));
    forget(slot);
  }

  function choose(module: number, fresh?: ReadonlyMap<number, CardView>): boolean {
    const before = modules.shown(module);
    for (;;) {
      const slot = newest(module);
      if (slot === before) return false;
      if (slot === -1) {
        modules.unshow(module);
        vanishes(modules.id(module));
        return true;
      }
      const card = fresh?.get(slot) ?? decoded(slot);
      if (card !== undefined) {
        modules.show(module, slot, { name: card.name, owner: card.owner ?? card.author });
        shows(card);
        return true;
      }
      spoil(slot);
    }
  }

  function settle(slot: number, now: Micros): void {
    if (refused.size > 0 && refused.has(toBase64Url(slots.digest(slot)))) slots.set(slot, REFUSED, true);
    if (slots.time(slot) <= now + CLOCK_TOLERANCE) return;
    slots.set(slot, WAITING, true);
    waiting.add(slot);
  }

  /** Who brings a card that is here, brings what is known of it. @returns whether it was checked meanwhile. */
  function mark(slot: number, { shard, checked, isAhead = false }: ShelfPlace): boolean {
    const isProved = checked && !slots.has(slot, CHECKED);
    const isNews = isProved || (shard !== undefined && !slots.has(slot, CARRIED));
    if (checked) slots.set(slot, CHECKED, true);
    slots.set(slot, AHEAD, isAhead);
    if (shard !== undefined || !slots.has(slot, CARRIED)) slots.setShard(slot, shard ?? -1);
    if (shard === undefined || isAhead) return isProved;
    slots.set(slot, CARRIED, true);
    if (isNews) changes(shard);
    return isProved;
  }

  function changed(slot: number): void {
    if (slots.has(slot, CARRIED)) changes(slots.shard(slot));
  }

  const slotOf = (record: string): number => slots.find(fromBase64Url(record));

  return {
    slots,
    modules,
    refused,
    settle,
    choose,
    add(entries, place, now) {
      const touched = new Set<number>();
      let shown = false;
      const fresh = new Map<number, CardView>();
      for (const entry of entries) {
        const digest = 'digest' in entry ? entry.digest : fromBase64Url(entry.id);
        let slot = slots.find(digest);
        if (slot === -1) {
          const card = read(entry);
          if (card === undefined) continue;
          const module = modules.number(card.id);
          slot = slots.add({ digest, time: card.updatedAt, module, bytes: entry.bytes });
          modules.addCard(module, slot);
          settle(slot, now);
          fresh.set(slot, card);
          touched.add(module);
        } else if (place.isAhead === true) continue;
        if (!mark(slot, place)) continue;
        const module = slots.module(slot);
        touched.add(module);
        if (modules.shown(module) === slot) shown = true;
      }
      for (const module of touched) if (choose(module, fresh)) shown = true;
      return shown;
    },
    ripen(now) {
      if (waiting.size === 0) return false;
      const ripe = [...waiting].filter((slot) => slots.time(slot) <= now + CLOCK_TOLERANCE);
      for (const slot of ripe) {
        waiting.delete(slot);
        slots.set(slot, WAITING, false);
      }
      return ripe.filter((slot) => choose(slots.module(slot))).length > 0;
    },
    refuse(record) {
      refused.add(record);
      const slot = slotOf(record);
      if (slot === -1 || slots.has(slot, REFUSED)) return false;
      slots.set(slot, REFUSED, true);
      changed(slot);
      return choose(slots.module(slot));
    },
    remove(records) {
      let shown = false;
      for (const record of records) {
        const slot = slotOf(record);
        if (slot === -1 || slots.has(slot, CARRIED)) continue;
        const module = slots.module(slot);
        forget(slot);
        if (choose(module)) shown = true;
      }
      return shown;
    },
    withdraw(shard) {
      let shown = false;
      for (const slot of slots.ofShard(shard, AHEAD)) {
        const module = slots.module(slot);
        forget(slot);
        if (choose(module)) shown = true;
      }
      return shown;
    },
    markChecked(records) {
      let shown = false;
      for (const record of records) {
        const slot = slotOf(record);
        if (slot === -1 || slots.has(slot, CHECKED)) continue;
        slots.set(slot, CHECKED, true);
        changed(slot);
        if (choose(slots.module(slot))) shown = true;
      }
      return shown;
    },
    card(id) {
      const module = modules.find(id);
      for (;;) {
        const slot = module === -1 ? -1 : modules.shown(module);
        if (slot === -1) return undefined;
        const card = decoded(slot);
        if (card !== undefined) return card;
        spoil(slot);
        choose(module);
      }
    },
    has: (record) => slotOf(record) !== -1,
    isChecked(id) {
      const module = modules.find(id);
      return module !== -1 && slots.has(modules.shown(module), CHECKED);
    },
  };
}

/** `undefined` for what is no card, or not the bytes that its id names. */
function read(entry: ShelfEntry): CardView | undefined {
  try {
    const member = 'member' in entry ? entry : decodeMember(entry.bytes);
    return member.member === 'record' && member.id === entry.id ? readCard(member) : undefined;
  } catch {
    return undefined;
  }
}
