import * as Automerge from '@automerge/automerge/slim';
import { GenError } from '../core/errors.ts';
import { checkChange, checkDocument, inflate } from './change-size.ts';

/**
 * One entry of a sync message may hold several concatenated chunks, and a chunk may be a whole document.
 * Source: the Automerge binary format, "chunk container": magic (4), checksum (4), type (1), length (LEB128).
 */
const MAGIC = [0x85, 0x6f, 0x4a, 0x83];
const HEADER = 9;
const DOCUMENT = 0;
const CHANGE = 1;
const COMPRESSED_CHANGE = 2;

function malformed(cause?: unknown): GenError {
  return new GenError('InvalidInput', 'chunk', {}, cause);
}

/** @returns the value and the offset behind it. */
function readLength(bytes: Uint8Array, start: number): [number, number] {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) throw malformed();
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return [value, start + index + 1];
  }
  throw malformed();
}

/** Header and body of the chunk that begins there. @throws GenError InvalidInput `chunk` */
function chunkAt(entry: Uint8Array, start: number): { type: number | undefined; body: number; end: number } {
  if (!MAGIC.every((byte, index) => entry[start + index] === byte)) throw malformed();
  const [length, body] = readLength(entry, start + HEADER);
  const end = body + length;
  if (end > entry.length) throw malformed();
  return { type: entry[start + 8], body, end };
}

/**
 * What follows the header of a whole document in one chunk, which is how a document is saved.
 *
 * @throws GenError InvalidInput `chunk` for anything else, also when something follows.
 */
export function documentBody(saved: Uint8Array): Uint8Array {
  const { type, body, end } = chunkAt(saved, 0);
  if (type !== DOCUMENT || end !== saved.length) throw malformed();
  return saved.subarray(body, end);
}

/** Whether bytes out of storage are one whole document, with no changes behind it. */
export function isOneDocument(stored: Uint8Array): boolean {
  const { type, end } = chunkAt(stored, 0);
  return type === DOCUMENT && end === stored.length;
}

/** Of a chunk whose size was checked. */
function changesOfDocument(chunk: Uint8Array): Uint8Array[] {
  try {
    const scratch = Automerge.load(chunk);
    const changes = Automerge.getAllChanges(scratch);
    Automerge.free(scratch);
    return changes;
  } catch (cause) {
    throw malformed(cause);
  }
}

async function changesOf(
  type: number | undefined,
  chunk: Uint8Array,
  body: Uint8Array,
): Promise<Uint8Array[]> {
  if (type === DOCUMENT) {
    await checkDocument(body);
    return changesOfDocument(chunk);
  }
  if (type === COMPRESSED_CHANGE) checkChange(await inflate(body));
  else if (type === CHANGE) checkChange(body);
  else throw malformed();
  return [chunk];
}

/**
 * The changes of one entry of a sync message, in their order, each as its own chunk. Nothing is unfolded before
 * it is known to how much it would unfold.
 *
 * @throws GenError InvalidInput `chunk` | `change`; QuotaExceeded `change-rows` | `change-size`.
 */
export async function splitChunks(entry: Uint8Array): Promise<Uint8Array[]> {
  const changes: Uint8Array[] = [];
  for (let start = 0; start < entry.length;) {
    const { type, body, end } = chunkAt(entry, start);
    changes.push(...(await changesOf(type, entry.subarray(start, end), entry.subarray(body, end))));
    start = end;
  }
  return changes;
}
