import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { GenError, toGenError } from '../../core/errors.ts';
import { FORMER_INSTALLATIONS, setOfInstallations } from '../../ports/former-rows.ts';
import type { InstallationRow } from '../../ports/sets.ts';
import { ROW_KEYS, type Rows, type TableName, type Tables, type Write } from '../../ports/tables.ts';

const DATABASE = 'gen-registry';
/** Raise with every change of a row's shape, and migrate in `upgrade`. */
const VERSION = 5;

type Schema = { [Name in TableName]: { key: string; value: Rows[Name] } };
type Database = IDBPDatabase<Schema>;

/**
 * One object store per table. The connection opens at first use, gives way to a newer version of the app, and
 * is opened again when the browser closed it (storage cleared, back-forward cache).
 */
export function idbTables(name: string = DATABASE): Tables {
  let connection: Promise<Database> | undefined;
  let closed = false;

  function connect(): Promise<Database> {
    if (closed) return Promise.reject(new GenError('Storage', 'closed'));
    if (connection !== undefined) return connection;
    const opening = open(name, () => {
      if (connection === opening) connection = undefined;
    });
    connection = opening;
    return opening;
  }

  /** @param use must begin its transaction before its first await, so that a closed connection shows at once. */
  async function withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
    try {
      const database = await connect();
      try {
        return await use(database);
      } catch (fault) {
        // A transaction cannot begin on a connection that was closed behind our back: nothing has happened yet.
        if (!isNamed(fault, 'InvalidStateError')) throw fault;
        connection = undefined;
        return await use(await connect());
      }
    } catch (fault) {
      throw toGenError(fault, 'Storage');
    }
  }

  return {
    get: (table, key) => withDatabase((database) => database.get(table, key)),
    async all<Name extends TableName>(table: Name) {
      const rows: readonly Rows[TableName][] = await withDatabase((database) => database.getAll(table));
      return rows as readonly Rows[Name][];
    },
    keys: (table) => withDatabase((database) => database.getAllKeys(table)),
    async write(writes) {
      if (writes.length > 0) await withDatabase((database) => writeAll(database, writes));
    },
    async close() {
      closed = true;
      const open = connection;
      connection = undefined;
      if (open !== undefined) (await open).close();
    },
  };
}

/** @param lost called once when the connection cannot be used any more. */
async function open(name: string, lost: () => void): Promise<Database> {
  const { promise: refused, reject } = Promise.withResolvers<never>();
  const opening = openDB<Schema>(name, VERSION, {
    upgrade: (database, _from, _to, transaction) => upgrade(database, transaction),
    // An old tab holds the database and does not let go; its person must close it.
    blocked: () => reject(new GenError('Storage', 'blocked')),
    blocking(_current, _wanted, event) {
      lost();
      (event.target as IDBDatabase).close();
    },
    terminated: lost,
  });
  try {
    return await Promise.race([opening, refused]);
  } catch (fault) {
    lost();
    // If it opens after all, nobody waits for it any more; that it failed is being said here.
    void opening.then(
      (late) => late.close(),
      () => undefined,
    );
    if (isNamed(fault, 'VersionError')) throw new GenError('Storage', 'newer-version', {}, fault);
    throw fault;
  }
}

/** Versions 2, 3 and 5 have more tables; rows of the ones before are as they were. Version 4 has sets in place of installations. */
async function upgrade(
  database: Database,
  transaction: IDBPTransaction<Schema, TableName[], 'versionchange'>,
): Promise<void> {
  const isThere = (table: string): boolean => (database.objectStoreNames as DOMStringList).contains(table);
  const isFormer = isThere(FORMER_INSTALLATIONS);
  // Of a table that the schema does not know any more.
  const former = (table: string): Promise<unknown[]> => transaction.objectStore(table as TableName).getAll();
  const installed = isFormer ? ((await former(FORMER_INSTALLATIONS)) as InstallationRow[]) : [];
  const proofs = isFormer && isThere('proofs') ? ((await former('proofs')) as Rows['proofs'][]) : [];
  if (isFormer) {
    database.deleteObjectStore(FORMER_INSTALLATIONS as TableName);
    if (isThere('proofs')) database.deleteObjectStore('proofs');
  }
  for (const table of tableNames()) {
    if (isThere(table)) continue;
    database.createObjectStore(table, { keyPath: ROW_KEYS[table] });
  }
  const set = setOfInstallations(installed);
  if (set !== undefined) await transaction.objectStore('sets').put(set);
  for (const { record, text } of proofs) await transaction.objectStore('proofs').put({ record, text });
}

async function writeAll(database: Database, writes: readonly Write[]): Promise<void> {
  const tables = [...new Set(writes.map((write) => write.table))];
  const transaction = database.transaction(tables, 'readwrite', { durability: 'strict' });
  const pending: Promise<unknown>[] = [transaction.done];
  const faults: unknown[] = [];
  try {
    for (const write of writes) {
      const store = transaction.objectStore(write.table);
      pending.push('put' in write ? store.put(stored(write)) : store.delete(write.remove));
    }
  } catch (fault) {
    faults.push(fault);
    transaction.abort();
  }
  for (const outcome of await Promise.allSettled(pending)) {
    if (outcome.status === 'rejected') faults.push(outcome.reason);
  }
  // Beside the cause come the AbortErrors of everything that fell with it.
  if (faults.length > 0) throw faultOf(faults);
}

function faultOf(faults: readonly unknown[]): GenError {
  const cause = faults.find((fault) => !isNamed(fault, 'AbortError'));
  if (cause === undefined) return new GenError('Storage', 'aborted', {}, faults[0]);
  // A request on a transaction that has gone must not look like a connection that never began one.
  if (isNamed(cause, 'InvalidStateError')) return new GenError('Storage', 'aborted', {}, cause);
  return toGenError(cause, 'Storage');
}

/** Binaries and pieces of them rest as Blobs: outside the heap, and read without copying. */
function stored(write: Extract<Write, { put: unknown }>): Rows[TableName] {
  if (write.table !== 'blobs' && write.table !== 'chunks') return write.put;
  if (write.put.content instanceof Blob) return write.put;
  return { ...write.put, content: new Blob([write.put.content]) };
}

function tableNames(): readonly TableName[] {
  return Object.keys(ROW_KEYS) as TableName[];
}

function isNamed(fault: unknown, name: string): boolean {
  return fault instanceof Error && fault.name === name;
}
