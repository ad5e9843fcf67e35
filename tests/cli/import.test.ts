import { spawn } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { generatedModules } from '../../scripts/catalogue/generated-modules.ts';
import { parseModuleId, parsePublicKey } from '../../src/core/ids.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import { AUTHORITY, moduleDocument } from '../../src/core/record/document.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import type { ModuleView } from '../../src/core/view/module-view.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { fromHex } from '../../src/core/bytes.ts';
import { wallClock } from '../../src/app/device.ts';
import type { RelayConfig } from '../../src/relay/config.ts';
import { encryptRootKey, openRootKey } from '../../src/relay/root-key.ts';
import { person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { folder, shellIn } from './shell-at.ts';

interface Line {
  readonly id: string;
  readonly versions: readonly { version: string; dependencies?: object; conflicts?: object }[];
  readonly [field: string]: unknown;
}

const release = (version: string, dependencies = {}, conflicts = {}) => ({
  version,
  dependencies,
  conflicts,
});
const LWT: Line = { id: 'lwt', description: 'Promises.', license: 'MIT', versions: [release('1.0.0')] };
const CLI: Line = {
  id: 'Lwt_cli',
  name: 'Lwt on the command line',
  license: 'GPL-2-or-so',
  tags: ['cli'],
  author: 'Ann',
  repo_url: 'https://git.example/lwt-cli',
  versions: [release('2.0.0', { lwt: '^1.0.0' }, { other: '<3.0.0' }), release('1.0.0')],
};
const CLI_ID = 'opam.lwt-cli--u0s3';

async function importing(change: Partial<RelayConfig> = {}) {
  const world = await startTestRelay(change);
  onTestFinished(() => world.close());
  const home = await folder();
  const gen = shellIn(home, world.relay.address);
  const file = join(await folder(), 'opam.jsonl.gz');
  return {
    world,
    home,
    key: join(world.folder, 'root.key'),
    file,
    async imports(lines: readonly (Line | string)[], ...flags: string[]) {
      const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
      await writeFile(file, gzipSync(text.join('\n')));
      return gen('import', file, ...flags);
    },
  };
}

function entries({ relay }: TestRelay): string[] {
  const { journal } = relay;
  return journal.documents().flatMap((path) => journal.members(path).map((bytes) => decodeMember(bytes).id));
}

function shown({ relay }: TestRelay, id: string): ModuleView | undefined {
  const name = parseModuleId(id);
  const members = [moduleDocument(name), AUTHORITY].flatMap((path) => relay.journal.members(path));
  const namespace = parsePublicKey(fromHex(relay.facts.namespace));
  return moduleView(recordSet(members.map(decodeMember)), name, namespace, wallClock());
}

async function stateFile(home: string): Promise<string> {
  const [registry = ''] = await readdir(join(home, 'imports'));
  return join(home, 'imports', registry, 'opam.jsonl');
}

test.each([['open'], ['invite']] as const)(
  'a catalogue becomes signed modules with releases, needs and conflicts (%s)',
  async (policy) => {
    const { world, key, imports } = await importing({ policy });
    const flags = policy === 'open' ? [] : ['--namespace-key', key];
    // What it needs stands behind it.
    const { exit, out } = await imports([CLI, LWT], ...flags);

    expect(exit).toBe(0);
    expect(out).toMatchObject({ modules: 2, releases: 3, unchanged: 0, skipped: [], refused: [] });
    const view = shown(world, CLI_ID);
    expect(view).toMatchObject({
      name: 'Lwt on the command line',
      licence: 'LicenseRef-GPL-2-or-so',
      type: 'tool',
      author: 'Ann',
      repository: 'https://git.example/lwt-cli',
      tags: ['cli'],
      latest: '2.0.0',
    });
    const [newest, older] = view?.releases ?? [];
    expect(newest?.dependencies).toEqual([{ id: 'opam.lwt', range: '^1.0.0' }]);
    expect(newest?.conflicts).toEqual([{ id: 'opam.other', range: '<3.0.0' }]);
    expect(newest?.receipts).toHaveLength(1);
    expect(newest?.exports.length).toBeGreaterThan(0);
    expect(older?.sha256).not.toBe(newest?.sha256);
  },
);

test('without the key of the registry nothing is imported where names are for the invited', async () => {
  const { imports } = await importing({ policy: 'invite' });
  expect(await imports([LWT])).toMatchObject({ exit: 5, error: { reason: 'policy' } });
});

test('the key of another registry is refused', async () => {
  const [one, other] = [await importing(), await importing()];
  expect(await one.imports([LWT], '--namespace-key', other.key)).toMatchObject({
    exit: 2,
    error: { reason: 'root-of-other' },
  });
});

test('a root key is read plain and encrypted', async () => {
  const { world, key } = await importing();
  const plain = await openRootKey(key, () => Promise.reject(new Error('asked')));
  const target = join(await folder(), 'root.key');
  await encryptRootKey(world.folder, 'correct horse', target);
  expect((await openRootKey(target, async () => 'correct horse')).did).toBe(plain.did);
  await expect(openRootKey(target, async () => 'wrong')).rejects.toMatchObject({ reason: 'passphrase' });
});

test('imported again, nothing is written: also where nobody remembers that it was', async () => {
  const { world, home, imports } = await importing();
  await imports([LWT, CLI]);
  const before = entries(world);
  const state = await stateFile(home);

  expect((await imports([LWT, CLI])).out).toMatchObject({ modules: 0, unchanged: 2 });
  // Killed after the relay's answer.
  const lines = (await readFile(state, 'utf8')).split('\n');
  await writeFile(state, lines.filter((line) => !line.startsWith('["finished"')).join('\n'));
  expect((await imports([LWT, CLI])).exit).toBe(0);
  expect(entries(world).sort()).toEqual(before.sort());

  await rm(state);
  expect((await imports([LWT, CLI])).out).toMatchObject({ modules: 0, unchanged: 2, refused: [] });
  const isAnswer = (text: string): boolean => /"(?:claims|receipts)"/.test(text);
  const known = new Set(before);
  const paths = world.relay.journal
    .documents()
    .flatMap((path) => world.relay.journal.members(path).map(decodeMember))
    .flatMap((member) => (member.member === 'record' && !known.has(member.id) ? [member.path] : []));
  // The claims asked whose the names are.
  expect(paths.filter((path) => !isAnswer(JSON.stringify(path)))).toEqual([]);
});

test('of a catalogue that has grown only what is new is published', async () => {
  const { world, imports } = await importing();
  await imports([LWT]);
  const before = shown(world, 'opam.lwt');
  const grown = { ...LWT, description: 'Promises, better.', versions: [release('1.1.0'), release('1.0.0')] };

  expect((await imports([grown, CLI])).out).toMatchObject({ modules: 2, releases: 3 });
  const after = shown(world, 'opam.lwt');
  expect(after).toMatchObject({ latest: '1.1.0', description: 'Promises, better.' });
  expect(after?.releases.at(-1)?.record).toBe(before?.releases[0]?.record);
});

test('killed and started again it goes on: every record once', async () => {
  const { world, home, file } = await importing();
  const modules = [...generatedModules({ modules: 150, releases: 2, seed: 3 })];
  await writeFile(file, gzipSync(modules.map((module) => `${JSON.stringify(module)}\n`).join('')));
  const words = ['--relay', world.relay.address, '--data', home, '--json', 'import', file];
  const child = spawn(process.execPath, ['src/cli/main.ts', ...words], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const { journal } = world.relay;
  while (journal.documents().length < 60) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  await ended;

  const gen = shellIn(home, world.relay.address);
  expect(await gen('import', file)).toMatchObject({ exit: 0, out: { refused: [], skipped: [] } });
  for (const { id, versions } of modules) {
    const records = journal.members(moduleDocument(parseModuleId(`opam.${id}`))).map(decodeMember);
    const paths = records.flatMap((one) => (one.member === 'record' ? [one.path.join('/')] : []));
    const said = paths.filter((path) => !path.startsWith('receipts/'));
    expect(new Set(said).size).toBe(said.length);
    expect(said.filter((path) => path.includes('/versions/'))).toHaveLength(versions.length);
  }
});

test('a name of somebody else is refused, the others go on', async () => {
  const { world, imports } = await importing();
  const bob = await person(world.relay.address);
  await bob.publishes({ id: 'opam.lwt', version: '9.0.0' });

  const { exit } = await imports([LWT, CLI]);
  expect(exit).toBe(1);
  expect(shown(world, 'opam.lwt')?.releases.map(({ version }) => version)).toEqual(['9.0.0']);
  // What needs that name is left out.
  expect(shown(world, CLI_ID)?.releases.map(({ version }) => version)).toEqual(['1.0.0']);
});

test('lines that are none are told by their numbers, and passed over', async () => {
  const { world, imports } = await importing();
  const { exit, out } = await imports(['{', LWT, '{"id": 7}', LWT]);

  expect(exit).toBe(0);
  expect(out).toMatchObject({
    modules: 1,
    skipped: [{ line: 1 }, { line: 3 }, { id: 'lwt', reason: 'twice' }],
  });
  expect(shown(world, 'opam.lwt')?.latest).toBe('1.0.0');
});

test('--limit and --releases take the first modules and the newest releases, --dry-run nothing', async () => {
  const { world, imports } = await importing();
  const before = entries(world);
  expect((await imports([CLI, LWT], '--dry-run')).out).toMatchObject({
    dryRun: true,
    modules: 2,
    releases: 3,
  });
  expect(entries(world)).toEqual(before);

  expect((await imports([CLI, LWT], '--limit', '1', '--releases', '1')).out).toMatchObject({
    modules: 1,
    releases: 1,
  });
  expect(shown(world, CLI_ID)?.releases.map(({ version }) => version)).toEqual(['2.0.0']);
  // Its name is there for what needs it.
  expect(shown(world, 'opam.lwt')?.releases).toEqual([]);
  expect((await imports([CLI, LWT])).out).toMatchObject({ modules: 2, releases: 2 });
});

test('the keys that publish are of nobody else to read, and shown to nobody', async () => {
  const { home, imports } = await importing();
  const { out } = await imports([LWT], '--publishers', '2');
  const keys = join(await stateFile(home), '..', 'publishers.json');
  expect((await stat(keys)).mode & 0o777).toBe(0o600);
  const { seeds } = JSON.parse(await readFile(keys, 'utf8')) as { seeds: string[] };
  expect(seeds).toHaveLength(2);
  for (const seed of seeds) expect(JSON.stringify(out)).not.toContain(seed);
});
