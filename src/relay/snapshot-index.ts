import type { DatabaseSync } from 'node:sqlite';
import type { Sha256 } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { SnapshotFile } from '../core/view/signed-snapshots.ts';
import { asStorage, transact } from './database.ts';

/** A catalogue shard that was saved as a file. */
export interface KeptSnapshot extends SnapshotFile {
  /** The shard's Automerge heads when it was saved. */
  readonly heads: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** When a newer one took its place. */
  readonly replacedAt: number | undefined;
}

/** Which files there are; a file without a row is the rest of a crash. All methods throw GenError Storage. */
export interface SnapshotIndex {
  /** By shard, the newest of each first. */
  all(): readonly KeptSnapshot[];
  /** It takes the place of the shard's newest. */
  add(snapshot: Omit<KeptSnapshot, 'replacedAt'>): void;
  remove(sha256: Sha256): void;
}

export function sqliteSnapshots(database: DatabaseSync): SnapshotIndex {
  const all = database.prepare(
    'SELECT * FROM snapshots ORDER BY document, made_at DESC, replaced_at IS NOT NULL',
  );
  const replace = database.prepare(
    'UPDATE snapshots SET replaced_at = ? WHERE document = ? AND replaced_at IS NULL',
  );
  const insert = database.prepare(
    'INSERT OR REPLACE INTO snapshots (sha256, document, size, cards, heads, made_at, replaced_at) VALUES (?, ?, ?, ?, ?, ?, NULL)',
  );
  const remove = database.prepare('DELETE FROM snapshots WHERE sha256 = ?');
  return {
    all: () =>
      asStorage(() => all.all()).map((row) => ({
        path: String(row['document']) as DocumentPath,
        sha256: String(row['sha256']) as Sha256,
        size: Number(row['size']),
        cards: Number(row['cards']),
        heads: String(row['heads']),
        madeAt: Number(row['made_at']),
        replacedAt: row['replaced_at'] === null ? undefined : Number(row['replaced_at']),
      })),
    add({ sha256, path, size, cards, heads, madeAt }) {
      transact(database, () => {
        replace.run(madeAt, path);
        insert.run(sha256, path, size, cards, heads, madeAt);
      });
    },
    remove: (sha256) => void asStorage(() => remove.run(sha256)),
  };
}
