import type { SearchDocument } from '../../../src/core/search/search-document.ts';
import { WANTED_MODULES } from '../wanted-modules.ts';
import { drawQueries } from './drawn-queries.ts';
import type { Searcher } from './engine.ts';

/** A question and the modules of which one should be found. */
export interface Question {
  readonly text: string;
  readonly wanted: ReadonlySet<string>;
  readonly twins: number;
}

/** How many of `asked` were found within the first so many. */
export interface Hits {
  readonly asked: number;
  readonly first: number;
  readonly three: number;
  readonly ten: number;
}

const SHOWN = 10;

/** Questions by class, drawn ones first; what was written by hand only for catalogues that are there. */
export function questionsOver(
  documents: readonly SearchDocument[],
  seed: number,
  count: number,
): ReadonlyMap<string, readonly Question[]> {
  const drawn = [...drawQueries(documents, seed, count)].map(
    ([what, queries]) =>
      [what, queries.map(({ text, from, twins }) => ({ text, wanted: new Set([from]), twins }))] as const,
  );
  return new Map<string, readonly Question[]>([...drawn, ['written by hand', writtenQuestions(documents)]]);
}

function writtenQuestions(documents: readonly SearchDocument[]): Question[] {
  const known = new Set(documents.map(({ id }) => id));
  return WANTED_MODULES.map(({ query, ...catalogues }) => {
    const ids = Object.entries(catalogues).flatMap(([catalogue, names]) =>
      names.split(' ').map((name) => `${catalogue}.${name}`),
    );
    return { text: query, wanted: new Set(ids.filter((id) => known.has(id))), twins: 0 };
  }).filter(({ wanted }) => wanted.size > 0);
}

/** @returns the place of the first that is wanted, from 1; `Infinity` where none is shown. */
export function placeOf({ text, wanted }: Question, { find }: Searcher): number {
  const place = find(text, SHOWN).findIndex((id) => wanted.has(id));
  return place === -1 ? Number.POSITIVE_INFINITY : place + 1;
}

export function hitsOf(places: readonly number[]): Hits {
  const within = (most: number): number => places.filter((place) => place <= most).length;
  return { asked: places.length, first: within(1), three: within(3), ten: within(SHOWN) };
}
