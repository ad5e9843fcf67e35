import { access, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHome, relayAt } from '../../src/cli/node-device.ts';
import { run } from '../../src/cli/run.ts';
import type { Terminal, World } from '../../src/cli/context.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH } from '../../src/core/record/document.ts';
import type { RelayClient } from '../../src/ports/relay-client.ts';
import { tinyWasm } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

const ID = 'io.example.codec';
const OTHER = 'io.example.other';
let relay: TestRelay;
let folder: string;
let file: string;

beforeEach(async () => {
  relay = await startTestRelay();
  folder = await mkdtemp(join(tmpdir(), 'gen-hand-over-'));
  file = join(folder, 'codec.wasm');
  await writeFile(file, tinyWasm());
});
afterEach(async () => {
  await relay.close();
  await rm(folder, { recursive: true });
});

const NOBODY_THERE: Terminal = {
  interactive: false,
  typed: false,
  confirm: async () => false,
  password: async () => '',
  readInput: async () => '',
};

/** A home in a folder of its own, as the command line has it. */
async function gen(who: string, ...words: string[]) {
  return genAt(relayAt, who, ...words);
}

async function genAt(relayAs: World['relayAt'], who: string, ...words: string[]) {
  const [out, notes]: [string[], string[]] = [[], []];
  const exit = await run([...words, '--data', join(folder, who), '--relay', relay.relay.address], {
    environment: {},
    terminal: NOBODY_THERE,
    stdout: (line) => out.push(line),
    stderr: (line) => notes.push(line),
    signal: AbortSignal.timeout(30_000),
    openHome,
    relayAt: relayAs,
  });
  return { exit, out: out.join('\n'), notes: notes.join('\n'), json: () => JSON.parse(out.join('\n')) };
}

const whois = async (who: string): Promise<string> => (await gen(who, 'whoami')).out;
const publishes = (who: string, id: string, version: string) =>
  gen(who, 'publish', file, '--id', id, '--version-number', version, '--license', 'MIT');
const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Keys that were kept of rotations that are over. */
async function formersOf(who: string): Promise<string[]> {
  const names = await readdir(join(folder, who));
  return names
    .filter((name) => name.startsWith('identity.json.former-'))
    .map((name) => join(folder, who, name));
}

/** The relay answers otherwise for the part of the catalogue that lists the module. */
const catalogueAs =
  (answer: () => ReturnType<RelayClient['document']>): World['relayAt'] =>
  (address, home) => {
    const client = relayAt(address, home);
    const part = catalogDocument(parseModuleId(ID), FIRST_EPOCH);
    return {
      ...client,
      document: (path, etag, signal) => (path === part ? answer() : client.document(path, etag, signal)),
    };
  };

/** Alice's key on a device that has seen nothing. */
async function restoresAt(who: string): Promise<void> {
  await mkdir(join(folder, who));
  await copyFile(join(folder, 'alice', 'identity.json'), join(folder, who, 'identity.json'));
}

const ownerOf = async (id: string): Promise<unknown> =>
  (await gen('reader', 'publishers', id, '--json')).json().owner;

test('a module is handed over, taken over, and published by its new owner; a device that knew the first one goes on', async () => {
  const [alice, paul] = [await whois('alice'), await whois('paul')];
  await publishes('alice', ID, '1.0.0');
  expect((await gen('reader', 'install', ID)).exit).toBe(0);
  const asked = ['hand-over', ID, '--to', paul, '--reason', 'New maintainer.'] as const;

  expect((await gen('alice', ...asked)).exit).toBe(2);
  expect((await gen('alice', ...asked, '--yes')).out).toBe(`${ID} is offered to ${paul}`);
  expect((await gen('reader', 'publishers', ID)).notes).toContain(`The owner hands it over to ${paul}`);
  expect((await gen('paul', 'take-over', ID)).out).toBe(`${ID} is yours`);

  expect((await publishes('paul', ID, '2.0.0')).exit).toBe(0);
  const refused = await publishes('alice', ID, '3.0.0');
  expect([refused.exit, refused.notes]).toEqual([5, expect.stringContaining(`handed over to ${paul}`)]);
  expect((await gen('reader', 'install', ID)).exit).toBe(0);
  expect((await gen('reader', 'publishers', ID, '--json')).json()).toMatchObject({
    owner: paul,
    formers: [{ did: alice, to: paul, reason: 'New maintainer.' }],
  });
});

