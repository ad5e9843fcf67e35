import type { DocumentStore } from './document-store.ts';
import { grown } from './grown.ts';
import type { Facet, Found, IndexQuery } from './module-index.ts';
import { emptySpan } from './number-lists.ts';
import { firstOf } from './top.ts';
import { FACETS, kindOf, numberOfCode, VALUE } from './value-table.ts';

const MOST_VALUES = 50;

/** What the filters of a question leave, counted value by value. */
export interface Filter {
  /** Begins a question, which `facets` ends. */
  start(query: IndexQuery): void;
  /** Counts a document that fits otherwise; whether the filters leave it. */
  take(slot: number): boolean;
  /** Whether the filters leave it, not counted. */
  fits(slot: number): boolean;
  facets(): Pick<Found, 'tags' | 'types' | 'licences' | 'imports'>;
}

export function createFilter(store: DocumentStore): Filter {
  /** By facet set: documents taken, and what was judged of it; good for the sets in `taken`. */
  let documents = new Uint32Array(0);
  let verdicts = new Uint8Array(0);
  let taken: number[] = [];
  /** Codes that a filter names, by kind; `undefined`: no filter. */
  let wanted: (ReadonlySet<number> | undefined)[] = [];
  let filtered = false;
  let counts = new Uint32Array(0);
  let seen: number[] = [];
  const span = emptySpan();

  function codes(kind: number, texts: readonly string[] | undefined): ReadonlySet<number> | undefined {
    if (texts === undefined || texts.length === 0) return undefined;
    // A value that nobody has fits nobody: it keeps its place by a code that there is not.
    return new Set(texts.map((text, at) => store.values.codeOf(kind, text) ?? -1 - at));
  }

  /** A bit for each kind whose filter does not leave documents with this set. */
  function failing(set: number): number {
    const { values, start, length } = store.facetSets.read(set, span);
    let tags = 0;
    let met = 0;
    for (let at = start; at < start + length; at += 1) {
      const code = values[at] as number;
      const kind = kindOf(code);
      if (wanted[kind]?.has(code) !== true) continue;
      if (kind === VALUE.tag) tags += 1;
      else met |= 1 << kind;
    }
    let fails = tags < (wanted[VALUE.tag]?.size ?? 0) ? 1 << VALUE.tag : 0;
    for (let kind = VALUE.import; kind < FACETS; kind += 1)
      if (wanted[kind] !== undefined && (met & (1 << kind)) === 0) fails |= 1 << kind;
    return fails;
  }

  function countSet(set: number): void {
    const fails = verdicts[set] as number;
    // Who fails one filter counts for that facet alone, who fails two for none. Tags narrow each other, so they are
    // counted behind their own filter; the others widen theirs.
    if ((fails & (fails - 1)) !== 0 || fails === 1 << VALUE.tag) return;
    const { values, start, length } = store.facetSets.read(set, span);
    for (let at = start; at < start + length; at += 1) {
      const code = values[at] as number;
      if (fails !== 0 && fails !== 1 << kindOf(code)) continue;
      const number = numberOfCode(code);
      if (counts[number] === 0) seen.push(code);
      counts[number] = (counts[number] as number) + (documents[set] as number);
    }
  }

  const facet = (kind: number): readonly Facet[] => {
    const { textOf } = store.values;
    const countOf = (code: number): number => counts[numberOfCode(code)] as number;
    const before = (a: number, b: number): boolean =>
      countOf(a) === countOf(b) ? textOf(a) < textOf(b) : countOf(a) > countOf(b);
    const found = seen.filter((code) => kindOf(code) === kind);
    const first = firstOf(found, found.length, MOST_VALUES, before);
    return first.map((code) => ({ value: textOf(code), count: countOf(code) }));
  };

  return {
    start({ tags, types, licences, imports }) {
      documents = grown(documents, store.facetSets.end);
      verdicts = grown(verdicts, store.facetSets.end);
      counts = grown(counts, store.values.end);
      wanted = [];
      wanted[VALUE.tag] = codes(VALUE.tag, tags);
      wanted[VALUE.import] = codes(VALUE.import, imports);
      wanted[VALUE.type] = codes(VALUE.type, types);
      wanted[VALUE.licence] = codes(VALUE.licence, licences);
      filtered = wanted.some((set) => set !== undefined);
    },
    take(slot) {
      const set = store.facetSetAt(slot);
      const before = documents[set] as number;
      documents[set] = before + 1;
      if (before === 0) {
        taken.push(set);
        verdicts[set] = filtered ? failing(set) : 0;
      }
      return verdicts[set] === 0;
    },
    fits: (slot) => !filtered || failing(store.facetSetAt(slot)) === 0,
    facets() {
      taken.forEach(countSet);
      const found = {
        tags: facet(VALUE.tag),
        types: facet(VALUE.type),
        licences: facet(VALUE.licence),
        imports: facet(VALUE.import),
      };
      for (const set of taken) documents[set] = 0;
      for (const code of seen) counts[numberOfCode(code)] = 0;
      taken = [];
      seen = [];
      return found;
    },
  };
}
