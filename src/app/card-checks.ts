import { toBase64Url } from '../core/bytes.ts';
import type { ModuleId } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { MemberId } from '../core/record/record.ts';
import type { CardShelf } from './card-shelf.ts';
import { AHEAD, CARRIED, CHECKED, REFUSED } from './card-slots.ts';

/** An encoded card whose signature nobody has checked here. */
export interface UncheckedCard {
  readonly path: DocumentPath;
  readonly id: MemberId;
  readonly bytes: Uint8Array;
}

/** Which cards are still to be checked, and in what order: those that somebody has just looked at first. */
export interface CardChecks {
  looked(id: ModuleId): void;
  unchecked(limit: number): readonly UncheckedCard[];
  /** Of these modules, the cards that show. */
  uncheckedOf(ids: Iterable<ModuleId>): readonly UncheckedCard[];
  /** Whether a card that was looked at is due no more; says so once. */
  hasSettled(): boolean;
  /** How many of the cards that show were checked. */
  count(): number;
}

/** Looked at last; older ones take their turn. */
const REMEMBERED = 200;

/** @param pathOf the document of a shard's number. */
export function createCardChecks(
  { slots, modules }: Pick<CardShelf, 'slots' | 'modules'>,
  pathOf: (shard: number) => DocumentPath | undefined,
): CardChecks {
  /** Modules, newest last. */
  const recent = new Set<number>();
  /** Everything before it was checked or refused when it was last passed. */
  let from = 0;

  function isDue(slot: number): boolean {
    const isUndecided = slot !== -1 && !slots.has(slot, CHECKED) && !slots.has(slot, REFUSED);
    return isUndecided && slots.has(slot, CARRIED | AHEAD);
  }

  function cards(due: Iterable<number>): readonly UncheckedCard[] {
    return [...due].flatMap((slot) => {
      const path = pathOf(slots.shard(slot));
      const id = toBase64Url(slots.digest(slot)) as MemberId;
      return path === undefined ? [] : [{ path, id, bytes: slots.bytes(slot) }];
    });
  }

  const isOpen = (module: number): boolean => isDue(modules.shown(module));

  return {
    looked(id) {
      const module = modules.find(id);
      if (!isDue(modules.shown(module))) return;
      recent.delete(module);
      recent.add(module);
      for (const oldest of recent) {
        if (recent.size <= REMEMBERED) break;
        recent.delete(oldest);
      }
    },
    unchecked(limit) {
      const due = new Set<number>();
      for (const module of [...recent].reverse()) {
        if (isOpen(module) && due.size < limit) due.add(modules.shown(module));
      }
      while (from < slots.count && !isDue(from)) from += 1;
      for (let slot = from; slot < slots.count && due.size < limit; slot += 1) if (isDue(slot)) due.add(slot);
      return cards(due);
    },
    uncheckedOf(ids) {
      const found = [...ids].map((id) => modules.find(id)).filter((module) => module !== -1);
      return cards(found.filter(isOpen).map((module) => modules.shown(module)));
    },
    hasSettled() {
      const settled = [...recent].filter((module) => !isOpen(module));
      for (const module of settled) recent.delete(module);
      return settled.length > 0;
    },
    count() {
      let checked = 0;
      for (let module = 0; module < modules.count; module += 1) {
        const slot = modules.shown(module);
        if (slot !== -1 && slots.has(slot, CHECKED)) checked += 1;
      }
      return checked;
    },
  };
}
