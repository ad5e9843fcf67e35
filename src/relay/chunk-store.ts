import type { DatabaseSync } from 'node:sqlite';
import { asStorage, transactLoosely } from './database.ts';

/** A key of the documents' storage: its parts in order, such as document, kind and hash. */
export type ChunkKey = readonly string[];

export type ChunkWrite =
  | { readonly kind: 'save'; readonly key: ChunkKey; readonly data: Uint8Array }
  | { readonly kind: 'remove'; readonly key: ChunkKey }
  | { readonly kind: 'removeRange'; readonly prefix: ChunkKey };

/** All methods throw GenError Storage. */
export interface ChunkStore {
  /** In order, in one transaction; a loss of power may take the last ones back. */
  write(writes: readonly ChunkWrite[]): void;
  get(key: ChunkKey): Uint8Array | undefined;
  range(prefix: ChunkKey): readonly { readonly key: ChunkKey; readonly data: Uint8Array }[];
}

/** Every part is closed by `/`, which no encoded part holds: a range is exactly the keys that begin with its text. */
function keyText(key: ChunkKey): string {
  return key.map((part) => `${encodeURIComponent(part)}/`).join('');
}

function keyOf(text: string): ChunkKey {
  return text.split('/').slice(0, -1).map(decodeURIComponent);
}

/** The first text behind all that begin with the prefix: `0` follows `/`, and every key begins below `\x7f`. */
function rangeEnd(prefix: string): string {
  return prefix === '' ? '\x7f' : `${prefix.slice(0, -1)}0`;
}

export function sqliteChunks(database: DatabaseSync): ChunkStore {
  const put = database.prepare('INSERT OR REPLACE INTO chunks (key, data) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM chunks WHERE key = ?');
  const removeRange = database.prepare('DELETE FROM chunks WHERE key >= ? AND key < ?');
  const one = database.prepare('SELECT data FROM chunks WHERE key = ?');
  const many = database.prepare('SELECT key, data FROM chunks WHERE key >= ? AND key < ? ORDER BY key');

  function apply(write: ChunkWrite): void {
    if (write.kind === 'save') put.run(keyText(write.key), write.data);
    else if (write.kind === 'remove') remove.run(keyText(write.key));
    else removeRange.run(keyText(write.prefix), rangeEnd(keyText(write.prefix)));
  }

  return {
    // The documents are made from the journal, which is on the disk before them.
    write: (writes) => transactLoosely(database, () => writes.forEach(apply)),
    get(key) {
      const row = asStorage(() => one.get(keyText(key)));
      return row === undefined ? undefined : (row['data'] as Uint8Array);
    },
    range(prefix) {
      const text = keyText(prefix);
      const rows = asStorage(() => many.all(text, rangeEnd(text)));
      return rows.map((row) => ({ key: keyOf(String(row['key'])), data: row['data'] as Uint8Array }));
    },
  };
}
