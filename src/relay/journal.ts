import type { DatabaseSync } from 'node:sqlite';
import type { Sha256 } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { MemberId } from '../core/record/record.ts';
import { asStorage, transact } from './database.ts';

/** One member of one document. A capability is an entry of every document that needs it. */
export interface JournalEntry {
  readonly document: DocumentPath;
  readonly id: MemberId;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface JournalTail {
  readonly members: readonly Uint8Array<ArrayBuffer>[];
  /** Behind the last of them. */
  readonly position: number;
}

export interface JournalSlice {
  readonly entries: readonly Omit<JournalEntry, 'id'>[];
  /** Behind the last of them. */
  readonly position: number;
}

/**
 * Every member that the relay accepted, in the order of acceptance: its truth. The Automerge documents are made
 * from it and may lag.
 *
 * All methods throw GenError Storage.
 */
export interface Journal {
  /** One transaction, durable when it returns; entries that are there already are left alone. */
  append(entries: readonly JournalEntry[], named: readonly Sha256[]): void;
  has(document: DocumentPath, id: MemberId): boolean;
  /** In the order of acceptance. */
  members(document: DocumentPath): readonly Uint8Array<ArrayBuffer>[];
  /** What was accepted behind a position; 0 is the beginning. */
  since(document: DocumentPath, position: number): JournalTail;
  /** Of all documents, at most so many. */
  entriesSince(position: number, limit: number): JournalSlice;
  /** Receipts of all documents behind a position, at most so many. */
  receiptsSince(position: number, limit: number): JournalTail;
  /** What people say of their devices, in all documents, behind a position. `position` is behind everything there is. */
  devicesSince(position: number): JournalTail;
  documents(): readonly DocumentPath[];
  /** Changes whenever the document does; the same text never means two contents. */
  version(document: DocumentPath): string;
  /** Whether a write goes through at present. */
  probe(): boolean;
}

interface Row {
  readonly [column: string]: unknown;
}

function bytesOf(row: Row): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(row['bytes'] as Uint8Array);
}

export function sqliteJournal(database: DatabaseSync): Journal {
  const insert = database.prepare('INSERT OR IGNORE INTO records (document, id, bytes) VALUES (?, ?, ?)');
  const nameBlob = database.prepare('UPDATE blobs SET named = 1 WHERE sha256 = ?');
  const one = database.prepare('SELECT 1 FROM records WHERE document = ? AND id = ?');
  const all = database.prepare('SELECT bytes FROM records WHERE document = ? ORDER BY seq');
  const tail = database.prepare('SELECT seq, bytes FROM records WHERE document = ? AND seq > ? ORDER BY seq');
  // One value has one encoding, so the first component of a path of under 24 is always at this place: text of 8, `receipts`.
  const receipts = database.prepare(
    "SELECT seq, bytes FROM records WHERE seq > ? AND substr(bytes, 72, 9) = x'687265636569707473' ORDER BY seq LIMIT ?",
  );
  // The same for `profiles`, with `devices` behind it.
  const devices = database.prepare(
    "SELECT seq, bytes FROM records WHERE seq > ? AND seq <= ? AND substr(bytes, 72, 17) = x'6870726f66696c65736764657669636573' ORDER BY seq",
  );
  const last = database.prepare('SELECT MAX(seq) AS seq FROM records');
  const slice = database.prepare(
    'SELECT seq, document, bytes FROM records WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const newest = database.prepare('SELECT seq, id FROM records WHERE document = ? ORDER BY seq DESC LIMIT 1');
  const names = database.prepare('SELECT DISTINCT document FROM records ORDER BY document');
  const touch = database.prepare('INSERT OR REPLACE INTO probe (id, at) VALUES (1, ?)');

  function tailOf(rows: readonly Row[], position: number): JournalTail {
    return { members: rows.map(bytesOf), position: Number(rows.at(-1)?.['seq'] ?? position) };
  }

  return {
    append(entries, named) {
      transact(database, () => {
        for (const { document, id, bytes } of entries) insert.run(document, id, bytes);
        for (const sha256 of named) nameBlob.run(sha256);
      });
    },
    has: (document, id) => asStorage(() => one.get(document, id) !== undefined),
    members: (document) => asStorage(() => all.all(document).map(bytesOf)),
    since: (document, position) =>
      tailOf(
        asStorage(() => tail.all(document, position)),
        position,
      ),
    entriesSince(position, limit) {
      const rows = asStorage(() => slice.all(position, limit));
      return {
        entries: rows.map((row) => ({
          document: String(row['document']) as DocumentPath,
          bytes: bytesOf(row),
        })),
        position: Number(rows.at(-1)?.['seq'] ?? position),
      };
    },
    receiptsSince: (position, limit) =>
      tailOf(
        asStorage(() => receipts.all(position, limit)),
        position,
      ),
    devicesSince(position) {
      const end = Number(asStorage(() => last.get())?.['seq'] ?? 0);
      if (end <= position) return { members: [], position };
      return { members: asStorage(() => devices.all(position, end)).map(bytesOf), position: end };
    },
    documents: () => asStorage(() => names.all().map((row) => String(row['document']) as DocumentPath)),
    version(document) {
      const row = asStorage(() => newest.get(document));
      return row === undefined ? '0' : `${String(row['seq'])}.${String(row['id']).slice(0, 8)}`;
    },
    probe() {
      try {
        transact(database, () => touch.run(Date.now()));
        return true;
      } catch {
        // The answer is the result: whoever asks reports it.
        return false;
      }
    },
  };
}
