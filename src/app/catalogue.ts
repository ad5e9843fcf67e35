import type { Did, Micros, ModuleId } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { createModuleIndex } from '../core/search/create-module-index.ts';
import type { IndexQuery } from '../core/search/module-index.ts';
import type { SearchDocument } from '../core/search/search-document.ts';
import type { ModuleAggregate } from '../core/view/aggregate.ts';
import type { CardView } from '../core/view/fold-cards.ts';
import type { Card, SearchQuery, SearchResult } from '../ports/search.ts';
import { createCardChecks, type UncheckedCard } from './card-checks.ts';
import { dependentsIn } from './dependents.ts';
import { createCardShelf, type ShelfEntry } from './card-shelf.ts';
import { createCountedModules } from './counted-modules.ts';
import { isUpdate, listedCard, type Beside } from './listed-card.ts';
import type { ShownLine } from './shelf-modules.ts';
import { restoreShard, storeShard, type StoredShard } from './stored-shard.ts';

/**
 * All cards of this device, folded and searchable. Lives in the engine's or the command line's memory. Of a module
 * the newest card shows that is not refused, not taken back, and not ahead of the clock; one whose signature was checked goes
 * before one whose signature was not. What changes something says whether that shows.
 */
export interface Catalogue {
  /** This device's own cards, checked as they were made here. */
  add(own: Iterable<ShelfEntry>, now: Micros): boolean;
  /** What a shard's document carries; what is here already is passed over, and what is no card. */
  addShard(
    path: DocumentPath,
    entries: Iterable<ShelfEntry>,
    how: { readonly checked: boolean },
    now: Micros,
  ): boolean;
  /** What a file says that a shard carries, unchecked, until somebody brings the same or it is withdrawn. */
  addAhead(path: DocumentPath, entries: Iterable<ShelfEntry>, now: Micros): boolean;
  /** Takes back what is only ahead. */
  withdraw(path: DocumentPath): boolean;
  /** Everything is here that the shard's document holds at these heads. */
  levelled(path: DocumentPath, heads: readonly string[]): void;
  /** Heads that were levelled last, before a restart too; none: not all of it is here; `undefined`: never. */
  shardHeads(path: DocumentPath): readonly string[] | undefined;
  /** Told of every shard that differs from what was last stored of it. */
  onChanged(listener: (path: DocumentPath) => void): void;
  stored(path: DocumentPath): StoredShard;
  /** @throws GenError Storage `shard-row` | `index-part` for a row that does not fit; its refusals are kept. */
  restore(path: DocumentPath, shard: StoredShard, heads: readonly string[], now: Micros): void;
  /** Shows what waited for the clock. */
  ripen(now: Micros): boolean;
  card(id: ModuleId): CardView | undefined;
  /** Whether a card is here, shown or not. */
  has(record: string): boolean;
  /** A card that its module's document belies, or whose signature fails, gives way to the next newest, for good. */
  hide(record: string): boolean;
  /** Takes back cards that no relay took. */
  remove(records: Iterable<string>): boolean;
  /** Cards whose signatures were not checked, those that were looked at last first. */
  unchecked(limit: number): readonly UncheckedCard[];
  /** Of these modules, the unchecked cards that show. */
  uncheckedOf(ids: Iterable<ModuleId>): readonly UncheckedCard[];
  /** @returns whether another card shows now, or one was checked that was looked at. */
  markChecked(records: Iterable<string>): boolean;
  /** Modules that their cards say are somebody's. */
  ownedBy(did: Did): readonly ModuleId[];
  search(query: SearchQuery, beside: Beside): SearchResult;
  /** Those that are here, in the order asked for. */
  cards(ids: readonly ModuleId[], beside: Beside): readonly Card[];
  replacements(id: ModuleId, beside: Beside): readonly Card[];
  /** Modules whose newest card says that they need this one. */
  dependents(id: ModuleId): Promise<readonly ModuleId[]>;
  /** What the relay counted, all at once. */
  setAggregates(aggregates: readonly ModuleAggregate[]): Promise<void>;
  /** As it was set; `undefined`: nothing was counted of it. */
  aggregate(id: ModuleId): ModuleAggregate | undefined;
  /** Of every module that shows a card. */
  modules(): Iterable<ShownLine>;
  /** Modules shown. */
  readonly size: number;
  readonly checked: number;
  readonly refused: number;
  readonly refusedCards: ReadonlySet<string>;
}

const MOST_REPLACEMENTS = 20;

function documentOf(card: CardView): SearchDocument {
  return {
    id: card.id,
    name: card.name,
    description: card.description,
    tags: card.tags,
    author: card.madeBy ?? '',
    owner: card.owner ?? card.author,
    licence: card.licence,
    type: card.type,
    version: card.version,
    imports: card.imports,
    exports: card.exports,
    size: card.size,
    updatedAt: card.updatedAt,
  };
}

