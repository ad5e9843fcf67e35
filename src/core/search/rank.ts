import { levelOf, slotOf, type DocumentStore } from './document-store.ts';
import { expandWhole, expandWord, type Expansion, type WholeNames } from './expand-word.ts';
import { grown } from './grown.ts';
import { neighboursIn } from './neighbours.ts';
import { emptySpan } from './number-lists.ts';
import type { ParsedQuery } from './parse-query.ts';
import { firstOf } from './top.ts';
import { HIGHEST_WEIGHT, WEIGHT_OF_LEVEL } from './weigh-words.ts';

/** What a whole name adds to the words' score, which is 1 at most. */
const ID_IS = 5;
const NAME_IS = 4;
const NAME_BEGINS = 0.6;
const NAME_MISSPELT = 0.6;
/** The same where the words themselves are found. */
const NAME_NEARLY = 0.25;
/** A name that is one of the words: at most so much, by what that word tells. */
const NAME_IS_WORD = 0.2;
/** Words that stand next to each other as they were typed: at most so much, and looked for among so many of the best. */
const NEIGHBOURS = 0.15;
const MOST_LOOKED_AT = 128;
/** Where no document has all words: what a document has to have of what they tell, as a share of the best one's. */
const SHARE_OF_BEST = 0.6;
/** Where fewer documents than this have all of several words, so many follow at most that have what tells most of them. */
const FEW_WITH_ALL = 10;
const MOST_ADDED = 30;
const SHARE_OF_ALL = 0.5;
/** What comes closest to having all, as a share of the last one that has. */
const BELOW_ALL = 0.9;
/** Being used orders what is as good otherwise, and no more. */
const USES_COUNT = 0.01;
const MOST_USES = 6;

const ANY = -1;
/** In place of a share. */
const KEPT = -1;

/** Who fits the words of a question, and how well; good until the next question. */
export interface Ranked {
  readonly slots: Uint32Array;
  readonly count: number;
  /** By slot. */
  readonly scores: Float32Array;
}

interface Asked extends Expansion {
  /** How much having it tells (BM25's inverse document frequency). */
  readonly worth: number;
  readonly text: string;
  readonly exact: boolean;
  readonly optional: boolean;
}

const worthOf = (words: readonly Asked[]): number => words.reduce((sum, { worth }) => sum + worth, 0);