test('an offer is taken back, and then nobody takes it over', async () => {
  const paul = await whois('paul');
  await publishes('alice', ID, '1.0.0');
  await gen('alice', 'hand-over', ID, '--to', paul, '--yes');

  expect((await gen('alice', 'hand-over', ID, '--cancel')).out).toBe(`${ID} stays yours`);

  const refused = await gen('paul', 'take-over', ID);
  expect(refused.exit).toBe(1);
  expect(refused.notes).toContain('Nobody hands');
  expect((await gen('alice', 'hand-over', ID)).exit).toBe(2);
});

test('a new key takes the place of the old one, with every module of it; the old one is kept until a person forgets it', async () => {
  const old = await whois('alice');
  await publishes('alice', ID, '1.0.0');
  await publishes('alice', OTHER, '1.0.0');

  expect((await gen('alice', 'identity', 'rotate')).exit).toBe(2);
  const { exit, json } = await gen('alice', 'identity', 'rotate', '--yes', '--json');

  expect(exit).toBe(0);
  const { did } = json();
  const [former = ''] = await formersOf('alice');
  expect(json()).toEqual({ did, before: old, modules: [ID, OTHER], stayed: [], former });
  expect(JSON.parse(await readFile(former, 'utf8'))).toMatchObject({ did: old });
  expect(did).not.toBe(old);
  expect(await whois('alice')).toBe(did);
  expect((await publishes('alice', ID, '1.1.0')).exit).toBe(0);
  expect((await gen('reader', 'publishers', OTHER, '--json')).json()).toMatchObject({ owner: did });
  expect(await isThere(join(folder, 'alice', 'identity.json.former'))).toBe(false);
  expect(await isThere(join(folder, 'alice', 'identity.json.next'))).toBe(false);

  expect((await gen('alice', 'identity', 'rotate', '--forget-former')).exit).toBe(2);
  const forgotten = await gen('alice', 'identity', 'rotate', '--forget-former', '--yes', '--json');
  expect(forgotten.json()).toEqual({ forgotten: [{ did: old, at: former }] });
  expect(await formersOf('alice')).toEqual([]);
  expect(await whois('alice')).toBe(did);
});

test('a rotation that found no relay loses nothing, and goes on when it is given again', async () => {
  const old = await whois('alice');
  await publishes('alice', ID, '1.0.0');

  const away = await gen('alice', 'identity', 'rotate', '--yes', '--offline');
  expect([away.exit, away.notes]).toEqual([4, expect.stringContaining('give the command again')]);
  expect(await whois('alice')).toBe(old);

  const again = await gen('alice', 'identity', 'rotate', '--yes', '--json');
  expect(again.json()).toMatchObject({ before: old, modules: [ID] });
});

test('nothing is trusted where the owner has not changed, and there is nothing to undo', async () => {
  const alice = await whois('alice');
  await publishes('alice', ID, '1.0.0');
  await gen('reader', 'install', ID);

  expect((await gen('reader', 'trust-owner', ID, '--json')).json()).toMatchObject({
    module: ID,
    owner: alice,
  });
  expect((await gen('reader', 'trust-owner', ID, '--undo')).exit).toBe(1);
});

test('a rotation that stopped between the two keys goes on with the new one', async () => {
  const old = await whois('alice');
  await publishes('alice', ID, '1.0.0');
  const home = openHome(join(folder, 'alice'), AbortSignal.timeout(30_000));
  const next = await home.rotation?.next();
  await gen('alice', 'hand-over', ID, '--to', String(next), '--yes');
  await home.tables.write([
    { table: 'settings', put: { key: 'identity-rotation', value: { from: old, modules: [ID] } } },
  ]);
  await home.rotation?.swap();
  await home.close();
  expect(await whois('alice')).toBe(next);

  const again = await gen('alice', 'identity', 'rotate', '--json');

  const [former] = await formersOf('alice');
  expect(again.json()).toEqual({ did: next, before: old, modules: [ID], stayed: [], former });
  expect((await gen('reader', 'publishers', ID, '--json')).json()).toMatchObject({ owner: next });
});

