import { encode } from 'cborg';
import { fork } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FORMER_ROWS, SET_OF_FORMER } from './former-installations.ts';
import { sqliteTables } from '../../src/adapters/node/sqlite-tables.ts';
import { tablesContract } from './tables-contract.ts';

const freshFolder = () => mkdtemp(join(tmpdir(), 'gen-tables-'));
const removed = (folder: string) => rm(folder, { recursive: true });

tablesContract('tables in SQLite', true, async () => {
  const folder = await freshFolder();
  return { open: () => sqliteTables(folder), remove: () => removed(folder) };
});

describe('tables in SQLite, beyond the contract', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await freshFolder();
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    await removed(folder);
  });

  test('the folder is made, for its owner only', async () => {
    const inner = join(folder, 'a', 'b');
    await sqliteTables(inner).close();
    expect((await stat(inner)).mode & 0o777).toBe(0o700);
  });

  test('a full disk is QuotaExceeded and nothing of the call is written', async () => {
    const tables = sqliteTables(folder);
    const run = StatementSync.prototype.run;
    vi.spyOn(StatementSync.prototype, 'run').mockImplementation(function full(
      this: StatementSync,
      ...values
    ) {
      if (values.includes('b')) throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
      return run.apply(this, values);
    });
    const refused = tables.write([
      { table: 'settings', put: { key: 'a', value: 1 } },
      { table: 'settings', put: { key: 'b', value: 2 } },
    ]);
    await expect(refused).rejects.toMatchObject({ code: 'QuotaExceeded', reason: 'storage-full' });
    expect(await tables.keys('settings')).toEqual([]);
    await tables.close();
  });

  test('a file that is no database is a Storage error', async () => {
    await writeFile(
      join(folder, 'device.sqlite'),
      'not a database, and long enough to be read as a header'.repeat(20),
    );
    expect(() => sqliteTables(folder)).toThrow(expect.objectContaining({ code: 'Storage' }));
  });

  test('what was installed before there were sets is the first state of one, and its proofs go by their records', async () => {
    const former = new DatabaseSync(join(folder, 'device.sqlite'));
    former.exec(
      'CREATE TABLE rows (table_name TEXT, key TEXT, value BLOB, PRIMARY KEY (table_name, key)); PRAGMA user_version = 1',
    );
    const put = former.prepare('INSERT INTO rows VALUES (?, ?, ?)');
    for (const row of FORMER_ROWS) put.run('installations', row.id, encode(row));
    put.run(
      'proofs',
      'io.example.app',
      encode({ id: 'io.example.app', record: 'app-record', text: 'proof' }),
    );
    put.run('settings', 'a', encode({ key: 'a', value: 1 }));
    former.close();

    for (const _again of [1, 2]) {
      const tables = sqliteTables(folder);
      expect(await tables.all('sets')).toEqual([SET_OF_FORMER]);
      expect(await tables.all('proofs')).toEqual([{ record: 'app-record', text: 'proof' }]);
      expect(await tables.get('settings', 'a')).toEqual({ key: 'a', value: 1 });
      await tables.close();
    }
  });

  test('a file of a newer program is left alone', () => {
    const newer = new DatabaseSync(join(folder, 'device.sqlite'));
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => sqliteTables(folder)).toThrow(
      expect.objectContaining({ code: 'Storage', reason: 'newer-version' }),
    );
  });

  test('a process killed right after a write has lost nothing', async () => {
    const program = join(folder, 'writer.ts');
    const tablesModule = new URL('../../src/adapters/node/sqlite-tables.ts', import.meta.url).href;
    await writeFile(
      program,
      `import { sqliteTables } from ${JSON.stringify(tablesModule)};
       const tables = sqliteTables(process.argv[2]);
       await tables.write([{ table: 'settings', put: { key: 'a', value: 1 } }]);
       process.kill(process.pid, 'SIGKILL');`,
    );
    const signal = await new Promise((resolve) => {
      fork(program, [folder]).on('exit', (_code, killedBy) => resolve(killedBy));
    });
    expect(signal).toBe('SIGKILL');
    const tables = sqliteTables(folder);
    expect(await tables.get('settings', 'a')).toEqual({ key: 'a', value: 1 });
    await tables.close();
  });
});
