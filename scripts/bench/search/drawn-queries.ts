import type { SearchDocument } from '../../../src/core/search/search-document.ts';
import { randomOf, type Random } from '../../../tests/support/random.ts';

/** A question that was made of one module's own words. */
export interface DrawnQuery {
  readonly text: string;
  /** The module it was made of. */
  readonly from: string;
  /** How many other modules fit it just as well: nobody could say which of them is meant. */
  readonly twins: number;
}

const WORDS = /[\p{L}\p{N}]+/gu;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
/** Shorter ones are no words that anybody would search by. */
const SHORTEST_WORD = 3;
/** What is left of shorter names says nothing. */
const SHORTEST_NAME = 5;

interface Texts {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  /** Of the description, rarest in the catalogue first. */
  readonly words: readonly string[];
  /** Whatever a word of a question may stand in. */
  readonly all: ReadonlySet<string>;
}

interface Catalogue {
  readonly texts: readonly Texts[];
  readonly named: ReadonlyMap<string, readonly Texts[]>;
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(WORDS) ?? [];
  return [...new Set(words)].filter(({ length }) => length >= SHORTEST_WORD);
}

function catalogueOf(documents: readonly SearchDocument[]): Catalogue {
  const described = documents.map(({ description }) => wordsOf(description));
  const frequencies = new Map<string, number>();
  for (const word of described.flat()) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  const texts = documents.map(({ id, name, tags }, place): Texts => {
    const words = described[place] ?? [];
    const lower = tags.map((tag) => tag.toLowerCase());
    const rarest = words.toSorted((a, b) => (frequencies.get(a) ?? 0) - (frequencies.get(b) ?? 0));
    const all = new Set([...words, ...wordsOf(name), ...lower]);
    return { id, name: name.toLowerCase(), tags: lower, words: rarest, all };
  });
  return { texts, named: Map.groupBy(texts, ({ name }) => name) };
}

/** One letter more, less or another one, or two neighbours that changed places; never the name itself. */
export function oneEdit(name: string, random: Random): string {
  for (;;) {
    const place = random.below(name.length);
    const [before, here, after] = [name.slice(0, place), name.charAt(place), name.slice(place + 1)];
    const edited = random.pick([
      before + random.pick(LETTERS) + here + after,
      before + after,
      before + random.pick(LETTERS) + after,
      before + after.charAt(0) + here + after.slice(1),
    ]);
    if (edited !== name) return edited;
  }
}

/** Others of the same name, or whose name the question happens to be. */
function byName({ named }: Catalogue, { id, name }: Texts, text: string): DrawnQuery {
  const namesakes = new Set(
    [...(named.get(name) ?? []), ...(named.get(text) ?? [])].map((other) => other.id),
  );
  namesakes.delete(id);
  return { text, from: id, twins: namesakes.size };
}

/** Others in which every one of the words stands. */
function byWords({ texts }: Catalogue, { id }: Texts, words: readonly string[]): DrawnQuery {
  const others = texts.filter((other) => other.id !== id && words.every((word) => other.all.has(word)));
  return { text: words.join(' '), from: id, twins: others.length };
}

/** The rarer half of a description's words, at least two. */
function rarer(words: readonly string[]): readonly string[] {
  return words.slice(0, Math.max(2, Math.ceil(words.length / 2)));
}

const isLong = ({ name }: Texts): boolean => name.length >= SHORTEST_NAME;

interface DrawnClass {
  readonly what: string;
  isPossible(texts: Texts): boolean;
  make(catalogue: Catalogue, texts: Texts, random: Random): DrawnQuery;
}

const CLASSES: readonly DrawnClass[] = [
  {
    what: 'exact name',
    isPossible: () => true,
    make: (catalogue, texts) => byName(catalogue, texts, texts.name),
  },
  {
    what: 'name without its last two letters',
    isPossible: isLong,
    make: (catalogue, texts) => byName(catalogue, texts, texts.name.slice(0, -2)),
  },
  {
    what: 'name with one edit',
    isPossible: isLong,
    make: (catalogue, texts, random) => byName(catalogue, texts, oneEdit(texts.name, random)),
  },
  {
    what: 'two rarer words of the description',
    isPossible: ({ words }) => words.length >= 2,
    make: (catalogue, texts, random) =>
      byWords(catalogue, texts, random.shuffled(rarer(texts.words)).slice(0, 2)),
  },
  {
    what: 'a tag and a word of the description',
    isPossible: ({ tags, words }) => words.some((word) => !tags.includes(word)) && tags.length > 0,
    make(catalogue, texts, random) {
      const words = texts.words.filter((word) => !texts.tags.includes(word));
      return byWords(catalogue, texts, [random.pick(texts.tags), random.pick(rarer(words))]);
    },
  },
];

/**
 * Up to `count` of each class, of different modules; fewer where the catalogue has not so many that fit.
 *
 * @returns by class; the same for the same documents and seed.
 */
export function drawQueries(
  documents: readonly SearchDocument[],
  seed: number,
  count: number,
): ReadonlyMap<string, readonly DrawnQuery[]> {
  const catalogue = catalogueOf(documents);
  return new Map(
    CLASSES.map(({ what, isPossible, make }, place) => {
      const random = randomOf(seed + place);
      const drawn = random.shuffled(catalogue.texts.filter(isPossible)).slice(0, count);
      return [what, drawn.map((texts) => make(catalogue, texts, random))];
    }),
  );
}
