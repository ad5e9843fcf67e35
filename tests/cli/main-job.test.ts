import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tinyWasm } from '../support/person.ts';
import { fakeRelay, type FakeRelay } from './fake-relay.ts';
import { shell, type Shell } from './shell.ts';

const ID = 'io.example.codec';
let relay: FakeRelay;
let alice: Shell;
let bob: Shell;
let folder: string;
let file: string;

beforeEach(async () => {
  relay = await fakeRelay();
  alice = shell(relay);
  bob = shell(relay);
  folder = await mkdtemp(join(tmpdir(), 'gen-cli-'));
  file = join(folder, 'codec.wasm');
  await writeFile(file, tinyWasm());
});
afterEach(() => rm(folder, { recursive: true }));

const publishes = (who: Shell, version: string, ...more: string[]) =>
  who.gen('publish', file, '--id', ID, '--version-number', version, '--license', 'MIT', '--json', ...more);

test('what one publishes another finds, rates and installs', async () => {
  const published = await publishes(alice, '1.0.0', '--tags', 'codec, small', '--description', 'Encodes.');
  expect(published.exit).toBe(0);
  expect(published.json()).toMatchObject({
    module: ID,
    version: '1.0.0',
    state: 'receipted',
    verdict: 'valid',
  });

  const found = (await bob.gen('search', 'encodes', '--json')).json();
  expect(found).toMatchObject({
    total: 1,
    catalogueSize: 1,
    modules: [{ id: ID, tags: ['codec', 'small'] }],
  });

  expect((await bob.gen('rate', ID, '4', '--review', 'Works.', '--json')).json()).toMatchObject({
    state: 'receipted',
  });
  const installed = await bob.gen('install', ID, '--out', join(folder, 'vendor'), '--json');
  expect(installed.json()).toMatchObject({ state: 'installed', version: '1.0.0' });
  expect(await readdir(join(folder, 'vendor'))).toEqual([`${ID}-1.0.0.wasm`]);
  expect(await readFile(join(folder, 'vendor', `${ID}-1.0.0.wasm`))).toEqual(Buffer.from(tinyWasm()));
  expect((await alice.gen('info', ID, '--json')).json()).toMatchObject({
    latest: '1.0.0',
    ratings: { average: 4, count: 1 },
    installed: null,
  });
  expect((await bob.gen('uninstall', ID, '--json')).json()).toEqual({ set: 'default', removed: [ID] });
});

test('what no flag says of a release, gen.json says, and then the release before', async () => {
  await publishes(alice, '1.0.0', '--name', 'Codec', '--tags', 'codec');
  await writeFile(
    join(folder, 'gen.json'),
    JSON.stringify({ id: ID, version: '1.1.0', description: 'From the file.' }),
  );

  const { exit } = await alice.gen('publish', file);

  expect(exit).toBe(0);
  expect((await alice.gen('info', ID, '--json')).json()).toMatchObject({
    latest: '1.1.0',
    name: 'Codec',
    description: 'From the file.',
    tags: ['codec'],
    license: 'MIT',
  });
});

test('a gen.json with a key that is none is named, and nothing is stored', async () => {
  await writeFile(join(folder, 'gen.json'), JSON.stringify({ licence: 'MIT' }));

  const { exit, stderr } = await publishes(alice, '1.0.0');

  expect(exit).toBe(2);
  expect(stderr).toContain('licence');
  expect(await alice.home.tables.all('jobs')).toEqual([]);
});

test('a publish that lacks facts names all of them at once', async () => {
  const { exit, stderr } = await alice.gen('publish', file);

  expect(exit).toBe(2);
  expect(stderr).toContain('--id, --version-number, --license');
});

test('--dry-run shows the draft and stores nothing', async () => {
  expect((await publishes(alice, '1.0.0', '--dry-run')).json()).toMatchObject({
    state: 'dry-run',
    draft: { id: ID },
  });
  expect(await alice.home.tables.all('jobs')).toEqual([]);
});

test('a file that is no WebAssembly ends with the exit code of verification, before the relay is asked', async () => {
  await writeFile(file, 'no binary');

  const { exit, error } = await publishes(alice, '1.0.0');

  expect(exit).toBe(3);
  expect(error()).toMatchObject({ code: 'WasmInvalid', reason: 'magic' });
  expect(relay.questions).toBe(0);
});

