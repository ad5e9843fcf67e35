import type { OperationColumns } from './change-size.ts';
import { ChunkReader, unreadable } from './chunk-reader.ts';

/** Specifications of two columns: type and length of each operation's value, and the values' bytes one after the other. */
const KINDS = (5 << 4) | 6;
const VALUES = (5 << 4) | 7;
/** A value's kind is its length with this type in the lowest four bits. */
const BYTES = 7;
const TYPE_BITS = 4;

/** Runs of equal kinds, of different ones, and of none. */
function* kindsIn(column: Uint8Array): Iterable<number> {
  const reader = new ChunkReader(column);
  while (!reader.done) {
    const length = reader.signed();
    if (length > 0) {
      const kind = reader.unsigned();
      for (let left = length; left > 0; left -= 1) yield kind;
    } else if (length < 0) for (let left = length; left < 0; left += 1) yield reader.unsigned();
    else reader.unsigned();
  }
}

/**
 * The bytes that the operations of a saved document set, without making a document of it: a tenth of the time. Whether
 * they may be there, and whether others took their place, is not said. Source: the Automerge binary format, "value columns".
 *
 * @param columns checked, so that there are no more rows than a document may have.
 * @returns views into the column.
 * @throws GenError InvalidInput `change`
 */
export function bytesSet(columns: OperationColumns): Uint8Array<ArrayBuffer>[] {
  const values = new ChunkReader(columns.get(VALUES) ?? new Uint8Array());
  const found: Uint8Array<ArrayBuffer>[] = [];
  for (const kind of kindsIn(columns.get(KINDS) ?? new Uint8Array())) {
    const value = values.take(Math.floor(kind / 2 ** TYPE_BITS));
    if (kind % 2 ** TYPE_BITS === BYTES) found.push(value);
  }
  if (!values.done) throw unreadable();
  return found;
}
