import { GenError } from '../errors.ts';
import type { DocumentStore } from './document-store.ts';
import type { IndexPart } from './index-part.ts';
import type { Lexicon } from './lexicon.ts';
import { emptySpan, type ListSpan } from './number-lists.ts';
import { fieldOf, isWhole, isWithin, tokenOf, wordOf } from './tokens.ts';
import { FACETS, kindOf, VALUE, type ValueTable } from './value-table.ts';

const FORMAT = 1;
/** No word holds it. */
const BETWEEN_WORDS = '\n';

/** What is known of some documents, their words and values numbered within the part, in the order of the ids. */
export function writePart(store: DocumentStore, ids: Iterable<string>): IndexPart {
  const kept = [...new Set(ids)].filter((id) => store.slot(id) !== undefined);
  const words = new Map<number, number>();
  const names = new Map<number, number>();
  const values = new Map<number, number>();
  const local = (numbers: Map<number, number>, number: number): number => {
    const known = numbers.get(number) ?? numbers.size;
    numbers.set(number, known);
    return known;
  };
  const span = emptySpan();
  const tokens: number[] = [];
  const codes: number[] = [];
  const tokenEnds: number[] = [];
  const valueEnds: number[] = [];
  const addCodes = ({ values: held, start, length }: ListSpan): void => {
    for (const code of held.subarray(start, start + length)) codes.push(local(values, code));
  };
  for (const id of kept) {
    const slot = store.slot(id) as number;
    const read = store.tokensOf.read(slot, span);
    for (const token of read.values.subarray(read.start, read.start + read.length))
      tokens.push(
        tokenOf(local(isWhole(token) ? names : words, wordOf(token)), fieldOf(token), isWithin(token)),
      );
    tokenEnds.push(tokens.length);
    addCodes(store.facetSets.read(store.facetSetAt(slot), span));
    addCodes(store.valuesOf.read(slot, span));
    valueEnds.push(codes.length);
  }
  return {
    format: FORMAT,
    ids: kept,
    columns: {
      words: [...words.keys()].map((word) => store.lexicon.wordAt(word)).join(BETWEEN_WORDS),
      names: [...names.keys()].map((name) => store.names.wordAt(name)).join(BETWEEN_WORDS),
      values: [...values.keys()].map((code) => store.values.textOf(code)),
      kinds: Uint8Array.from(values.keys(), kindOf),
      tokens: Uint32Array.from(tokens),
      tokenEnds: Uint32Array.from(tokenEnds),
      codes: Uint32Array.from(codes),
      valueEnds: Uint32Array.from(valueEnds),
      times: Float64Array.from(kept, (id) => store.updatedAt(store.slot(id) as number)),
    },
  };
}

interface Columns {
  readonly words: readonly string[];
  readonly names: readonly string[];
  readonly values: readonly string[];
  readonly kinds: Uint8Array;
  readonly tokens: Uint32Array;
  readonly tokenEnds: Uint32Array;
  readonly codes: Uint32Array;
  readonly valueEnds: Uint32Array;
  readonly times: Float64Array;
}

/** Puts each document of a part; nothing of it where it is not sound. @throws GenError Storage `index-part` */
export function readPart(store: DocumentStore, { format, ids, columns }: IndexPart): void {
  if (format !== FORMAT) throw new GenError('Storage', 'index-part', { text: `format ${String(format)}` });
  const part = checked(ids, columns);
  // All that is replaced leaves first: a word that only it held would lose its number.
  for (const id of ids) store.remove(id);
  const words = numbersIn(store.lexicon, part.words);
  const names = numbersIn(store.names, part.names);
  const codes = codesIn(store.values, part);
  for (const [at, id] of ids.entries()) {
    const tokens = part.tokens.subarray(at === 0 ? 0 : part.tokenEnds[at - 1], part.tokenEnds[at]);
    for (let place = 0; place < tokens.length; place += 1) {
      const token = tokens[place] as number;
      const number = isWhole(token) ? names(wordOf(token)) : words(wordOf(token));
      tokens[place] = tokenOf(number, fieldOf(token), isWithin(token));
    }
    const facets: number[] = [];
    const values: number[] = [];
    const end = part.valueEnds[at] as number;
    for (let place = at === 0 ? 0 : (part.valueEnds[at - 1] as number); place < end; place += 1)
      codes.take(part.codes[place] as number, facets, values);
    store.add({ id, tokens, facets, values, updatedAt: part.times[at] as number });
  }
}