/** @returns ranks the documents for a question that has words; it costs what the words' holders number. */
export function createRanker(store: DocumentStore): (query: ParsedQuery) => Ranked {
  /** By slot: how far it came in the question; all 0 between questions, as `shares`. */
  let stages = new Uint8Array(0);
  let best = new Float32Array(0);
  let scores = new Float32Array(0);
  let shares = new Float32Array(0);
  let kept = new Uint32Array(0);
  let hits = new Uint32Array(0);
  const span = emptySpan();

  const isBetter = (a: number, b: number): boolean =>
    scores[a] === scores[b] ? store.idAt(a) < store.idAt(b) : (scores[a] as number) > (scores[b] as number);

  function makeRoom(): void {
    stages = grown(stages, store.end);
    best = grown(best, store.end);
    scores = grown(scores, store.end);
    shares = grown(shares, store.end);
    kept = grown(kept, store.end);
    hits = grown(hits, store.end);
  }

  /** Takes the holders at stage `from` to stage `to`, the best weight of each in `best`; they stand in `into`. */
  function collect({ words, factors }: Expansion, from: number, to: number, into: Uint32Array): number {
    let count = 0;
    for (let at = 0; at < words.length; at += 1) {
      const { values, start, length } = store.postings.read(words[at] as number, span);
      const factor = factors[at] as number;
      const end = start + length;
      for (let place = start; place < end; place += 1) {
        const posting = values[place] as number;
        const slot = slotOf(posting);
        const stage = stages[slot] as number;
        if (stage === to) {
          const weight = (WEIGHT_OF_LEVEL[levelOf(posting)] as number) * factor;
          if (weight > (best[slot] as number)) best[slot] = weight;
        } else if (stage === from || from === ANY) {
          stages[slot] = to;
          best[slot] = (WEIGHT_OF_LEVEL[levelOf(posting)] as number) * factor;
          into[count] = slot;
          count += 1;
        }
      }
    }
    return count;
  }

  function addUp(count: number, worth: number): void {
    for (let place = 0; place < count; place += 1) {
      const slot = hits[place] as number;
      scores[slot] = (scores[slot] as number) + worth * (best[slot] as number);
    }
  }

  const setStages = (count: number, stage: number): void => {
    for (let place = 0; place < count; place += 1) stages[kept[place] as number] = stage;
  };

  /** Keeps the documents that have all the words, rarest first. */
  function keepAll(needed: readonly Asked[]): number {
    const order = needed.toSorted((a, b) => a.holders - b.holders);
    let count = 0;
    let first = 0;
    for (const [at, word] of order.entries()) {
      count = collect(word, at, at + 1, hits);
      if (at === 0) {
        first = count;
        kept.set(hits.subarray(0, count));
        for (let place = 0; place < count; place += 1) scores[hits[place] as number] = 0;
      }
      addUp(count, word.worth);
      if (count === 0) break;
    }
    setStages(first, 0);
    if (order.length > 1) kept.set(hits.subarray(0, count));
    return count;
  }

  /** Words that need not be there add to those that are kept. */
  function addOptional(words: readonly Asked[], count: number): void {
    for (const word of words) {
      setStages(count, 1);
      addUp(collect(word, 1, 2, hits), word.worth);
    }
    setStages(count, 0);
  }

  /** Adds to `kept`, from `from` on, who has any of the words and is not kept yet. Its share of what they tell is in `shares`. */
  function collectAny(words: readonly Asked[], from: number): number {
    let count = from;
    for (let place = 0; place < from; place += 1) shares[kept[place] as number] = KEPT;
    for (const [at, word] of words.entries()) {
      let found = collect(word, ANY, at + 1, hits);
      let fresh = 0;
      for (let place = 0; place < found; place += 1) {
        const slot = hits[place] as number;
        stages[slot] = at + 1;
        if (shares[slot] === KEPT) continue;
        if (shares[slot] === 0) {
          scores[slot] = 0;
          kept[count] = slot;
          count += 1;
        }
        shares[slot] = (shares[slot] as number) + word.worth;
        hits[fresh] = slot;
        fresh += 1;
      }
      for (let place = 0; place < from; place += 1) stages[kept[place] as number] = 0;
      found = fresh;
      addUp(found, word.worth);
    }
    for (let place = 0; place < from; place += 1) shares[kept[place] as number] = 0;
    setStages(count, 0);
    return count;
  }

  /** Of those kept from `from` to `count` the ones that have so much of what the words tell; the share goes into the score. */
  function keepShares(from: number, count: number, least: number, worth: number): number {
    let left = from;
    for (let place = from; place < count; place += 1) {
      const slot = kept[place] as number;
      const share = shares[slot] as number;
      shares[slot] = 0;
      if (share < least) continue;
      scores[slot] = (scores[slot] as number) * (share / worth);
      kept[left] = slot;
      left += 1;
    }
    return left;
  }

  /** Keeps the documents that have what tells most of the words. */
  function keepMost(words: readonly Asked[]): number {
    const count = collectAny(words, 0);
    let most = 0;
    for (let place = 0; place < count; place += 1)
      most = Math.max(most, shares[kept[place] as number] as number);
    return keepShares(0, count, most * SHARE_OF_BEST, worthOf(words));
  }

  /** Behind the few that have all the words, those that have what tells more than half of them. */
  function addMost(words: readonly Asked[], from: number): number {
    const worth = worthOf(words);
    const count = keepShares(from, collectAny(words, from), worth * (SHARE_OF_ALL + Number.EPSILON), worth);
    const first = firstOf(kept.subarray(from, count), count - from, MOST_ADDED, isBetter);
    let lowest = Infinity;
    for (let place = 0; place < from; place += 1)
      lowest = Math.min(lowest, scores[kept[place] as number] as number);
    const highest = first.length === 0 ? 0 : (scores[first[0] as number] as number);
    const scale = highest > 0 ? (lowest * BELOW_ALL) / highest : 0;
    for (const [place, slot] of first.entries()) {
      kept[from + place] = slot;
      scores[slot] = (scores[slot] as number) * scale;
    }
    return from + first.length;
  }

  /** Adds what a whole name tells; who has it is kept whatever its words. Those kept stand at stage 1, then 2. */
  function addNamed(slot: number, bonus: number, count: number): number {
    const stage = stages[slot] as number;
    stages[slot] = 2;
    if (stage !== 2 || bonus > (best[slot] as number)) best[slot] = bonus;
    if (stage !== 0) return count;
    scores[slot] = 0;
    kept[count] = slot;
    return count + 1;
  }

  function addNames(names: WholeNames['begun'], bonus: number, count: number): number {
    let end = count;
    for (const [name, factor] of names) {
      const { values, start, length } = store.named.read(name, span);
      for (let place = start; place < start + length; place += 1)
        end = addNamed(values[place] as number, bonus * factor, end);
    }
    return end;
  }

  /** Who is kept and has one of several words for its name. */
  function addOneWordNames(words: readonly Asked[], count: number): void {
    if (words.length < 2) return;
    const worth = worthOf(words);
    setStages(count, 1);
    for (const word of words) {
      const name = store.names.numberOf(word.text);
      if (name === undefined) continue;
      const { values, start, length } = store.named.read(name, span);
      for (let place = start; place < start + length; place += 1) {
        const slot = values[place] as number;
        if (stages[slot] === 1) scores[slot] = (scores[slot] as number) + (NAME_IS_WORD * word.worth) / worth;
      }
    }
    setStages(count, 0);
  }

  function rankWholes({ whole, said }: ParsedQuery, count: number): number {
    const names = expandWhole(store, whole, count === 0 ? 2 : 1);
    const slot = store.slot(said);
    setStages(count, 1);
    let end = slot === undefined ? count : addNamed(slot, ID_IS, count);
    if (names.exact !== undefined) end = addNames([[names.exact, 1]], NAME_IS, end);
    end = addNames(names.begun, NAME_BEGINS, end);
    end = addNames(names.misspelt, count === 0 ? NAME_MISSPELT : NAME_NEARLY, end);
    for (let place = 0; place < end; place += 1) {
      const at = kept[place] as number;
      if (stages[at] === 2) scores[at] = (scores[at] as number) + (best[at] as number);
      stages[at] = 0;
    }
    return end;
  }

  function scaleScores(count: number, factor: number): void {
    for (let place = 0; place < count; place += 1) {
      const slot = kept[place] as number;
      scores[slot] = (scores[slot] as number) * factor;
    }
  }

  function addNeighbours(query: ParsedQuery, count: number): void {
    const words = query.words.map(({ text }) => store.lexicon.numberOf(text) ?? -1);
    if (words.length < 2) return;
    for (const slot of firstOf(kept, count, MOST_LOOKED_AT, isBetter)) {
      const share = neighboursIn(store, slot, words) / (words.length - 1);
      scores[slot] = (scores[slot] as number) + NEIGHBOURS * share;
    }
  }

  function addUses(count: number): void {
    if (!store.hasPopularity) return;
    for (let place = 0; place < count; place += 1) {
      const slot = kept[place] as number;
      const uses = store.uses(slot);
      if (uses > 0)
        scores[slot] =
          (scores[slot] as number) * (1 + USES_COUNT * Math.min(MOST_USES, Math.log10(1 + uses)));
    }
  }

  function asked(query: ParsedQuery): Asked[] {
    return query.words.map(({ text, exact, begins, optional }) => {
      const expansion = expandWord(store, text, { exact, last: begins });
      const holders = Math.min(expansion.holders, store.size);
      return {
        ...expansion,
        text,
        exact,
        optional,
        worth: Math.log(1 + (store.size - holders + 0.5) / (holders + 0.5)),
      };
    });
  }

  return (query) => {
    makeRoom();
    const words = asked(query);
    const needed = words.filter(({ optional }) => !optional);
    const scale = 1 / (HIGHEST_WEIGHT * Math.max(worthOf(words), Number.EPSILON));
    let count = keepAll(needed);
    addOptional(
      words.filter(({ optional }) => optional),
      count,
    );
    scaleScores(count, scale);
    addOneWordNames(needed, count);
    count = rankWholes(query, count);
    if (count === 0 && needed.length > 1) {
      count = keepMost(needed);
      scaleScores(count, scale);
    }
    addNeighbours(query, count);
    addUses(count);
    const isLoose = needed.length > 1 && needed.every(({ exact }) => !exact);
    if (isLoose && count > 0 && count < FEW_WITH_ALL) count = addMost(needed, count);
    return { slots: kept, count, scores };
  };
}
