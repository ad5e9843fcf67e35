import { streamHash, type StreamHash } from '../core/hash.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { Tables } from '../ports/tables.ts';
import { chunkContent, chunkRemovals, keptChunks, lengthOf, type Chunk } from './chunks.ts';
import type { Device } from './device.ts';
import { blobBytes } from './texts.ts';

/** Bytes that are held before they are written: of a phone's memory and of what a kill loses. */
const CHUNK = 2 * 1024 * 1024;

/** What is here of a binary, and what its bytes come to. */
export interface Received {
  chunks: Chunk[];
  hash: StreamHash;
  /** What has come and is not written yet is at its beginning. */
  held: Uint8Array<ArrayBuffer>;
  here: number;
}

/** A view of it all is written as it is; of a part there is a copy, or what it is a part of would be stored with it. */
export function heldBy({ held, here, chunks }: Received): Uint8Array<ArrayBuffer> {
  const length = here - lengthOf(chunks);
  return length === held.length ? held : held.slice(0, length);
}

/** @returns `undefined` where a browser has lost what its row names. */
async function readable(tables: Tables, chunk: Chunk): Promise<Uint8Array | undefined> {
  const content = await chunkContent(tables, chunk);
  const bytes = await blobBytes({ content }).catch(() => undefined);
  return bytes?.length === chunk.to - chunk.from ? bytes : undefined;
}

/** What is here of it already. @throws GenError Storage. */
export async function receivedBefore(
  { tables }: Device,
  { sha256, size }: PlannedRelease,
): Promise<Received> {
  const kept = keptChunks(await tables.keys('chunks'), sha256).filter(({ to }) => to <= size);
  const hash = streamHash();
  const chunks: Chunk[] = [];
  for (const chunk of kept) {
    const bytes = await readable(tables, chunk);
    if (bytes === undefined) break;
    hash.update(bytes);
    chunks.push(chunk);
  }
  await tables.write(chunkRemovals(kept.slice(chunks.length).map(({ key }) => key)));
  return { chunks, hash, held: new Uint8Array(Math.min(CHUNK, size)), here: lengthOf(chunks) };
}
