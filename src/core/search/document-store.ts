import { createFacetSets, type FacetSets } from './facet-sets.ts';
import { grown } from './grown.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import type { Popularity } from './module-index.ts';
import { createNumberLists, emptySpan, type ListSpan, type NumberLists } from './number-lists.ts';
import { createScatteredMap } from './scattered-map.ts';
import { FIELD, fieldOf, isWhole, wordOf } from './tokens.ts';
import { createValueTable, type ValueTable } from './value-table.ts';
import { createWordScales } from './weigh-words.ts';

/** A posting is a document's slot with the level of the word in it. */
const LEVEL_BITS = 8;
const MOST_SLOTS = 1 << (32 - LEVEL_BITS);
export const slotOf = (posting: number): number => posting >>> LEVEL_BITS;
export const levelOf = (posting: number): number => posting & 0xff;

export interface StoredDocument {
  readonly id: string;
  /** In the numbers of the store's lexicons, as `tokens.ts` has them. */
  readonly tokens: ArrayLike<number>;
  /** Codes of the store's values, each taken for this document: the facets, and the others. */
  readonly facets: readonly number[];
  readonly values: ArrayLike<number>;
  readonly updatedAt: number;
}

/** All documents by slot: what each holds, and for each word who holds it. A slot that was left is taken again. */
export interface DocumentStore {
  readonly lexicon: Lexicon;
  /** Whole names and the last labels of ids, each as one word. */
  readonly names: Lexicon;
  readonly values: ValueTable;
  readonly facetSets: FacetSets;
  /** Words of each slot, and its values that are no facets. */
  readonly tokensOf: NumberLists;
  readonly valuesOf: NumberLists;
  /** Holders of each word, in no order. */
  readonly postings: NumberLists;
  /** Slots of each whole name. */
  readonly named: NumberLists;
  readonly size: number;
  /** One more than the largest slot. */
  readonly end: number;
  slot(id: string): number | undefined;
  /** Empty: nobody is in that slot. */
  idAt(slot: number): string;
  /** The one word of its name; empty for a name without letters. */
  nameAt(slot: number): string;
  facetSetAt(slot: number): number;
  updatedAt(slot: number): number;
  /** Whether anything is known of how much any is used. */
  readonly hasPopularity: boolean;
  uses(slot: number): number;
  score(slot: number): number;
  add(document: StoredDocument): void;
  remove(id: string): void;
  setPopularity(of: ReadonlyMap<string, Popularity>): void;
}

export function createDocumentStore(): DocumentStore {
  const lexicon = createLexicon();
  const names = createLexicon();
  const named = createNumberLists();
  const values = createValueTable();
  const tokensOf = createNumberLists();
  const valuesOf = createNumberLists();
  const postings = createNumberLists();
  const scales = createWordScales();
  const slots = createScatteredMap();
  const ids: string[] = [];
  const left: number[] = [];
  const span = emptySpan();
  let popularity: ReadonlyMap<string, Popularity> = new Map();
  const facetSets = createFacetSets();
  let setOf = new Uint32Array(64);
  let times = new Float64Array(64);
  let uses = new Float64Array(64);
  let scores = new Float64Array(64);

  function setUses(slot: number, of: Popularity | undefined): void {
    uses[slot] = of?.uses ?? 0;
    scores[slot] = of?.score ?? 0;
  }

  function releaseAll({ values: held, start, length }: ListSpan): void {
    for (let at = start; at < start + length; at += 1) values.release(held[at] as number);
  }

  function remove(id: string): void {
    const slot = slots.get(id);
    if (slot === undefined) return;
    const { values: held, start, length } = tokensOf.read(slot, span);
    const words = new Set<number>();
    for (let at = start; at < start + length; at += 1) {
      const token = held[at] as number;
      if (!isWhole(token)) words.add(wordOf(token));
      else if (named.drop(wordOf(token), slot, 0) === 0) names.free(wordOf(token));
    }
    for (const word of words) if (postings.drop(word, slot, LEVEL_BITS) === 0) lexicon.free(word);
    const set = setOf[slot] as number;
    releaseAll(facetSets.read(set, span));
    facetSets.release(set);
    releaseAll(valuesOf.read(slot, span));
    tokensOf.clear(slot);
    valuesOf.clear(slot);
    slots.delete(id);
    ids[slot] = '';
    left.push(slot);
  }

  return {
    lexicon,
    names,
    named,
    values,
    facetSets,
    tokensOf,
    valuesOf,
    postings,
    get size() {
      return slots.size;
    },
    get end() {
      return ids.length;
    },
    slot: (id) => slots.get(id),
    idAt: (slot) => ids[slot] ?? '',
    nameAt(slot) {
      const { values: held, start, length } = tokensOf.read(slot, span);
      const first = held[start] as number;
      return length > 0 && fieldOf(first) === FIELD.wholeName ? names.wordAt(wordOf(first)) : '';
    },
    facetSetAt: (slot) => setOf[slot] as number,
    get hasPopularity() {
      return popularity.size > 0;
    },
    updatedAt: (slot) => times[slot] ?? 0,
    uses: (slot) => uses[slot] ?? 0,
    score: (slot) => scores[slot] ?? 0,
    add(document) {
      const slot = left.pop() ?? ids.length;
      if (slot >= MOST_SLOTS) throw new RangeError(`More than ${MOST_SLOTS} documents.`);
      if (slot >= setOf.length) {
        setOf = grown(setOf, slot + 1);
        times = grown(times, slot + 1);
        uses = grown(uses, slot + 1);
        scores = grown(scores, slot + 1);
      }
      ids[slot] = document.id;
      slots.set(document.id, slot);
      times[slot] = document.updatedAt;
      setOf[slot] = facetSets.take(document.facets);
      setUses(slot, popularity.get(document.id));
      tokensOf.set(slot, document.tokens);
      valuesOf.set(slot, document.values);
      for (let at = 0; at < document.tokens.length && isWhole(document.tokens[at] as number); at += 1)
        named.append(wordOf(document.tokens[at] as number), slot);
      scales.weigh(document.tokens, (word, level) =>
        postings.append(word, ((slot << LEVEL_BITS) | level) >>> 0),
      );
    },
    remove,
    setPopularity(of) {
      popularity = of;
      slots.forEach((slot, id) => setUses(slot, of.get(id)));
    },
  };
}
