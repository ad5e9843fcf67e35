import type { SearchDocument } from './search-document.ts';
import type { IndexPart } from './index-part.ts';

export type SortOrder = 'relevance' | 'popular' | 'recent' | 'rating' | 'name';

/** One question to the index. Filters of one kind widen each other (any of), except tags: all of them. */
export interface IndexQuery {
  /** Words, phrases and fields, as `parse-query.ts` reads them; empty: everything fits and nothing is ranked. */
  readonly text: string;
  readonly tags?: readonly string[];
  readonly types?: readonly string[];
  readonly licences?: readonly string[];
  readonly imports?: readonly string[];
  /** Nothing but these ids. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Left out of everything but `Found.left`. */
  readonly without?: ReadonlySet<string> | undefined;
  readonly sort: SortOrder;
  readonly offset: number;
  readonly limit: number;
}

export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** `typed` is what stands in the text, `reason` why it says nothing: left out, or taken as words where the field is unknown. */
export interface QueryProblem {
  readonly typed: string;
  readonly reason: 'unknown-field' | 'empty-field' | 'range' | 'signature' | 'needs';
}

export interface Found {
  /** How many fit in all. */
  readonly total: number;
  /** From `offset`, at most `limit`; the score is 0 where nothing is ranked. */
  readonly matches: readonly { readonly id: string; readonly score: number }[];
  /**
   * Counted over all that fit, but for the facet's own filter where another value would widen it (tags narrow, so they
   * are counted behind theirs); most first, then by name, at most 50 each.
   */
  readonly tags: readonly Facet[];
  readonly types: readonly Facet[];
  readonly licences: readonly Facet[];
  readonly imports: readonly Facet[];
  /** How many more would fit but for `without`. */
  readonly left: number;
  readonly problems: readonly QueryProblem[];
}

/** Numbers by which lists are sorted and that no document carries. */
export interface Popularity {
  /** Downloads and installs, counted as the relay says. */
  readonly uses: number;
  /** 0 to 5, of raters that count: see docs/FORMAT.md, "Aggregates". 0: nobody rated. */
  readonly score: number;
}

/** A module that offers all that another one does. */
export interface Replacement {
  readonly id: string;
  /** Functions that both offer with the same type. */
  readonly shared: number;
}

/** Full text, fields and facets over all modules of a device; nothing in it waits for anything. */
export interface ModuleIndex {
  readonly size: number;
  has(id: string): boolean;
  /** Adds the document or takes the place of the one with its id. */
  put(document: SearchDocument): void;
  remove(id: string): void;
  /** All at once; what is not named has none. Kept, not copied: documents that come later look theirs up. */
  setPopularity(of: ReadonlyMap<string, Popularity>): void;
  search(query: IndexQuery): Found;
  /** Those that offer the least beside it first; by what the documents list of their exports. */
  replacements(id: string, limit: number): readonly Replacement[];
  /** What is known of these ids, to be stored; ids that are not here are left out. */
  part(ids: Iterable<string>): IndexPart;
  /** Puts the documents of a part without reading their texts again. @throws GenError Storage `index-part` for another format */
  restore(part: IndexPart): void;
}
