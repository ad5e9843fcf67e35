import validRange from 'semver/ranges/valid.js';
import { parseFunctionPattern, type FunctionPattern } from './function-pattern.ts';
import type { QueryProblem } from './module-index.ts';
import { oneWord, STOP_WORDS, wordsOf } from './split-words.ts';

const LONGEST_QUERY = 200;
const MOST_WORDS = 16;

export type TextField = 'name' | 'id' | 'author';

/** What a document must be, or must not be. */
export interface Condition {
  readonly negative: boolean;
  readonly on:
    | {
        readonly kind: 'words';
        readonly words: readonly string[];
        readonly field?: TextField | undefined;
        readonly exact: boolean;
      }
    | { readonly kind: 'owner' | 'tag' | 'import' | 'type' | 'licence' | 'range'; readonly value: string }
    | { readonly kind: 'export'; readonly pattern: FunctionPattern };
}

interface RankingWord {
  readonly text: string;
  readonly exact: boolean;
  /** What begins so is meant too: somebody may still be typing it. */
  readonly begins: boolean;
  readonly optional: boolean;
}

export interface ParsedQuery {
  /** Words that rank, in their order; all are needed but for the `optional` ones. */
  readonly words: readonly RankingWord[];
  /** The texts of the words as they stand, to be found among ids, and as one word, to be found among whole names. */
  readonly said: string;
  readonly whole: string;
  readonly conditions: readonly Condition[];
  readonly problems: readonly QueryProblem[];
}

const CHUNK = /(-?)(?:([a-zA-Z]+):(?![:/]))?(?:"([^"]*)(?:"|$)|(\S*))/gu;
/** A function's type may hold spaces. */
const EXPORT = /-?export:(?!")[^\s(]*\([^)]*\)(?:\s*->\s*(?:\([^)]*\)|\w*))?/giu;
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['tag', 'tag'],
  ['author', 'author'],
  ['needs', 'needs'],
  ['license', 'licence'],
  ['licence', 'licence'],
  ['type', 'type'],
  ['version', 'version'],
  ['export', 'export'],
  ['id', 'id'],
  ['name', 'name'],
]);
const NEEDS: ReadonlySet<string> = new Set(['nothing', 'wasi', 'env', 'js-glue', 'other']);

/** Reads what a person typed; never fails. See README.md for the language. */
export function parseQuery(typed: string): ParsedQuery {
  const text = typed.slice(0, LONGEST_QUERY).replaceAll(EXPORT, (found) => found.replaceAll(/\s+/gu, ''));
  const words: { text: string; exact: boolean }[] = [];
  const conditions: Condition[] = [];
  const problems: QueryProblem[] = [];
  const chunks: string[] = [];
  /** Words of fields: they stand in a condition already. */
  const ranking: { text: string; begins: boolean }[] = [];

  function addWords(said: string, quoted: boolean): void {
    const found = wordsOf(said).slice(0, MOST_WORDS - words.length);
    chunks.push(said);
    words.push(...found.map((word) => ({ text: word, exact: quoted })));
    if (quoted && found.length > 0)
      conditions.push({ negative: false, on: { kind: 'words', words: found, exact: true } });
  }

  function addField(field: string, value: string, quoted: boolean, negative: boolean, said: string): void {
    const on = conditionOn(field, value, quoted);
    if (typeof on === 'string') problems.push({ typed: said, reason: on });
    else if (conditions.length < MOST_WORDS) conditions.push({ negative, on });
    if (typeof on === 'string' || on.kind !== 'words' || negative) return;
    const { words: within, exact } = on;
    ranking.push(...within.map((word, at) => ({ text: word, begins: !exact && at === within.length - 1 })));
  }

  for (const [said, minus = '', name, phrase, plain = ''] of text.matchAll(CHUNK)) {
    const value = phrase ?? plain;
    const quoted = phrase !== undefined;
    if (value === '' && name === undefined) continue;
    const field = name === undefined ? undefined : FIELDS.get(name.toLowerCase());
    const negative = minus === '-';
    if (name !== undefined && field !== undefined) addField(field, value, quoted, negative, said);
    else if (name !== undefined && value !== '') {
      problems.push({ typed: said, reason: 'unknown-field' });
      addWords(`${name} ${value}`, false);
    } else if (negative) addField('any', value, quoted, true, said);
    else addWords(name ?? value, quoted);
  }
  const isStop = (word: string): boolean => STOP_WORDS.has(word);
  const allStop = words.every((word) => isStop(word.text));
  return {
    words: [
      ...ranking.map((word) => ({ ...word, exact: false, optional: words.length > 0 })),
      ...words.map((word, at) => ({
        ...word,
        begins: at === words.length - 1,
        optional: !allStop && !word.exact && isStop(word.text),
      })),
    ],
    said: chunks.join(' '),
    whole: oneWord(chunks.join(' ')),
    conditions,
    problems,
  };
}

function conditionOn(
  field: string,
  value: string,
  quoted: boolean,
): Condition['on'] | QueryProblem['reason'] {
  const plain = value.trim();
  if (plain === '') return 'empty-field';
  const lower = plain.toLowerCase();
  if (field === 'tag' || field === 'type' || field === 'licence') return { kind: field, value: lower };
  if (field === 'needs') return NEEDS.has(lower) ? { kind: 'import', value: lower } : 'needs';
  if (field === 'version') return validRange(plain) === null ? 'range' : { kind: 'range', value: plain };
  if (field === 'export') {
    const pattern = parseFunctionPattern(plain);
    return pattern === undefined ? 'signature' : { kind: 'export', pattern };
  }
  if (field === 'author' && plain.startsWith('did:')) return { kind: 'owner', value: plain };
  const words = wordsOf(plain).slice(0, MOST_WORDS);
  if (words.length === 0) return 'empty-field';
  const on = field === 'any' ? undefined : (field as TextField);
  return { kind: 'words', words, field: on, exact: quoted || on === undefined };
}
