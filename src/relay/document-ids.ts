import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { DocumentId } from '@automerge/automerge-repo/slim';
import type { DocumentPath } from '../core/record/document.ts';
import { asStorage, transactLoosely } from './database.ts';

/**
 * Which document an id names: an id is a hash of the path, and peers know ids alone. On the disk, as a relay has more
 * documents than it should keep in memory; made from the journal, and never behind it for long.
 */
export interface DocumentIds {
  /** Those that `add` named and those that `catchUp` has seen. @throws GenError Storage */
  pathOf(id: DocumentId): DocumentPath | undefined;
  /** In memory, until the next catching up. */
  add(id: DocumentId, path: DocumentPath): void;
  /** Whether so much was added since that it is time to catch up. */
  isFull(): boolean;
  /** Takes in what the journal got since; other work goes on between slices. @throws GenError Storage */
  catchUp(): Promise<void>;
}

/** Entries of the journal between two turns of the event loop. */
const SLICE = 1000;
/** Documents that came into being, at about 0.2 kB each. */
const MOST_ADDED = 2000;
const NAME = 'document-ids';

/** @param idOf costs with a hash; asked once for each document of a slice. */
export function sqliteDocumentIds(
  database: DatabaseSync,
  idOf: (path: DocumentPath) => DocumentId,
): DocumentIds {
  const one = database.prepare('SELECT path FROM document_ids WHERE id = ?');
  const insert = database.prepare('INSERT OR IGNORE INTO document_ids (id, path) VALUES (?, ?)');
  const reached = database.prepare('SELECT position FROM positions WHERE name = ?');
  const reach = database.prepare('INSERT OR REPLACE INTO positions (name, position) VALUES (?, ?)');
  const slice = database.prepare('SELECT seq, document FROM records WHERE seq > ? ORDER BY seq LIMIT ?');
  const added = new Map<DocumentId, DocumentPath>();
  /** What the last slices named: a document's records mostly come together. */
  let seen = new Set<string>();
  let turn: Promise<void> = Promise.resolve();

  function takeSlice(position: number): { position: number; isLast: boolean } {
    const rows = slice.all(position, SLICE);
    if (rows.length === 0) return { position, isLast: true };
    const end = Number(rows.at(-1)?.['seq']);
    const fresh = new Set(rows.map((row) => String(row['document'])).filter((path) => !seen.has(path)));
    transactLoosely(database, () => {
      for (const path of fresh) insert.run(idOf(path as DocumentPath), path);
      reach.run(NAME, end);
    });
    seen = new Set([...(seen.size < 4 * SLICE ? seen : []), ...fresh]);
    return { position: end, isLast: rows.length < SLICE };
  }

  async function catchUpNow(): Promise<void> {
    const known = [...added.keys()];
    let position = Number(asStorage(() => reached.get(NAME))?.['position'] ?? 0);
    for (;;) {
      const taken = asStorage(() => takeSlice(position));
      if (taken.isLast) break;
      position = taken.position;
      await setImmediate();
    }
    for (const id of known) if (asStorage(() => one.get(id)) !== undefined) added.delete(id);
  }

  return {
    pathOf(id) {
      const row = added.get(id) ?? asStorage(() => one.get(id))?.['path'];
      return row === undefined ? undefined : (String(row) as DocumentPath);
    },
    add: (id, path) => void added.set(id, path),
    isFull: () => added.size >= MOST_ADDED,
    catchUp() {
      turn = turn.catch(() => undefined).then(catchUpNow);
      return turn;
    },
  };
}
