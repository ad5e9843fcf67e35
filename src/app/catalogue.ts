import type { Micros, ModuleId, Version } from '../core/ids.ts';
import type { Member } from '../core/record/member.ts';
import { facetCounts } from '../core/search/facets.ts';
import { createSearchIndex } from '../core/search/search-index.ts';
import { readCard, replacesCard, type CardView } from '../core/view/fold-cards.ts';
import type { Card, SearchQuery, SearchResult } from '../ports/engine.ts';

/** What a list shows beside the card: known on this device only. */
export interface Beside {
  installed(id: ModuleId): Version | undefined;
  rating(id: ModuleId): { readonly average: number; readonly count: number } | undefined;
  isPending(card: CardView): boolean;
}

/** All cards of this device, folded and searchable. Lives in the engine's or the command line's memory. */
export interface Catalogue {
  /** Folds further members in. @returns whether anything that is shown changed. */
  add(members: Iterable<Member>, now: Micros): boolean;
  card(id: ModuleId): CardView | undefined;
  /** A card that its module's document belies is not shown. */
  hide(record: string): void;
  search(query: SearchQuery, beside: Beside): SearchResult;
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
    author: card.author,
    updatedAt: card.updatedAt,
    rating: beside.rating(card.id),
    installed: beside.installed(card.id),
    pending: beside.isPending(card),
  };
}

export function createCatalogue(): Catalogue {
  const index = createSearchIndex();
  const cards = new Map<ModuleId, CardView>();
  const hidden = new Set<string>();

  function matches(text: string): CardView[] {
    const found = index.search(text);
    const all = found === undefined ? [...cards.values()] : found.flatMap(({ id }) => cards.get(id) ?? []);
    return all.filter(({ record }) => !hidden.has(record.id));
  }

  function sorted(found: CardView[], { sort, text }: SearchQuery, beside: Beside): CardView[] {
    const byName = (a: CardView, b: CardView): number =>
      a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
    const byTime = (a: CardView, b: CardView): number => b.updatedAt - a.updatedAt || byName(a, b);
    if (sort === 'name') return found.sort(byName);
    if (sort === 'recent') return found.sort(byTime);
    if (sort === 'rating') {
      const stars = ({ id }: CardView): number => beside.rating(id)?.average ?? 0;
      return found.sort((a, b) => stars(b) - stars(a) || byTime(a, b));
    }
    return text.trim() === '' ? found.sort(byTime) : found;
  }

  return {
    add(members, now) {
      let changed = false;
      for (const member of members) {
        const card = member.member === 'record' ? readCard(member) : undefined;
        if (card === undefined || !replacesCard(card, cards.get(card.id), now)) continue;
        cards.set(card.id, card);
        index.put(card);
        changed = true;
      }
      return changed;
    },
    card: (id) => cards.get(id),
    hide: (record) => hidden.add(record),
    get size() {
      return cards.size;
    },
    search(query, beside) {
      const found = matches(query.text);
      const ofType = found.filter(({ type }) => query.type === undefined || type === query.type);
      const tagged = (card: CardView): boolean => query.tags.every((tag) => card.tags.includes(tag));
      const kept = ofType.filter(tagged);
      const page = sorted(kept, query, beside).slice(query.offset, query.offset + query.limit);
      return {
        total: kept.length,
        cards: page.map((card) => listed(card, beside)),
        tags: facetCounts(kept.flatMap(({ tags }) => tags)),
        types: facetCounts(found.filter(tagged).map(({ type }) => type)),
        catalogueSize: cards.size - hidden.size,
      };
    },
  };
}
