import { concat } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import type { Sha256 } from '../core/ids.ts';
import type { BlobRow, Tables, Write } from '../ports/tables.ts';

/** Bytes of a binary from `from` to before `to`, as a row of `chunks` holds them. */
export interface Chunk {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** Digits of a place: keys sort as places do. */
const DIGITS = 12;

/** The key says it all: what is here is known without reading it. */
export function chunkKey(sha256: Sha256, from: number, to: number): string {
  return [sha256, ...[from, to].map((place) => String(place).padStart(DIGITS, '0'))].join(' ');
}

/** Of which binary a row of `chunks` is. */
export function chunkOwner(key: string): Sha256 {
  return key.slice(0, key.indexOf(' ')) as Sha256;
}

/** The row that a key names. */
function chunkOf(key: string): Chunk {
  const [, from, to] = key.split(' ').map(Number);
  return { key, from: from ?? NaN, to: to ?? NaN };
}

/** Bytes of these rows. */
export function chunkBytes(keys: readonly string[]): number {
  return keys.map(chunkOf).reduce((sum, { from, to }) => sum + to - from, 0);
}

/** What is here of a binary from its first byte on without a gap, in order. */
export function keptChunks(keys: readonly string[], sha256: Sha256): readonly Chunk[] {
  const chunks = keys
    .filter((key) => chunkOwner(key) === sha256)
    .sort()
    .map(chunkOf);
  const kept: Chunk[] = [];
  for (const chunk of chunks) {
    if (chunk.from === lengthOf(kept)) kept.push(chunk);
  }
  return kept;
}

/** Bytes. */
export function lengthOf(chunks: readonly Chunk[]): number {
  return chunks.at(-1)?.to ?? 0;
}

export async function chunkContent(tables: Tables, { key }: Chunk): Promise<BlobRow['content']> {
  const row = await tables.get('chunks', key);
  if (row === undefined) throw new GenError('Storage', 'chunk-lost', { key });
  return row.content;
}

/** One content of several: of what the store keeps outside the heap, without reading it. */
export function joined(contents: readonly BlobRow['content'][]): BlobRow['content'] {
  const bytes = contents.filter((content) => content instanceof Uint8Array);
  return bytes.length === contents.length ? concat(...bytes) : new Blob([...contents]);
}

export const chunkRemovals = (keys: Iterable<string>): Write[] =>
  Array.from(keys, (key): Write => ({ table: 'chunks', remove: key }));
