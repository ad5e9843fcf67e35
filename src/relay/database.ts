import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GenError } from '../core/errors.ts';
import { TALLY_TABLES } from './tally/tally-tables.ts';

const FILE = 'relay.sqlite';
/** Raise with every change of the tables, and migrate here. */
const VERSION = 4;
const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

/**
 * Which entries are of one kind, as the indexes of those have it: a query finds them by the very same words. One value has
 * one encoding, so the first component of a path of under 24 is always at this place: text of 8, `receipts`; and
 * `profiles`, with `devices` behind it.
 */
export const IS_RECEIPT = "substr(bytes, 72, 9) = x'687265636569707473'";
export const IS_DEVICE = "substr(bytes, 72, 17) = x'6870726f66696c65736764657669636573'";
export const IS_REPORT = "document >= 'reports/' AND document < 'reports0'";

const TABLES = `
  CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY,
    document TEXT NOT NULL,
    id TEXT NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (document, id)
  );
  CREATE INDEX IF NOT EXISTS records_by_id ON records (id);
  CREATE INDEX IF NOT EXISTS receipts ON records (seq) WHERE ${IS_RECEIPT};
  CREATE INDEX IF NOT EXISTS devices ON records (seq) WHERE ${IS_DEVICE};
  CREATE INDEX IF NOT EXISTS reports ON records (seq) WHERE ${IS_REPORT};
  CREATE TABLE IF NOT EXISTS blobs (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    owner TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    named INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS blobs_by_owner ON blobs (owner, added_at);
  CREATE INDEX IF NOT EXISTS blobs_unnamed ON blobs (added_at, size) WHERE named = 0;
  CREATE TABLE IF NOT EXISTS chunks (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS heads (id INTEGER PRIMARY KEY CHECK (id = 1), bytes BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS positions (name TEXT PRIMARY KEY, position INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS document_ids (id TEXT PRIMARY KEY, path TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS chain_ends (
    document TEXT NOT NULL,
    notary BLOB NOT NULL,
    number INTEGER NOT NULL,
    receipt TEXT NOT NULL,
    PRIMARY KEY (document, notary)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS snapshots (
    sha256 TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    size INTEGER NOT NULL,
    cards INTEGER NOT NULL,
    heads TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    replaced_at INTEGER
  );
  ${TALLY_TABLES}
  CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, at INTEGER NOT NULL);
`;

/**
 * The relay's one database, held by this process alone: two relays on one folder would fork the receipts' chains.
 * A commit is on the disk when it returns.
 *
 * @throws GenError InvalidState `data-in-use` | Storage
 */
export function openDatabase(folder: string): DatabaseSync {
  return asStorage(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(join(folder, FILE));
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
      if (version > VERSION) throw new GenError('Storage', 'newer-version', { version });
      database.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${VERSION}; COMMIT;`);
      return database;
    } catch (fault) {
      database.close();
      throw fault;
    }
  });
}

function sqliteCode(fault: unknown): number | undefined {
  return fault instanceof Error && 'errcode' in fault ? Number(fault.errcode) & 0xff : undefined;
}

/** @throws GenError Storage `disk-full` | `database`, or InvalidState `data-in-use`, for what SQLite throws. */
export function asStorage<T>(work: () => T): T {
  try {
    return work();
  } catch (fault) {
    if (fault instanceof GenError) throw fault;
    const code = sqliteCode(fault);
    if (code === SQLITE_BUSY) throw new GenError('InvalidState', 'data-in-use', {}, fault);
    throw new GenError('Storage', code === SQLITE_FULL ? 'disk-full' : 'database', {}, fault);
  }
}

/** All or nothing. @throws GenError Storage; then nothing was written. */
export function transact(database: DatabaseSync, work: () => void): void {
  asStorage(() => {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (fault) {
      // Some faults (a full disk) have already rolled back.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw fault;
    }
  });
}

/**
 * The same without waiting for the disk, for what can be made anew from what is there: a loss of power may take the last ones
 * back, all or nothing each and the last first. The next commit that waits carries them along.
 */
export function transactLoosely(database: DatabaseSync, work: () => void): void {
  asStorage(() => database.exec('PRAGMA synchronous = NORMAL'));
  try {
    transact(database, work);
  } finally {
    asStorage(() => database.exec('PRAGMA synchronous = FULL'));
  }
}