/** Each word is looked up once, when it is first needed. */
function numbersIn(lexicon: Lexicon, words: readonly string[]): (local: number) => number {
  const numbers = new Int32Array(words.length).fill(-1);
  return (local) => {
    if (numbers[local] === -1) numbers[local] = lexicon.take(words[local] as string);
    return numbers[local] as number;
  };
}

/** Each value is looked up once; of one document, each counts once. */
function codesIn(
  table: ValueTable,
  { values: texts, kinds }: Columns,
): { take(local: number, facets: number[], values: number[]): void } {
  const known = new Float64Array(texts.length).fill(-1);
  return {
    take(local, facets, values) {
      const kind = kinds[local] as number;
      const into = kind < FACETS ? facets : values;
      const before = known[local] as number;
      if (before === -1) {
        const code = table.take(kind, texts[local] as string);
        known[local] = code;
        into.push(code);
      } else if (!into.includes(before)) {
        table.takeAgain(before);
        into.push(before);
      }
    },
  };
}

const linesOf = (column: unknown): string[] =>
  typeof column === 'string' ? column.split(BETWEEN_WORDS) : [];

function checked(ids: readonly string[], columns: IndexPart['columns']): Columns {
  const words = linesOf(columns['words']);
  const names = linesOf(columns['names']);
  const values = Array.isArray(columns['values']) ? columns['values'].map(String) : [];
  const kinds = bytesOf(columns['kinds'], 1);
  const part: Columns = {
    words,
    names,
    values,
    kinds,
    tokens: new Uint32Array(bytesOf(columns['tokens'], Uint32Array.BYTES_PER_ELEMENT).buffer),
    tokenEnds: new Uint32Array(bytesOf(columns['tokenEnds'], Uint32Array.BYTES_PER_ELEMENT).buffer),
    codes: new Uint32Array(bytesOf(columns['codes'], Uint32Array.BYTES_PER_ELEMENT).buffer),
    valueEnds: new Uint32Array(bytesOf(columns['valueEnds'], Uint32Array.BYTES_PER_ELEMENT).buffer),
    times: new Float64Array(bytesOf(columns['times'], Float64Array.BYTES_PER_ELEMENT).buffer),
  };
  const sound =
    kinds.length === values.length &&
    kinds.every((kind) => kind <= VALUE.export) &&
    new Set(ids).size === ids.length &&
    part.times.length === ids.length &&
    isStaircase(part.tokenEnds, ids.length, part.tokens.length) &&
    isStaircase(part.valueEnds, ids.length, part.codes.length) &&
    areKnown(part.tokens, words.length, names.length) &&
    part.codes.every((code) => code < values.length);
  if (!sound) throw new GenError('Storage', 'index-part', { text: 'columns' });
  return part;
}

function areKnown(tokens: Uint32Array, words: number, names: number): boolean {
  for (const token of tokens) if (wordOf(token) >= (isWhole(token) ? names : words)) return false;
  return true;
}

function isStaircase(ends: Uint32Array, count: number, length: number): boolean {
  return (
    ends.length === count &&
    ends.every((end, at) => end >= (ends[at - 1] ?? 0)) &&
    (ends.at(-1) ?? 0) === length
  );
}

/** A copy of a typed array's bytes, whatever its type came back as: CBOR knows bytes only. Empty where they are no whole numbers. */
function bytesOf(column: unknown, size: number): Uint8Array<ArrayBuffer> {
  if (!ArrayBuffer.isView(column) || column.byteLength % size !== 0) return new Uint8Array(0);
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength).slice();
}
