import type { Did, Micros, ModuleId, Version } from '../core/ids.ts';
import type { Member } from '../core/record/member.ts';
import { facetCounts } from '../core/search/facets.ts';
import { createSearchIndex } from '../core/search/search-index.ts';
import { readCard, type CardView } from '../core/view/fold-cards.ts';
import type { Card, SearchQuery, SearchResult } from '../ports/engine.ts';
import { createCardShelf } from './card-shelf.ts';

/** What a list shows beside the card: known on this device only. */
export interface Beside {
  installed(id: ModuleId): Version | undefined;
  rating(id: ModuleId): { readonly average: number; readonly count: number } | undefined;
  isPending(card: CardView): boolean;
  /** By a moderation list that counts here. */
  isHidden(id: ModuleId): boolean;
}

/**
 * All cards of this device, folded and searchable. Lives in the engine's or the command line's memory. Of a module
 * the newest card shows that is not hidden, not taken back, and not ahead of the clock. What changes something says
 * whether that shows.
 */
export interface Catalogue {
  /** Folds further members in; a card ahead of the clock waits. */
  add(members: Iterable<Member>, now: Micros): boolean;
  /** Shows what waited for the clock. */
  ripen(now: Micros): boolean;
  card(id: ModuleId): CardView | undefined;
  /** A card that its module's document belies gives way to the next newest, for good. */
  hide(record: string): boolean;
  /** Takes back cards that no relay took. */
  remove(records: Iterable<string>): boolean;
  /** Modules that their cards say are somebody's. */
  ownedBy(did: Did): readonly ModuleId[];
  search(query: SearchQuery, beside: Beside): SearchResult;
  /** Of every module the card that shows. */
  modules(): Iterable<CardView>;
  /** Modules shown. */
  readonly size: number;
}

function listed(card: CardView, beside: Beside): Card {
  return {
    id: card.id,
    name: card.name,
    description: card.description,
    version: card.version,
    tags: card.tags,
    licence: card.licence,
    type: card.type,
    imports: card.imports,
    size: card.size,
    author: card.owner ?? card.author,
    updatedAt: card.updatedAt,
    rating: beside.rating(card.id),
    installed: beside.installed(card.id),
    pending: beside.isPending(card),
    hidden: beside.isHidden(card.id),
  };
}

/** Rated highest first; what nobody rated comes last. Asks for each rating once. */
function byStars(found: CardView[], beside: Beside, then: (a: CardView, b: CardView) => number): CardView[] {
  const stars = new Map(found.map(({ id }) => [id, beside.rating(id)?.average ?? 0]));
  return found.sort((a, b) => (stars.get(b.id) ?? 0) - (stars.get(a.id) ?? 0) || then(a, b));
}

function sorted(found: CardView[], { sort, text }: SearchQuery, beside: Beside): CardView[] {
  const byName = (a: CardView, b: CardView): number => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
  const byTime = (a: CardView, b: CardView): number => b.updatedAt - a.updatedAt || byName(a, b);
  if (sort === 'name') return found.sort(byName);
  if (sort === 'recent') return found.sort(byTime);
  if (sort === 'rating') return byStars(found, beside, byTime);
  return text.trim() === '' ? found.sort(byTime) : found;
}

export function createCatalogue(): Catalogue {
  const index = createSearchIndex();
  const cards = createCardShelf((card) => index.put(card));

  function matches(text: string): CardView[] {
    const found = index.search(text);
    // The index may still know a module whose last card was taken back.
    return found === undefined ? [...cards.shown()] : found.flatMap(({ id }) => cards.card(id) ?? []);
  }

  return {
    add(members, now) {
      const found: CardView[] = [];
      for (const member of members) {
        const card = member.member === 'record' ? readCard(member) : undefined;
        if (card !== undefined) found.push(card);
      }
      return cards.add(found, now);
    },
    ripen: (now) => cards.ripen(now),
    card: (id) => cards.card(id),
    hide: (record) => cards.hide(record),
    remove: (records) => cards.remove(records),
    ownedBy: (did) =>
      [...cards.shown()].filter((card) => (card.owner ?? card.author) === did).map(({ id }) => id),
    get size() {
      return cards.size;
    },
    modules: () => cards.shown(),
    search(query, beside) {
      const matching = matches(query.text);
      const isHidden = ({ id }: CardView): boolean => beside.isHidden(id);
      const ofType = ({ type }: CardView): boolean => query.type === undefined || type === query.type;
      const tagged = (card: CardView): boolean => query.tags.every((tag) => card.tags.includes(tag));
      const found = matching.filter((card) => query.showHidden === true || !isHidden(card));
      const kept = found.filter((card) => ofType(card) && tagged(card));
      const hidden = matching.filter((card) => isHidden(card) && ofType(card) && tagged(card)).length;
      const page = sorted(kept, query, beside).slice(query.offset, query.offset + query.limit);
      return {
        total: kept.length,
        cards: page.map((card) => listed(card, beside)),
        tags: facetCounts(kept.flatMap(({ tags }) => tags)),
        types: facetCounts(found.filter(tagged).map(({ type }) => type)),
        hidden,
        catalogueSize: cards.size,
      };
    },
  };
}
