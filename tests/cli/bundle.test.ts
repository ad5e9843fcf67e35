import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sqliteTables } from '../../src/adapters/node/sqlite-tables.ts';
import { person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { app, base, DIAMOND, installedBy, left, right } from './diamond.ts';
import { folder, plainShellIn, shellAt, shellIn, type ShellAt } from './shell-at.ts';

/** Where no relay is. */
const NOWHERE = 'http://127.0.0.1:9';

let relay: TestRelay;
let home: string;
let bob: ShellAt;
let file: string;
/** Somebody who never met a relay. */
let dave: ShellAt;
let root: string;

/** One world for all: what is tested is what a file does elsewhere. */
beforeAll(async () => {
  relay = await startTestRelay();
  const alice = await person(relay.relay.address);
  const publishes = (id: string, needs: readonly string[]) =>
    alice.publishes({
      id,
      version: '1.0.0',
      dependencies: needs.map((one) => ({ id: one, range: '^1.0.0' })),
    });
  await publishes(base, []);
  for (const id of [left, right]) await publishes(id, [base]);
  await publishes(app, [left, right]);
  home = await mkdtemp(join(tmpdir(), 'gen-cli-'));
  bob = shellIn(join(home, 'bob'), relay.relay.address);
  await bob('install', app);
  file = join(home, 'modules.genbundle');
  await bob('bundle', 'export', file);
});
afterAll(async () => {
  await relay.close();
  await rm(home, { recursive: true, force: true });
});

beforeEach(async () => {
  dave = await shellAt(NOWHERE);
  root = String((await dave('bundle', 'show', file)).out['root']);
});

test('what one exports another installs who never met a relay, and finds and shows without one', async () => {
  const done = await dave('bundle', 'import', file, '--trust', root);

  expect(done).toMatchObject({ exit: 0, out: { state: 'installed', set: 'default' } });
  expect(await installedBy(dave)).toEqual(DIAMOND);
  expect((await dave('search')).out).toMatchObject({ total: 4 });
  expect((await dave('info', app)).out).toMatchObject({ id: app, ratings: null });
  expect(await dave('bundle', 'import', file)).toMatchObject({ exit: 0, out: { changes: [] } });
  expect((await dave('history')).out).toMatchObject({ states: [{ deed: { kind: 'bundle' } }] });
});

test('some of it goes with all that it needs', async () => {
  const some = join(await folder(), 'left.genbundle');

  const { out } = await bob('bundle', 'export', some, left);

  expect(out).toMatchObject({ file: some, modules: [{ id: base }, { id: left }] });
  await dave('bundle', 'import', some, '--trust', root);
  expect(await installedBy(dave)).toEqual({ [base]: '1.0.0', [left]: '1.0.0' });
});

test('whose registry it is, a person says: not --yes, and nobody where nothing may be asked', async () => {
  for (const flags of [[], ['--yes'], ['--no-input']])
    expect(await dave('bundle', 'import', file, ...flags)).toMatchObject({
      exit: 5,
      error: { reason: 'bundle-trust', data: { root } },
    });
  const stranger = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
  expect(await dave('bundle', 'import', file, '--trust', stranger)).toMatchObject({ exit: 5 });
  expect((await dave('status')).out).toMatchObject({ namespace: null });

  const asked: string[] = [];
  const erin = plainShellIn(await folder(), NOWHERE, {
    interactive: true,
    async confirm(question) {
      asked.push(question);
      return true;
    },
  });
  expect((await erin('bundle', 'import', file)).exit).toBe(0);
  expect(asked[0]).toContain(root);
});

test('a dry run shows what would come, downloads nothing and keeps nothing', async () => {
  const dry = await dave('bundle', 'import', file, '--trust', root, '--dry-run');

  expect(dry).toMatchObject({ exit: 0, out: { download: 0, lines: [{ id: base }, {}, {}, { id: app }] } });
  expect((await dave('status')).out).toMatchObject({ namespace: null, jobs: [] });
  expect(await dave('bundle', 'import', file)).toMatchObject({ exit: 5 });
});

test('a bundle that was spoilt is refused with the exit code of verification, and nothing of it is kept', async () => {
  const bytes = await readFile(file);
  const spoilt = join(await folder(), 'spoilt.genbundle');
  for (const place of [0, 60, bytes.length - 1]) {
    const flipped = Uint8Array.from(bytes, (byte, at) => (at === place ? byte ^ 1 : byte));
    await writeFile(spoilt, flipped);
    expect(await dave('bundle', 'import', spoilt, '--trust', root)).toMatchObject({ exit: 3 });
    expect(await dave('bundle', 'show', spoilt)).toMatchObject({ exit: 3 });
  }

  expect((await dave('status')).out).toMatchObject({ namespace: null });
  expect(await dave('bundle', 'show', join(spoilt, 'nothing'))).toMatchObject({ error: { reason: 'file' } });
});

test('a file that is there is not written over, but with --yes', async () => {
  expect(await bob('bundle', 'export', file)).toMatchObject({ exit: 1, error: { reason: 'file' } });
  expect(await bob('bundle', 'export', file, '--yes')).toMatchObject({ exit: 0 });
  expect(await dave('bundle', 'export', join(await folder(), 'none.genbundle'))).toMatchObject({ exit: 4 });
});

test('what is shown says how each release stands by the file itself', async () => {
  const plain = plainShellIn(await folder(), NOWHERE);

  const { stdout, stderr } = await plain('bundle', 'show', file);

  expect(stdout).toContain(root);
  expect(stdout).toMatch(new RegExp(`${app} +1\\.0\\.0 .*\\^1\\.0\\.0 +confirmed`));
  expect(stderr).toContain('Nothing was kept.');
});

test('once its relay is met, what a file brought is in the documents and carried no more', async () => {
  const own = await folder();
  await shellIn(own, NOWHERE)('bundle', 'import', file, '--trust', root);

  const met = shellIn(own, relay.relay.address);
  expect(await met('sync')).toMatchObject({ exit: 0 });

  expect(await shellIn(own, NOWHERE)('info', app)).toMatchObject({ exit: 0 });
  const tables = sqliteTables(own);
  expect(await tables.keys('carried')).toEqual([]);
  await tables.close();
});
