import { createScatteredMap, type ScatteredMap } from './scattered-map.ts';

/** What a document holds beside its texts; the first four are facets. Stored: append only. */
export const VALUE = { tag: 0, import: 1, type: 2, licence: 3, owner: 4, version: 5, export: 6 } as const;
export const FACETS = 4;
const KIND_BITS = 3;

/** A value with its kind in the lowest bits. */
export const kindOf = (code: number): number => code & ((1 << KIND_BITS) - 1);
export const numberOfCode = (code: number): number => code >>> KIND_BITS;

/** All different values (tags, licences, versions …) by number, each kept while a document holds it. */
export interface ValueTable {
  readonly end: number;
  codeOf(kind: number, text: string): number | undefined;
  textOf(code: number): string;
  take(kind: number, text: string): number;
  /** Takes a value that somebody holds once more. */
  takeAgain(code: number): void;
  /** Undoes one `take`. */
  release(code: number): void;
}

export function createValueTable(): ValueTable {
  const codes = Array.from({ length: 1 << KIND_BITS }, createScatteredMap);
  const texts: string[] = [];
  const holders: number[] = [];
  const unused: number[] = [];
  const ofKind = (kind: number) => codes[kind] as ScatteredMap;
  return {
    get end() {
      return texts.length;
    },
    codeOf: (kind, text) => ofKind(kind).get(text),
    textOf: (code) => texts[numberOfCode(code)] ?? '',
    take(kind, text) {
      const known = ofKind(kind).get(text);
      const number = known === undefined ? (unused.pop() ?? texts.length) : numberOfCode(known);
      holders[number] = (holders[number] ?? 0) + 1;
      if (known !== undefined) return known;
      const code = ((number << KIND_BITS) | kind) >>> 0;
      texts[number] = text;
      ofKind(kind).set(text, code);
      return code;
    },
    takeAgain(code) {
      const number = numberOfCode(code);
      holders[number] = (holders[number] ?? 0) + 1;
    },
    release(code) {
      const number = numberOfCode(code);
      const left = (holders[number] ?? 0) - 1;
      holders[number] = left;
      if (left > 0) return;
      ofKind(kindOf(code)).delete(texts[number] ?? '');
      texts[number] = '';
      unused.push(number);
    },
  };
}