test('a rotation that does not see the whole catalogue changes nothing, and takes everything along once it does', async () => {
  const old = await whois('alice');
  await publishes('alice', ID, '1.0.0');
  await publishes('alice', OTHER, '1.0.0');
  await restoresAt('other');
  const away = catalogueAs(() => Promise.reject(new GenError('Timeout', 'request')));

  const blind = await genAt(away, 'other', 'identity', 'rotate', '--yes');

  expect([blind.exit, blind.notes]).toEqual([4, expect.stringContaining('the old key included')]);
  expect(await whois('other')).toBe(old);
  expect([await ownerOf(ID), await ownerOf(OTHER)]).toEqual([old, old]);
  // A part that was kept before is not taken for the present one either.
  await gen('other', 'search');
  expect((await genAt(away, 'other', 'identity', 'rotate', '--yes')).exit).toBe(4);
  const { json } = await gen('other', 'identity', 'rotate', '--yes', '--json');
  expect(json()).toMatchObject({ before: old, modules: [ID, OTHER], stayed: [] });
});

test('what a rotation had planned goes along though the catalogue does not list it any more', async () => {
  const old = await whois('alice');
  await publishes('alice', ID, '1.0.0');
  await restoresAt('other');
  const home = openHome(join(folder, 'other'), AbortSignal.timeout(30_000));
  await home.rotation?.next();
  await home.tables.write([
    { table: 'settings', put: { key: 'identity-rotation', value: { from: old, modules: [ID] } } },
  ]);
  await home.close();
  const empty = catalogueAs(async () => ({ etag: 'W/"none"', members: [] }));

  const { json } = await genAt(empty, 'other', 'identity', 'rotate', '--yes', '--json');

  expect(json()).toMatchObject({ before: old, modules: [ID] });
  expect(await ownerOf(ID)).toBe(json().did);
});

test('a module whose offer was taken back elsewhere stays, the others go over, and the old key is kept for it', async () => {
  const old = await whois('alice');
  for (const id of [ID, OTHER]) await publishes('alice', id, '1.0.0');
  await restoresAt('other');
  const home = openHome(join(folder, 'alice'), AbortSignal.timeout(30_000));
  const next = String(await home.rotation?.next());
  for (const id of [ID, OTHER]) await gen('alice', 'hand-over', id, '--to', next, '--yes');
  await home.tables.write([
    { table: 'settings', put: { key: 'identity-rotation', value: { from: old, modules: [ID, OTHER] } } },
  ]);
  await home.rotation?.swap();
  await home.close();
  expect((await gen('other', 'hand-over', ID, '--cancel')).exit).toBe(0);

  const { exit, out, notes } = await gen('alice', 'identity', 'rotate');

  const [former = ''] = await formersOf('alice');
  expect(exit).toBe(0);
  expect(out).toBe(`You are ${next} now\n${OTHER}`);
  expect(notes).toContain(`The old key is kept: ${former}`);
  expect(notes).toContain(`${ID} stays with the old key.`);
  expect([await ownerOf(ID), await ownerOf(OTHER)]).toEqual([old, next]);
  const kept = await gen('alice', 'identity', 'rotate', '--forget-former', '--yes');
  expect([kept.exit, kept.notes]).toEqual([1, expect.stringContaining(`still owns ${ID}`)]);
  expect(await isThere(former)).toBe(true);
});

test('a rotation that stopped at its very end is ended, and no second one is made', async () => {
  const old = await whois('alice');
  await publishes('alice', ID, '1.0.0');
  const { did } = (await gen('alice', 'identity', 'rotate', '--yes', '--json')).json();
  const home = openHome(join(folder, 'alice'), AbortSignal.timeout(30_000));
  await home.tables.write([
    { table: 'settings', put: { key: 'identity-rotation', value: { from: old, to: did, modules: [ID] } } },
  ]);
  await home.close();

  const ended = await gen('alice', 'identity', 'rotate', '--yes', '--json');

  const [former] = await formersOf('alice');
  expect(ended.json()).toEqual({ did, before: old, modules: [ID], stayed: [], former });
  expect(await whois('alice')).toBe(did);
  const next = await gen('alice', 'identity', 'rotate', '--yes', '--json');
  expect(next.json()).toMatchObject({ before: did, modules: [ID] });
  expect(await formersOf('alice')).toHaveLength(2);
});
