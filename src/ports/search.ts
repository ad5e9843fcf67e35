import type { Did, Micros, ModuleId, Version } from '../core/ids.ts';
import type { ModuleType } from '../core/module-type.ts';
import type { Facet, QueryProblem, SortOrder } from '../core/search/module-index.ts';

/** Stars of a module as a list shows them. */
export interface RatingLine {
  readonly average: number;
  readonly count: number;
}

/** One line of a list: from the catalogue's card, which is an index entry and no evidence. */
export interface Card {
  readonly id: ModuleId;
  readonly name: string;
  readonly description: string;
  readonly version: Version;
  readonly tags: readonly string[];
  readonly licence: string;
  readonly type: ModuleType;
  /** `nothing`, `wasi`, `env`, … as the import classes of the report. */
  readonly imports: readonly string[];
  /** Some of the functions that it offers, with their types. */
  readonly exports: readonly string[];
  /** Bytes of the binary. */
  readonly size: number;
  /** Whose module it is, or who wrote the card where it does not say: a device of the owner's, or a publisher. */
  readonly author: Did;
  /** Who made it, as its publisher says, where that is somebody else. */
  readonly madeBy?: string | undefined;
  readonly updatedAt: Micros;
  /** Of raters that count here; absent: none. */
  readonly rating?: RatingLine | undefined;
  /** Of everybody, unverified; absent: none. */
  readonly rawRating?: RatingLine | undefined;
  /** As the relay counts them; absent: nothing is known. */
  readonly downloads?: number | undefined;
  readonly installs?: number | undefined;
  readonly installed?: Version | undefined;
  /** The card names a newer version than the installed one. */
  readonly update: boolean;
  /** Whether the card's signature has been checked on this device; one that fails is not shown at all. */
  readonly checked: boolean;
  /** In this device's outbox only. */
  readonly pending: boolean;
  /** By a list that counts here: shown only where `showHidden` asks for it. */
  readonly hidden: boolean;
}

/** Who needs a module: an index, not evidence. */
export interface Dependents {
  readonly total: number;
  /** The most used first, at most 50. */
  readonly cards: readonly Card[];
}

export interface SearchQuery {
  /** Words, phrases and fields; see `src/core/search/README.md`. */
  readonly text: string;
  /** All of them. */
  readonly tags: readonly string[];
  /** Any of them, as licences and imports. */
  readonly types?: readonly ModuleType[] | undefined;
  readonly licences?: readonly string[] | undefined;
  readonly imports?: readonly string[] | undefined;
  /** Only what is installed here, or what is and has an update. */
  readonly only?: 'installed' | 'updates' | undefined;
  readonly sort: SortOrder;
  readonly offset: number;
  readonly limit: number;
  /** Also what is hidden here. */
  readonly showHidden?: boolean | undefined;
}

export interface SearchResult {
  readonly total: number;
  readonly cards: readonly Card[];
  readonly tags: readonly Facet[];
  readonly types: readonly Facet[];
  readonly licences: readonly Facet[];
  readonly imports: readonly Facet[];
  /** How many of what fits are hidden here: left out of all the rest, unless `showHidden` asked for them. */
  readonly hidden: number;
  /** What of the text was left out, and why. */
  readonly problems: readonly QueryProblem[];
  /** Modules in the whole catalogue on this device. */
  readonly catalogueSize: number;
}

/** A search that a person keeps on this device; `address` is the query string of the browse screen. */
export interface SavedSearch {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly savedAt: Micros;
}

/** How far a device has come with its catalogue, and what it found wrong in it. */
export interface CatalogueState {
  readonly size: number;
  /** Cards whose signatures were checked here. */
  readonly checked: number;
  /** Cards that failed, or that their module's records belie: never shown. */
  readonly refused: number;
  /** Bytes of the stored index and cards. */
  readonly stored: number;
  /** Seconds that records of others may wait for the index. */
  readonly indexInterval: number;
}

export interface SearchApi {
  search(query: SearchQuery): Promise<SearchResult>;
  /** Those of the modules that the catalogue knows, in the order asked for, also what is hidden. */
  cards(ids: readonly ModuleId[]): Promise<readonly Card[]>;
  /** Modules that offer every function that this one's card lists, with the same types; most in common first, at most 20. */
  replacements(id: ModuleId): Promise<readonly Card[]>;
  /** Modules that need this one, by what their cards say; those that are hidden here left out. */
  dependents(id: ModuleId): Promise<Dependents>;
  /** Newest first; asked again on `searches`. */
  savedSearches(): Promise<readonly SavedSearch[]>;
  /** Saved again under a name that is there, it takes its place.
   * @throws GenError InvalidInput (`empty`, `too-long`) | QuotaExceeded `saved-searches` | Storage */
  saveSearch(search: { name: string; address: string }): Promise<string>;
  removeSearch(id: string): Promise<void>;
  /** Asked again on `catalogue`. */
  catalogueState(): Promise<CatalogueState>;
  /** @param seconds 0 to 3600. @throws GenError InvalidInput `index-interval` | Storage */
  setIndexInterval(seconds: number): Promise<void>;
}
