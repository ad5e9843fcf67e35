import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FORMER_ROWS, SET_OF_FORMER } from './former-installations.ts';
import { idbTables } from '../../src/adapters/browser/idb-tables.ts';
import { tablesContract } from './tables-contract.ts';

let databases = 0;
const freshName = () => `tables-${(databases += 1)}`;

tablesContract('tables in IndexedDB', true, async () => {
  const name = freshName();
  return { open: () => idbTables(name), remove: () => deleteDB(name) };
});

describe('tables in IndexedDB, beyond the contract', () => {
  afterEach(() => vi.restoreAllMocks());

  test('binaries rest as Blobs', async () => {
    const tables = idbTables(freshName());
    await tables.write([
      { table: 'blobs', put: { sha256: 'ab' as never, size: 1, content: Uint8Array.of(7) } },
    ]);
    expect((await tables.get('blobs', 'ab'))?.content).toBeInstanceOf(Blob);
    await tables.close();
  });

  test('a full disk is QuotaExceeded and nothing of the call is written', async () => {
    const tables = idbTables(freshName());
    await tables.write([{ table: 'settings', put: { key: 'a', value: 1 } }]);
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function full(this: IDBObjectStore, row) {
      if (row.key === 'b') throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, row);
    });
    const refused = tables.write([
      { table: 'settings', put: { key: 'a', value: 2 } },
      { table: 'settings', put: { key: 'b', value: 2 } },
    ]);
    await expect(refused).rejects.toMatchObject({ code: 'QuotaExceeded', reason: 'storage-full' });
    expect(await tables.all('settings')).toEqual([{ key: 'a', value: 1 }]);
    await tables.close();
  });

  test('a connection that was closed from outside is opened again', async () => {
    const name = freshName();
    const tables = idbTables(name);
    const connections: IDBDatabase[] = [];
    const transaction = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function seen(
      this: IDBDatabase,
      ...asked: Parameters<typeof transaction>
    ) {
      connections.push(this);
      return transaction.apply(this, asked);
    });
    await tables.write([{ table: 'settings', put: { key: 'a', value: 1 } }]);
    connections[0]?.close();
    await tables.write([{ table: 'settings', put: { key: 'b', value: 2 } }]);
    expect(await tables.keys('settings')).toEqual(['a', 'b']);
    await tables.close();
  });

  test('it gives way to a newer version of the app and then says so', async () => {
    const name = freshName();
    const tables = idbTables(name);
    await tables.write([{ table: 'settings', put: { key: 'a', value: 1 } }]);
    const newer = await openDB(name, 6);
    await expect(tables.get('settings', 'a')).rejects.toMatchObject({
      code: 'Storage',
      reason: 'newer-version',
    });
    newer.close();
  });

  test('a database of the version before gets the new table and keeps all its rows', async () => {
    const name = freshName();
    const before = await openDB(name, 2, {
      upgrade(database) {
        database.createObjectStore('settings', { keyPath: 'key' });
      },
    });
    await before.put('settings', { key: 'a', value: 1 });
    before.close();
    const tables = idbTables(name);
    expect(await tables.all('settings')).toEqual([{ key: 'a', value: 1 }]);
    expect(await tables.keys('shards')).toEqual([]);
    await tables.close();
  });

  test('what was installed before there were sets is the first state of one, and its proofs go by their records', async () => {
    const name = freshName();
    const before = await openDB(name, 3, {
      upgrade(database) {
        for (const table of ['installations', 'proofs']) database.createObjectStore(table, { keyPath: 'id' });
      },
    });
    for (const row of FORMER_ROWS) await before.put('installations', row);
    await before.put('proofs', { id: 'io.example.app', record: 'app-record', text: 'proof' });
    before.close();

    const tables = idbTables(name);
    expect(await tables.all('sets')).toEqual([SET_OF_FORMER]);
    expect(await tables.all('proofs')).toEqual([{ record: 'app-record', text: 'proof' }]);
    await tables.close();
    const again = idbTables(name);
    expect(await again.all('sets')).toEqual([SET_OF_FORMER]);
    await again.close();
  });

  test('an older tab that does not give way is a Storage error instead of a wait without end', async () => {
    const name = freshName();
    const oldTab = await openDB(name, 1);
    const open = IDBFactory.prototype.open;
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function raised(this: IDBFactory, wanted) {
      return open.call(this, wanted, 5);
    });
    await expect(idbTables(name).keys('jobs')).rejects.toMatchObject({ code: 'Storage', reason: 'blocked' });
    oldTab.close();
  });

  test('where the browser refuses storage, that is a Storage error', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await expect(idbTables(freshName()).keys('jobs')).rejects.toMatchObject({ code: 'Storage' });
  });
});
