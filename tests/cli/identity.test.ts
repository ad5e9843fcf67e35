import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeRelay, type FakeRelay } from './fake-relay.ts';
import { shell } from './shell.ts';

let relay: FakeRelay;
let folder: string;
let backup: string;

beforeEach(async () => {
  relay = await fakeRelay();
  folder = await mkdtemp(join(tmpdir(), 'gen-cli-'));
  backup = join(folder, 'key.json');
});
afterEach(() => rm(folder, { recursive: true }));

const typing = (text: string) => shell(relay, { terminal: { readInput: async () => `${text}\n` } });

test('a backup restores the identity elsewhere, with the passphrase from standard input or a file', async () => {
  const alice = typing('correct horse');
  await writeFile(join(folder, 'secret'), 'correct horse\n');
  const { did } = (await alice.gen('whoami', '--json')).json();
  const elsewhere = shell(relay);

  expect((await alice.gen('identity', 'backup', backup)).exit).toBe(0);
  const words = [
    'identity',
    'restore',
    backup,
    '--passphrase-file',
    join(folder, 'secret'),
    '--yes',
    '--json',
  ];
  const restored = await elsewhere.gen(...words);

  expect(restored.json()).toMatchObject({ did });
  expect((await elsewhere.gen('identity', 'show')).stdout).toBe(did);
  expect((await stat(backup)).mode & 0o777).toBe(0o600);
});

test('a backup never overwrites a file unasked', async () => {
  await writeFile(backup, 'precious');

  expect((await typing('correct horse').gen('identity', 'backup', backup)).exit).toBe(1);
  expect(await readFile(backup, 'utf8')).toBe('precious');
});

test('an identity is replaced only after a yes', async () => {
  const alice = typing('correct horse');
  await alice.gen('identity', 'backup', backup);
  const bob = typing('correct horse');
  const { did } = (await bob.gen('whoami', '--json')).json();

  expect((await bob.gen('identity', 'restore', backup)).exit).toBe(2);
  expect((await bob.gen('whoami')).stdout).toBe(did);
});

test.each([
  ['', 2, 'passphrase-missing'],
  ['short', 2, 'passphrase-short'],
])('the passphrase "%s" makes no backup', async (passphrase, code, reason) => {
  const { exit, error } = await typing(passphrase).gen('identity', 'backup', backup, '--json');

  expect(exit).toBe(code);
  expect(error()).toMatchObject({ reason });
});

test('a wrong passphrase ends with the exit code of permission', async () => {
  await typing('correct horse').gen('identity', 'backup', backup);

  expect((await typing('wrong horse').gen('identity', 'restore', backup, '--yes')).exit).toBe(5);
});
