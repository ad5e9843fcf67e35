import type { DatabaseSync } from 'node:sqlite';
import type { Did, Sha256 } from '../core/ids.ts';
import { asStorage, transactLoosely } from './database.ts';

/** Times in milliseconds since 1970. All methods throw GenError Storage. */
export interface BlobIndex {
  get(
    sha256: Sha256,
  ): { readonly size: number; readonly addedAt: number; readonly named: boolean } | undefined;
  /**
   * A second time: its day begins anew while no record names it. On the disk with the record that names it; before, a loss of
   * power may take it back, and whoever names it is told to send it again.
   */
  add(blob: {
    readonly sha256: Sha256;
    readonly size: number;
    readonly owner: Did;
    readonly at: number;
  }): void;
  /** Forgets it unless a record names it meanwhile, or it was sent again. */
  remove(sha256: Sha256, addedBefore: number): boolean;
  storedBy(owner: Did, since: number): number;
  unnamedBytes(): number;
  unnamedBefore(time: number): readonly Sha256[];
}

export function sqliteBlobIndex(database: DatabaseSync): BlobIndex {
  const one = database.prepare('SELECT size, added_at, named FROM blobs WHERE sha256 = ?');
  const insert = database.prepare(
    `INSERT INTO blobs (sha256, size, owner, added_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (sha256) DO UPDATE SET added_at = excluded.added_at WHERE named = 0`,
  );
  const remove = database.prepare('DELETE FROM blobs WHERE sha256 = ? AND named = 0 AND added_at < ?');
  const owned = database.prepare(
    'SELECT COALESCE(SUM(size), 0) AS bytes FROM blobs WHERE owner = ? AND added_at >= ?',
  );
  const unnamed = database.prepare('SELECT COALESCE(SUM(size), 0) AS bytes FROM blobs WHERE named = 0');
  const old = database.prepare('SELECT sha256 FROM blobs WHERE named = 0 AND added_at < ?');

  return {
    get(sha256) {
      const row = asStorage(() => one.get(sha256));
      if (row === undefined) return undefined;
      return { size: Number(row['size']), addedAt: Number(row['added_at']), named: row['named'] === 1 };
    },
    add: ({ sha256, size, owner, at }) =>
      transactLoosely(database, () => insert.run(sha256, size, owner, at)),
    remove: (sha256, before) => asStorage(() => Number(remove.run(sha256, before).changes) > 0),
    storedBy: (owner, since) => asStorage(() => Number(owned.get(owner, since)?.['bytes'])),
    unnamedBytes: () => asStorage(() => Number(unnamed.get()?.['bytes'])),
    unnamedBefore: (time) => asStorage(() => old.all(time).map((row) => String(row['sha256']) as Sha256)),
  };
}
