import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decode, encode } from 'cborg';
import { TYPED_ARRAY_ENCODERS, TYPED_ARRAY_TAGS } from './typed-array-tags.ts';
import { GenError, toGenError } from '../../core/errors.ts';
import { FORMER_INSTALLATIONS, setOfInstallations } from '../../ports/former-rows.ts';
import type { InstallationRow } from '../../ports/sets.ts';
import { ROW_KEYS, type Rows, type TableName, type Tables, type Write } from '../../ports/tables.ts';

const FILE = 'device.sqlite';
/** Raise with every change of a row's shape, and migrate in `prepare`. */
const VERSION = 2;
/** How long one process waits for another's transaction; those are short. */
const BUSY_MS = 10_000;
const SQLITE_FULL = 13;
const ROW_ENCODING = { ignoreUndefinedProperties: true, typeEncoders: TYPED_ARRAY_ENCODERS };
const ROW_DECODING = { tags: TYPED_ARRAY_TAGS };

/** A write as it goes to disk; Blobs are read before, since a transaction must not wait. */
type Change = readonly [table: string, key: string, value: Uint8Array | undefined];

/**
 * Every table in one, its rows as CBOR. Several processes may hold the same folder.
 *
 * @param folder the device's data folder; made when missing, readable by its owner only.
 * @throws GenError Storage | QuotaExceeded when the file cannot be opened.
 */
export function sqliteTables(folder: string): Tables {
  const database = open(folder);
  const one = database.prepare('SELECT value FROM rows WHERE table_name = ? AND key = ?');
  const every = database.prepare('SELECT value FROM rows WHERE table_name = ?');
  const names = database.prepare('SELECT key FROM rows WHERE table_name = ?');
  const put = database.prepare('INSERT OR REPLACE INTO rows (table_name, key, value) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM rows WHERE table_name = ? AND key = ?');

  function commit(changes: readonly Change[]): void {
    database.exec('BEGIN IMMEDIATE');
    try {
      for (const [table, key, value] of changes) {
        if (value === undefined) remove.run(table, key);
        else put.run(table, key, value);
      }
      database.exec('COMMIT');
    } catch (fault) {
      // Some faults (a full disk) have already rolled back.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw fault;
    }
  }

  return {
    get: async (table, key) => typed(() => rowOf(table, one.get(table, key)?.['value'])),
    all: async (table) => typed(() => every.all(table).flatMap(({ value }) => rowOf(table, value) ?? [])),
    keys: async (table) => typed(() => names.all(table).map(({ key }) => String(key))),
    async write(writes) {
      const changes: Change[] = [];
      for (const write of writes) changes.push(await changeOf(write));
      typed(() => commit(changes));
    },
    async close() {
      if (database.isOpen) database.close();
    },
  };
}

function open(folder: string): DatabaseSync {
  return typed(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(join(folder, FILE), { timeout: BUSY_MS });
    try {
      prepare(database);
    } catch (fault) {
      database.close();
      throw fault;
    }
    return database;
  });
}

function prepare(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  const readVersion = database.prepare('PRAGMA user_version');
  const versionNow = (): number => Number(readVersion.get()?.['user_version']);
  if (versionNow() > VERSION) throw new GenError('Storage', 'newer-version', { version: versionNow() });
  if (versionNow() === VERSION) return;
  database.exec('BEGIN IMMEDIATE');
  database.exec(`
    CREATE TABLE IF NOT EXISTS rows (
      table_name TEXT NOT NULL,
      key TEXT NOT NULL,
      value BLOB NOT NULL,
      PRIMARY KEY (table_name, key)
    );
  `);
  // Another process may have done it meanwhile.
  if (versionNow() === 1) migrate(database);
  database.exec(`PRAGMA user_version = ${VERSION}; COMMIT`);
}

/** Sets in place of installations, and a proof by its release's record. */
function migrate(database: DatabaseSync): void {
  const every = database.prepare('SELECT value FROM rows WHERE table_name = ?');
  const rows = <Row>(table: string): Row[] =>
    every.all(table).map(({ value }) => decode(value as Uint8Array, ROW_DECODING) as Row);
  const put = database.prepare('INSERT OR REPLACE INTO rows (table_name, key, value) VALUES (?, ?, ?)');
  const set = setOfInstallations(rows<InstallationRow>(FORMER_INSTALLATIONS));
  const proofs = rows<Rows['proofs']>('proofs');
  database.exec(`DELETE FROM rows WHERE table_name IN ('${FORMER_INSTALLATIONS}', 'proofs')`);
  if (set !== undefined) put.run('sets', set.name, encode(set, ROW_ENCODING));
  for (const { record, text } of proofs) put.run('proofs', record, encode({ record, text }, ROW_ENCODING));
}

async function changeOf(write: Write): Promise<Change> {
  if ('remove' in write) return [write.table, write.remove, undefined];
  const row: Partial<Record<string, unknown>> = { ...write.put };
  const key = String(row[ROW_KEYS[write.table]]);
  try {
    if (row['content'] instanceof Blob) row['content'] = new Uint8Array(await row['content'].arrayBuffer());
    return [write.table, key, encode(row, ROW_ENCODING)];
  } catch (cause) {
    throw new GenError('Storage', 'row', { table: write.table, key }, cause);
  }
}

/** Rows are read as this code wrote them: `table` says their type. */
function rowOf<Name extends TableName>(_table: Name, value: unknown): Rows[Name] | undefined {
  return value instanceof Uint8Array ? (decode(value, ROW_DECODING) as Rows[Name]) : undefined;
}

function typed<T>(work: () => T): T {
  try {
    return work();
  } catch (fault) {
    const full = fault instanceof Error && 'errcode' in fault && fault.errcode === SQLITE_FULL;
    throw full ? new GenError('QuotaExceeded', 'storage-full', {}, fault) : toGenError(fault, 'Storage');
  }
}