export function createCatalogue(): Catalogue {
  const index = createModuleIndex();
  const counted = createCountedModules((popularity) => index.setPopularity(popularity));
  const paths: DocumentPath[] = [];
  const heads = new Map<DocumentPath, readonly string[]>();
  const listeners = new Set<(path: DocumentPath) => void>();

  function changed(path: DocumentPath | undefined): void {
    if (path !== undefined) for (const listener of listeners) listener(path);
  }

  const shelf = createCardShelf({
    shows: (card) => index.put(documentOf(card)),
    vanishes: (id) => index.remove(id),
    changes: (shard) => changed(paths[shard]),
    spoilt(shard) {
      const path = paths[shard];
      // What was lost is in the document: the next start levels the shard with it.
      if (path !== undefined && heads.has(path)) heads.set(path, []);
      changed(path);
    },
  });
  const checks = createCardChecks(shelf, (shard) => paths[shard]);

  function shardOf(path: DocumentPath): number {
    const known = paths.indexOf(path);
    return known === -1 ? paths.push(path) - 1 : known;
  }

  function cards(ids: Iterable<string>, beside: Beside): Card[] {
    const listed: Card[] = [];
    for (const id of ids) {
      const card = shelf.card(id as ModuleId);
      if (card === undefined) continue;
      const known = { checked: shelf.isChecked(card.id), aggregate: counted.of(card.id) };
      listed.push(listedCard(card, known, beside));
      checks.looked(card.id);
    }
    return listed;
  }

  function* modules(): Iterable<ShownLine> {
    for (let module = 0; module < shelf.modules.count; module += 1) {
      if (shelf.modules.shown(module) !== -1) yield shelf.modules.line(module);
    }
  }

  function only({ only: which }: SearchQuery, { installed }: Beside): ReadonlySet<string> | undefined {
    if (which === undefined) return undefined;
    if (which === 'installed') return new Set(installed.keys());
    const newer = [...installed].filter(([id, version]) => {
      const card = shelf.card(id);
      return card !== undefined && isUpdate(card.version, version);
    });
    return new Set(newer.map(([id]) => id));
  }

  function asked(query: SearchQuery, beside: Beside): IndexQuery {
    const { text, tags, types, licences, imports, offset, limit } = query;
    const isRanked = text.trim() !== '';
    return {
      text,
      tags,
      ...(types === undefined ? {} : { types }),
      ...(licences === undefined ? {} : { licences }),
      ...(imports === undefined ? {} : { imports }),
      only: only(query, beside),
      without: query.showHidden === true ? undefined : beside.hidden,
      sort: query.sort === 'relevance' && !isRanked ? 'recent' : query.sort,
      offset,
      limit,
    };
  }

  return {
    add: (own, now) => shelf.add(own, { checked: true }, now),
    addShard: (path, entries, { checked }, now) => shelf.add(entries, { shard: shardOf(path), checked }, now),
    addAhead: (path, entries, now) =>
      shelf.add(entries, { shard: shardOf(path), checked: false, isAhead: true }, now),
    withdraw: (path) => shelf.withdraw(shardOf(path)),
    levelled(path, at) {
      const before = heads.get(path);
      heads.set(path, at);
      if (before?.join() !== at.join()) changed(path);
    },
    shardHeads: (path) => heads.get(path),
    onChanged: (listener) => void listeners.add(listener),
    stored: (path) => storeShard(shelf, index, shardOf(path)),
    restore(path, shard, at, now) {
      for (const record of shard.refused) shelf.refuse(record);
      const before = heads.get(path);
      // Set first: a spoilt card that is found on the way empties them.
      if (before === undefined) heads.set(path, at);
      try {
        restoreShard(shelf, index, shardOf(path), shard, now);
      } catch (thrown) {
        if (before === undefined) heads.delete(path);
        throw thrown;
      }
    },
    ripen: (now) => shelf.ripen(now),
    card: (id) => shelf.card(id),
    has: (record) => shelf.has(record),
    hide: (record) => shelf.refuse(record),
    remove: (records) => shelf.remove(records),
    unchecked: (limit) => checks.unchecked(limit),
    uncheckedOf: (ids) => checks.uncheckedOf(ids),
    markChecked(records) {
      const shows = shelf.markChecked(records);
      return checks.hasSettled() || shows;
    },
    ownedBy: (did) => [...modules()].filter(({ owner }) => owner === did).map(({ id }) => id),
    cards,
    replacements: (id, beside) =>
      cards(
        index.replacements(id, MOST_REPLACEMENTS).map((one) => one.id),
        beside,
      ),
    dependents: (id) => dependentsIn(shelf, id),
    setAggregates: (aggregates) => counted.set(aggregates),
    aggregate: (id) => counted.of(id),
    modules,
    get size() {
      return shelf.modules.shownCount;
    },
    get checked() {
      return checks.count();
    },
    get refused() {
      return shelf.refused.size;
    },
    refusedCards: shelf.refused,
    search(query, beside) {
      const { matches, left, ...found } = index.search(asked(query, beside));
      const isEverything = query.showHidden === true && beside.hidden.size > 0;
      const hidden = isEverything
        ? index.search({ ...asked(query, beside), without: beside.hidden, limit: 0 }).left
        : left;
      return {
        ...found,
        hidden,
        cards: cards(
          matches.map(({ id }) => id),
          beside,
        ),
        catalogueSize: shelf.modules.shownCount,
      };
    },
  };
}