test('without a network a rating and an install are queued with exit 0, and done by sync', async () => {
  await publishes(alice, '1.0.0');
  await bob.gen('search', '--json');
  relay.up = false;

  const rated = await bob.gen('rate', ID, '5', '--json');
  const asked = await bob.gen('install', ID, '--json');
  expect([rated.exit, asked.exit]).toEqual([0, 0]);
  expect(rated.json()).toMatchObject({ state: 'signed', error: { code: 'Network' } });
  expect(asked.json()).toMatchObject({ state: 'queued', modules: [] });
  expect((await bob.gen('sync')).exit).toBe(4);

  relay.up = true;
  const synced = await bob.gen('sync', '--json');
  expect(synced.exit).toBe(0);
  expect(synced.json()).toMatchObject({
    waiting: 0,
    modules: 1,
    ended: [{ kind: 'rate' }, { kind: 'install' }],
  });
  expect((await bob.gen('list', '--json')).json()).toMatchObject({
    modules: [{ id: ID, version: '1.0.0', wanted: true }],
  });
  expect(await bob.home.tables.all('outbox')).toEqual([]);
});

test('a publish without a network waits for its name and is published by sync', async () => {
  await alice.gen('search');
  relay.up = false;
  expect((await publishes(alice, '1.0.0')).json()).toMatchObject({ state: 'waiting-for-name' });

  relay.up = true;
  await alice.gen('sync');

  expect((await bob.gen('info', ID, '--json')).json()).toMatchObject({ latest: '1.0.0' });
});

test('a search is narrowed by licence, by what is imported, and to what is installed or has an update', async () => {
  await publishes(alice, '1.0.0');
  await bob.gen('install', ID);
  const total = async (...flags: string[]): Promise<unknown> =>
    ((await bob.gen('search', '--json', ...flags)).json() as { total: number }).total;

  expect([await total('--license', 'MIT'), await total('--license', 'ISC')]).toEqual([1, 0]);
  expect([await total('--needs', 'nothing'), await total('--needs', 'wasi')]).toEqual([1, 0]);
  expect([await total('--installed'), await total('--updates')]).toEqual([1, 0]);
  await publishes(alice, '1.1.0');
  expect((await bob.gen('search', '--updates', '--json')).json()).toMatchObject({
    modules: [{ id: ID, version: '1.1.0', installed: '1.0.0', update: true }],
  });
  const { stderr } = await bob.gen('search', 'version:newest', '--sort', 'popular');
  expect(stderr).toContain('version:>=2');
});

test('--offline asks nobody and shows what was kept', async () => {
  await publishes(alice, '1.0.0');
  await bob.gen('search');
  const before = relay.questions;

  expect((await bob.gen('search', '--offline', '--json')).json()).toMatchObject({ total: 1 });
  expect(relay.questions).toBe(before);
});

test('a dead relay is asked once for a whole command', async () => {
  await bob.gen('search');
  relay.up = false;
  const before = relay.questions;

  await bob.gen('search');

  expect(relay.questions).toBe(before + 1);
});

test('who never met a relay is told how to begin', async () => {
  relay.up = false;

  const { exit, error } = await bob.gen('search', '--json');

  expect(exit).toBe(4);
  expect(error()).toMatchObject({ code: 'Network', reason: 'never-contacted' });
});

test('a relay of another registry is refused for lack of permission', async () => {
  await bob.gen('search');
  Object.assign(relay, { client: (await fakeRelay('other')).client });

  expect((await bob.gen('search')).exit).toBe(5);
});

test('a version that exists fails, one that does not is no solution', async () => {
  await publishes(alice, '1.0.0');

  expect((await publishes(alice, '1.0.0')).exit).toBe(1);
  expect((await bob.gen('install', `${ID}@2.0.0`)).exit).toBe(6);
});

test('a release without a receipt is installed only after a yes to it', async () => {
  relay.receipts = false;
  await publishes(alice, '1.0.0');

  const refused = await bob.gen('install', ID);
  expect(refused.exit).toBe(1);
  expect(refused.stderr).toContain(`gen install ${ID}@1.0.0`);
  expect((await bob.gen('install', ID, '--yes', '--json')).json()).toMatchObject({ state: 'installed' });
});

test('a stop leaves what is queued queued, and ends with 130', async () => {
  await bob.gen('search');
  const stopped = shell(relay, { signal: AbortSignal.abort() });
  await stopped.home.tables.write(
    (await bob.home.tables.all('settings')).map((put) => ({ table: 'settings' as const, put })),
  );
  relay.up = false;

  const { exit } = await stopped.gen('rate', ID, '4');

  expect(exit).toBe(130);
  expect(await stopped.home.tables.all('jobs')).toMatchObject([{ kind: 'rate', state: 'signed' }]);
});

test('if one binary of a plan cannot be written none takes its name', async () => {
  await publishes(alice, '1.0.0');
  const out = join(folder, 'vendor');
  await mkdir(join(out, `${ID}-1.0.0.wasm`), { recursive: true });
  await writeFile(join(out, `${ID}-1.0.0.wasm`, 'in-the-way'), '');

  const { exit } = await bob.gen('install', ID, '--out', out);

  expect(exit).toBe(1);
  expect(await readdir(out)).toEqual([`${ID}-1.0.0.wasm`]);
});
