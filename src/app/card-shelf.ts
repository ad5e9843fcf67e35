import type { Micros, ModuleId } from '../core/ids.ts';
import { replacesCard, type CardView } from '../core/view/fold-cards.ts';
import { CLOCK_TOLERANCE } from '../core/view/record-set.ts';

/** What is ahead of the clock is set apart as waiting; the rest is only compared. */
const ANY_TIME = Number.MAX_SAFE_INTEGER as Micros;

/**
 * Every card of every module, and which one shows: the newest that is neither hidden nor ahead of the clock.
 * Older ones are kept, as the newest may turn out to be a lie or be taken back. What changes something says
 * whether that shows.
 */
export interface CardShelf {
  add(cards: readonly CardView[], now: Micros): boolean;
  /** O(1) while nothing waits. */
  ripen(now: Micros): boolean;
  hide(record: string): boolean;
  remove(records: Iterable<string>): boolean;
  card(id: ModuleId): CardView | undefined;
  shown(): Iterable<CardView>;
  readonly size: number;
}

/** @param onShown told of every card that comes to show. */
export function createCardShelf(onShown: (card: CardView) => void): CardShelf {
  const held = new Map<ModuleId, CardView[]>();
  const showing = new Map<ModuleId, CardView>();
  const hidden = new Set<string>();
  /** Ahead of the clock, by record. */
  const waiting = new Map<string, CardView>();

  function keep(card: CardView): boolean {
    const cards = held.get(card.id) ?? [];
    if (cards.some(({ record }) => record.id === card.record.id)) return false;
    cards.push(card);
    held.set(card.id, cards);
    return true;
  }

  /** @returns whether another card shows now. */
  function choose(id: ModuleId): boolean {
    const before = showing.get(id);
    let newest: CardView | undefined;
    for (const card of held.get(id) ?? []) {
      if (hidden.has(card.record.id) || waiting.has(card.record.id)) continue;
      if (replacesCard(card, newest, ANY_TIME)) newest = card;
    }
    if (newest === before) return false;
    if (newest === undefined) showing.delete(id);
    else {
      showing.set(id, newest);
      onShown(newest);
    }
    return true;
  }

  return {
    add(cards, now) {
      const changed = new Set<ModuleId>();
      for (const card of cards) {
        if (!keep(card)) continue;
        if (card.record.timestamp > now + CLOCK_TOLERANCE) waiting.set(card.record.id, card);
        else changed.add(card.id);
      }
      return [...changed].filter((id) => choose(id)).length > 0;
    },
    ripen(now) {
      if (waiting.size === 0) return false;
      const ripe = [...waiting.values()].filter(({ record }) => record.timestamp <= now + CLOCK_TOLERANCE);
      for (const { record } of ripe) waiting.delete(record.id);
      return ripe.filter(({ id }) => choose(id)).length > 0;
    },
    hide(record) {
      hidden.add(record);
      const shown = [...showing.values()].find((card) => card.record.id === record);
      return shown !== undefined && choose(shown.id);
    },
    remove(records) {
      const gone = new Set(records);
      if (gone.size === 0) return false;
      const changed = new Set<ModuleId>();
      for (const [id, cards] of held) {
        const left = cards.filter((card) => !gone.has(card.record.id));
        if (left.length === cards.length) continue;
        if (left.length === 0) held.delete(id);
        else held.set(id, left);
        changed.add(id);
      }
      for (const id of gone) waiting.delete(id);
      return [...changed].filter((id) => choose(id)).length > 0;
    },
    card: (id) => showing.get(id),
    shown: () => showing.values(),
    get size() {
      return showing.size;
    },
  };
}
