import { concat } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { ChunkReader, unreadable } from './chunk-reader.ts';

/**
 * How much a change would unfold to, read before anything unfolds it. Its columns are run-length encoded: a
 * hundred bytes can stand for a million operations. Source: the Automerge binary format, "change chunks".
 */

/** Rows of a column: operations, or their predecessors. More than any writer here puts into one change. */
const MAX_ROWS = 4096;
/** The same for a document in one chunk; a shard of the catalogue holds a tenth of it. */
const MAX_DOCUMENT_ROWS = 65_536;
/** Bytes of a chunk once inflated. */
const MAX_INFLATED = 32 * 1024 * 1024;

const HASH_BYTES = 32;
const COLUMN_TYPE = 0b111;
const DEFLATED = 0b1000;
const BOOLEAN = 4;
const RAW_VALUES = 7;

/** A LEB128 number of any width: values are skipped, not used. */
function skipNumber(reader: ChunkReader): void {
  while ((reader.take(1)[0] ?? 0) >= 0x80) continue;
}

function booleanRows(reader: ChunkReader, limit: number): number {
  let rows = 0;
  while (!reader.done && rows <= limit) rows += reader.unsigned();
  return rows;
}

/** Runs of equal values, of literal ones, and of nulls. */
function runRows(reader: ChunkReader, skipValue: (reader: ChunkReader) => void, limit: number): number {
  let rows = 0;
  while (!reader.done && rows <= limit) {
    const length = reader.signed();
    if (length === 0) {
      rows += reader.unsigned();
    } else if (length > 0) {
      skipValue(reader);
      rows += length;
    } else {
      rows -= length;
      for (let left = Math.min(-length, limit); left > 0; left -= 1) skipValue(reader);
    }
  }
  return rows;
}

const STRING = 5;

function rowsOf(type: number, bytes: Uint8Array, limit: number): number {
  const reader = new ChunkReader(bytes);
  if (type === RAW_VALUES) return 0;
  if (type === BOOLEAN) return booleanRows(reader, limit);
  return runRows(reader, type === STRING ? skipBytes : skipNumber, limit);
}

interface Column {
  readonly specification: number;
  readonly length: number;
}

const MAX_COLUMNS = 64;

function columnsOf(reader: ChunkReader): Column[] {
  const count = reader.unsigned();
  if (count > MAX_COLUMNS) throw unreadable();
  return Array.from({ length: count }, () => ({
    specification: reader.unsigned(),
    length: reader.unsigned(),
  }));
}

function skipEach(reader: ChunkReader, skip: (reader: ChunkReader) => void): void {
  for (let left = reader.unsigned(); left > 0; left -= 1) skip(reader);
}

const skipBytes = (reader: ChunkReader): void => void reader.take(reader.unsigned());
const skipHash = (reader: ChunkReader): void => void reader.take(HASH_BYTES);

const isGenesisActor = (actor: Uint8Array): boolean =>
  actor.length === 16 && actor.every((byte) => byte === 0);

/** An operation that a gate takes names no actor but that of the genesis; Automerge 3.5 gives up over one of no use. */
function checkOthers(reader: ChunkReader, actor: Uint8Array): void {
  const count = reader.unsigned();
  if (count === 0) return;
  if (count > 1 || isGenesisActor(actor) || !isGenesisActor(reader.take(reader.unsigned()))) {
    throw new GenError('PermissionDenied', 'operation');
  }
}

function refuseRows(type: number, bytes: Uint8Array, limit: number): void {
  if (rowsOf(type, bytes, limit) > limit) throw new GenError('QuotaExceeded', 'change-rows', { limit });
}

/**
 * @param body what follows the header of an uncompressed change chunk.
 * @throws GenError InvalidInput `change` for what cannot be read so; PermissionDenied `operation`; QuotaExceeded `change-rows`.
 */
export function checkChange(body: Uint8Array): void {
  const reader = new ChunkReader(body);
  skipEach(reader, skipHash);
  const actor = reader.take(reader.unsigned());
  for (let field = 0; field < 3; field += 1) skipNumber(reader);
  skipBytes(reader);
  checkOthers(reader, actor);
  for (const { specification, length } of columnsOf(reader)) {
    if ((specification & DEFLATED) !== 0) throw unreadable();
    refuseRows(specification & COLUMN_TYPE, reader.take(length), MAX_ROWS);
  }
}

/** Columns of a document's operations, inflated, by their specification: docs of the format call it so. */
export type OperationColumns = ReadonlyMap<number, Uint8Array<ArrayBuffer>>;

/**
 * @param body what follows the header of a document chunk: a history in one piece, its columns deflated.
 * @returns the columns of its operations.
 * @throws GenError InvalidInput `change`; QuotaExceeded `change-rows` | `change-size`.
 */
export async function checkDocument(body: Uint8Array): Promise<OperationColumns> {
  const reader = new ChunkReader(body);
  skipEach(reader, skipBytes);
  skipEach(reader, skipHash);
  const changes = columnsOf(reader);
  const operations = columnsOf(reader);
  const columns = new Map<number, Uint8Array<ArrayBuffer>>();
  let left = MAX_INFLATED;
  for (const [place, { specification, length }] of [...changes, ...operations].entries()) {
    const stored = reader.take(length);
    const isDeflated = (specification & DEFLATED) !== 0;
    const bytes = isDeflated ? await inflate(stored, left) : Uint8Array.from(stored);
    left -= isDeflated ? bytes.length : 0;
    refuseRows(specification & COLUMN_TYPE, bytes, MAX_DOCUMENT_ROWS);
    if (place >= changes.length) columns.set(specification & ~DEFLATED, bytes);
  }
  return columns;
}

/** Inflates, never holding more than the limit in bytes. @throws GenError QuotaExceeded `change-size` | InvalidInput */
export async function inflate(deflated: Uint8Array, limit = MAX_INFLATED): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([Uint8Array.from(deflated)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      size += piece.value.length;
      if (size > limit) throw new GenError('QuotaExceeded', 'change-size', { limit });
      parts.push(piece.value);
    }
  } catch (thrown) {
    // What is left of the stream is of no use; a second failure there says nothing new.
    await reader.cancel().catch(() => undefined);
    throw thrown instanceof GenError ? thrown : new GenError('InvalidInput', 'change', {}, thrown);
  }
  return concat(...parts);
}
