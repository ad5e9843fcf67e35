import 'fake-indexeddb/auto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idbIdentity } from '../../src/adapters/browser/idb-identity.ts';
import { idbTables } from '../../src/adapters/browser/idb-tables.ts';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { fileIdentity } from '../../src/adapters/node/file-identity.ts';
import { ascii } from '../../src/core/bytes.ts';
import { parseMicros } from '../../src/core/ids.ts';
import type { Tables } from '../../src/ports/tables.ts';
import { identityContract, PASSPHRASE } from './identity-contract.ts';

const clock = () => parseMicros(5_000);
const freshFolder = () => mkdtemp(join(tmpdir(), 'gen-identity-'));
const removed = (folder: string) => rm(folder, { recursive: true });

let databases = 0;

identityContract('an identity in IndexedDB', async () => {
  const name = `identity-${(databases += 1)}`;
  const locks = memoryLocks();
  const opened: Tables[] = [];
  return {
    open(clock) {
      const tables = idbTables(name);
      opened.push(tables);
      return idbIdentity({ tables, locks, clock });
    },
    async remove() {
      for (const tables of opened) await tables.close();
      await deleteDB(name);
    },
  };
});

identityContract('an identity in a file', async () => {
  const folder = await freshFolder();
  return {
    open: (clock) => fileIdentity({ path: join(folder, 'keys', 'identity.json'), clock }),
    remove: () => removed(folder),
  };
});

describe('an identity that moves', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await freshFolder();
  });

  afterEach(() => removed(folder));

  const inBrowser = () => idbIdentity({ tables: memoryTables(), locks: memoryLocks(), clock });
  const inFile = () => fileIdentity({ path: join(folder, 'identity.json'), clock });

  test.each([
    ['from browser to file', inBrowser, inFile],
    ['from file to browser', inFile, inBrowser],
  ])('%s signs as the same person', async (_way, from, to) => {
    const here = from();
    const there = to();
    expect(await there.facts()).not.toMatchObject({ did: (await here.facts()).did });
    await there.restore(await here.backup(PASSPHRASE), PASSPHRASE);
    const [mine, moved] = [await here.main(), await there.main()];
    expect(moved?.did).toBe(mine?.did);
    expect(await moved?.sign(ascii('hello'))).toEqual(await mine?.sign(ascii('hello')));
  });
});

describe('an identity in IndexedDB', () => {
  test('gives neither of its keys away, and keeps the seed encrypted', async () => {
    const tables = memoryTables();
    await idbIdentity({ tables, locks: memoryLocks(), clock }).facts();
    const row = await tables.get('settings', 'identity');
    expect(row?.value).toMatchObject({
      device: { signing: { extractable: false } },
      main: { wrapping: { extractable: false }, seed: { length: 48 } },
    });
  });

  test('that was kept before devices had keys of their own gets one, and stays the same person', async () => {
    const [tables, locks] = [memoryTables(), memoryLocks()];
    const before = await idbIdentity({ tables, locks, clock }).facts();
    const row = await tables.get('settings', 'identity');
    const { main, device, ...rest } = (row as { value: { main: object; device: { signing: CryptoKey } } })
      .value;
    const old = { ...rest, ...main, signing: device.signing };
    await tables.write([{ table: 'settings', put: { key: 'identity', value: old } }]);

    const keepers = [1, 2].map(() => idbIdentity({ tables, locks, clock }));
    const [one, other] = await Promise.all(keepers.map((keeper) => keeper.facts()));

    expect(one).toMatchObject({ did: before.did, hasMain: true });
    expect(one?.device).not.toBe(before.did);
    expect(other).toEqual(one);
  });

  test('is not replaced in silence when its row is damaged', async () => {
    const tables = memoryTables();
    await tables.write([{ table: 'settings', put: { key: 'identity', value: { did: 'did:key:z6Mk' } } }]);
    const keeper = idbIdentity({ tables, locks: memoryLocks(), clock });
    await expect(keeper.signer()).rejects.toMatchObject({ code: 'Storage', reason: 'identity' });
  });
});

describe('an identity in a file', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await freshFolder();
    path = join(folder, 'identity.json');
  });

  afterEach(() => removed(folder));

  test('is readable by its owner only, and nothing else lies beside it', async () => {
    await fileIdentity({ path, clock }).backup(PASSPHRASE);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['identity.json']);
  });

  test.each([
    ['no JSON', () => 'my keys'],
    ['cut off', (text: string) => text.slice(0, 80)],
    ['of another key’s DID', (text: string) => text.replace(/"seed": "..../, '"seed": "AAAA')],
  ])('that is %s is an error and stays as it is', async (_kind, damage) => {
    await fileIdentity({ path, clock }).facts();
    const damaged = damage(await readFile(path, 'utf8'));
    await writeFile(path, damaged);
    await expect(fileIdentity({ path, clock }).signer()).rejects.toMatchObject({
      code: 'InvalidInput',
      reason: 'key-file',
    });
    expect(await readFile(path, 'utf8')).toBe(damaged);
  });

  test('that cannot be made is a Storage error', async () => {
    await writeFile(path, '');
    const below = fileIdentity({ path: join(path, 'identity.json'), clock });
    await expect(below.facts()).rejects.toMatchObject({ code: 'Storage' });
  });
});
