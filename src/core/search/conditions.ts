import isIn from 'semver/functions/satisfies.js';
import { slotOf, type DocumentStore } from './document-store.ts';
import { isOffered } from './function-pattern.ts';
import { emptySpan } from './number-lists.ts';
import type { Condition, TextField } from './parse-query.ts';
import { FIELD, fieldOf, isWhole, isWithin, wordOf } from './tokens.ts';
import { FACETS, kindOf, numberOfCode, VALUE } from './value-table.ts';

/** Whether the document in a slot is as asked. */
export type Test = (slot: number) => boolean;

/** Tests for the conditions of one question; good until the next change. */
export function testsOf(store: DocumentStore, conditions: readonly Condition[]): Test[] {
  return conditions.map(({ negative, on }) => {
    const test = testOf(store, on);
    return negative ? (slot) => !test(slot) : test;
  });
}

function testOf(store: DocumentStore, on: Condition['on']): Test {
  if (on.kind === 'words') return wordsTest(store, on.words, on.field, on.exact);
  if (on.kind === 'export')
    return valueTest(store, VALUE.export, (offered) => isOffered(offered, on.pattern));
  const { value } = on;
  if (on.kind === 'owner') return valueTest(store, VALUE.owner, (owner) => owner === value);
  if (on.kind === 'range')
    return valueTest(store, VALUE.version, (version) => isIn(version, value, { includePrerelease: true }));
  if (on.kind === 'licence') return valueTest(store, VALUE.licence, (licence) => names(licence, value));
  return valueTest(store, VALUE[on.kind], (text) => text.toLowerCase() === value);
}

/** `MIT OR Apache-2.0` names both. */
function names(licence: string, value: string): boolean {
  const lower = licence.toLowerCase();
  return lower === value || lower.split(/[\s()]+/u).includes(value);
}

/** Each different value is judged once. */
function valueTest(store: DocumentStore, kind: number, fits: (text: string) => boolean): Test {
  const verdicts = new Uint8Array(store.values.end);
  const span = emptySpan();
  return (slot) => {
    const { values, start, length } =
      kind < FACETS ? store.facetSets.read(store.facetSetAt(slot), span) : store.valuesOf.read(slot, span);
    for (let at = start; at < start + length; at += 1) {
      const code = values[at] as number;
      if (kindOf(code) !== kind) continue;
      const number = numberOfCode(code);
      if (verdicts[number] === 0) verdicts[number] = fits(store.values.textOf(code)) ? 1 : 2;
      if (verdicts[number] === 1) return true;
    }
    return false;
  };
}

/** All words, next to each other and in their order; within one field; the last one may go on where it need not be exact. */
function wordsTest(
  store: DocumentStore,
  words: readonly string[],
  field: TextField | undefined,
  exact: boolean,
): Test {
  const fits = words.map((word, at) => {
    const numbers: number[] = [];
    if (!exact && at === words.length - 1) store.lexicon.startingWith(word, numbers);
    const own = store.lexicon.numberOf(word);
    if (own !== undefined) numbers.push(own);
    return new Set(numbers);
  });
  const [first = new Set<number>()] = fits;
  const holders = new Uint8Array(store.end);
  const span = emptySpan();
  for (const word of first) {
    const { values, start, length } = store.postings.read(word, span);
    for (let at = start; at < start + length; at += 1) holders[slotOf(values[at] as number)] = 1;
  }
  if (fits.length === 1 && field === undefined) return (slot) => holders[slot] === 1;
  const only = field === undefined ? undefined : FIELD[field];
  return (slot) => holders[slot] === 1 && holdsInOrder(store, slot, fits, only);
}

const span = emptySpan();

function holdsInOrder(
  store: DocumentStore,
  slot: number,
  fits: readonly ReadonlySet<number>[],
  only: number | undefined,
): boolean {
  const { values, start, length } = store.tokensOf.read(slot, span);
  /** How many of the words stood right before. */
  let begun: number[] = [];
  let inField = -1;
  for (let at = start; at < start + length; at += 1) {
    const token = values[at] as number;
    const field = fieldOf(token);
    if (field !== inField) {
      begun = [];
      inField = field;
    }
    if (isWhole(token) || (only !== undefined && field !== only)) continue;
    const word = wordOf(token);
    if (isWithin(token)) {
      if (fits.length === 1 && fits[0]?.has(word) === true) return true;
      continue;
    }
    begun = [0, ...begun].flatMap((done) => (fits[done]?.has(word) === true ? [done + 1] : []));
    if (begun.includes(fits.length)) return true;
  }
  return false;
}
