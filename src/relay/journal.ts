import type { DatabaseSync } from 'node:sqlite';
import type { Sha256 } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { MemberId } from '../core/record/record.ts';
import { asStorage, IS_DEVICE, IS_RECEIPT, IS_REPORT, transact } from './database.ts';

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
  /** What stands in documents of reports, behind a position, at most so much. */
  reportsSince(position: number, limit: number): JournalSlice;
  /** All of them; costs with the number of entries. */
  documents(): readonly DocumentPath[];
  /** Of a document, in the order of acceptance. */
  ids(document: DocumentPath): readonly MemberId[];
  member(document: DocumentPath, id: MemberId): Uint8Array<ArrayBuffer> | undefined;
  /** How many members a document has. */
  count(document: DocumentPath): number;
  /** The capabilities among what was accepted behind a position. `position` is behind everything there is. */
  capabilitiesSince(document: DocumentPath, position: number): JournalTail;
  /** Modules that have a document: names that were granted. Costs with their number. */
  moduleCount(): number;
  isEmpty(): boolean;
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
  const receipts = database.prepare(
    `SELECT seq, bytes FROM records WHERE seq > ? AND ${IS_RECEIPT} ORDER BY seq LIMIT ?`,
  );
  const devices = database.prepare(
    `SELECT seq, bytes FROM records WHERE seq > ? AND seq <= ? AND ${IS_DEVICE} ORDER BY seq`,
  );
  const reports = database.prepare(
    `SELECT seq, document, bytes FROM records WHERE seq > ? AND ${IS_REPORT} ORDER BY seq LIMIT ?`,
  );
  const last = database.prepare('SELECT MAX(seq) AS seq FROM records');
  const slice = database.prepare(
    'SELECT seq, document, bytes FROM records WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const newest = database.prepare('SELECT seq, id FROM records WHERE document = ? ORDER BY seq DESC LIMIT 1');
  const names = database.prepare('SELECT DISTINCT document FROM records ORDER BY document');
  const touch = database.prepare('INSERT OR REPLACE INTO probe (id, at) VALUES (1, ?)');

  const ids = database.prepare('SELECT id FROM records WHERE document = ? ORDER BY seq');
  const bytesOfOne = database.prepare('SELECT bytes FROM records WHERE document = ? AND id = ?');
  const count = database.prepare('SELECT COUNT(*) AS count FROM records WHERE document = ?');
  const end = database.prepare('SELECT MAX(seq) AS seq FROM records WHERE document = ?');
  // The first byte of a capability: an array of two.
  const capabilities = database.prepare(
    "SELECT bytes FROM records WHERE document = ? AND seq > ? AND seq <= ? AND substr(bytes, 1, 1) = x'82' ORDER BY seq",
  );
  // Goes from one document to the next by the index, past their entries.
  const modules = database.prepare(`
    WITH RECURSIVE module (document) AS (
      SELECT MIN(document) FROM records WHERE document >= 'module/' AND document < 'module0'
      UNION ALL
      SELECT (SELECT MIN(document) FROM records WHERE document > module.document AND document < 'module0')
      FROM module WHERE module.document IS NOT NULL
    ) SELECT COUNT(document) AS count FROM module`);
  const any = database.prepare('SELECT 1 FROM records LIMIT 1');

  function sliceOf(rows: readonly Row[], position: number): JournalSlice {
    return {
      entries: rows.map((row) => ({
        document: String(row['document']) as DocumentPath,
        bytes: bytesOf(row),
      })),
      position: Number(rows.at(-1)?.['seq'] ?? position),
    };
  }

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
    entriesSince: (position, limit) =>
      sliceOf(
        asStorage(() => slice.all(position, limit)),
        position,
      ),
    reportsSince: (position, limit) =>
      sliceOf(
        asStorage(() => reports.all(position, limit)),
        position,
      ),
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
    ids: (document) => asStorage(() => ids.all(document).map((row) => String(row['id']) as MemberId)),
    member(document, id) {
      const row = asStorage(() => bytesOfOne.get(document, id));
      return row === undefined ? undefined : bytesOf(row);
    },
    count: (document) => Number(asStorage(() => count.get(document))?.['count']),
    capabilitiesSince(document, position) {
      const reached = Number(asStorage(() => end.get(document))?.['seq'] ?? 0);
      if (reached <= position) return { members: [], position };
      const rows = asStorage(() => capabilities.all(document, position, reached));
      return { members: rows.map(bytesOf), position: reached };
    },
    moduleCount: () => Number(asStorage(() => modules.get())?.['count']),
    isEmpty: () => asStorage(() => any.get() === undefined),
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
