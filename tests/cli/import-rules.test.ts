import { rm, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importingWasm } from '../support/importing-wasm.ts';
import { startTestRelay } from '../support/relay.ts';
import { fakeRelay, type FakeRelay } from './fake-relay.ts';
import { folder as newFolder, shellAt, shellIn } from './shell-at.ts';
import { shell, type Shell } from './shell.ts';

const ID = 'io.example.codec';
const CLOCK = 'wasi_snapshot_preview1.clock_time_get';
let relay: FakeRelay;
let alice: Shell;
let bob: Shell;
let folder: string;

beforeEach(async () => {
  relay = await fakeRelay();
  [alice, bob] = [shell(relay), shell(relay)];
  folder = await mkdtemp(join(tmpdir(), 'gen-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function publishes(version: string, ...imports: string[]): Promise<void> {
  const file = join(folder, 'codec.wasm');
  await writeFile(file, importingWasm(...imports));
  const said = await alice.gen('publish', file, '--id', ID, '--version-number', version, '--license', 'MIT');
  expect(said.exit).toBe(0);
}

/** Bob again, at a terminal, who answers like that. */
function atTerminal(answer: boolean, questions: string[] = []): Shell {
  const confirm = async (question: string) => {
    questions.push(question);
    return answer;
  };
  return shell(relay, { terminal: { interactive: true, confirm } });
}

test('an update that asks for more exits with the permission code, says what for, and waits', async () => {
  await publishes('1.0.0', CLOCK);
  expect((await bob.gen('install', ID)).exit).toBe(0);
  await publishes('1.1.0', CLOCK, 'wasi_snapshot_preview1.random_get');

  const asked = await bob.gen('install', ID);
  expect([asked.exit, asked.stdout]).toEqual([5, '']);
  expect(asked.stderr.split('\n')).toEqual([
    `${ID} 1.1.0 asks for 1 import that 1.0.0 did not ask for:`,
    '  asks for random numbers',
    '    wasi_snapshot_preview1.random_get  ()->()',
    `Nothing was changed. If that is what you want: gen install ${ID} --yes`,
  ]);
  expect((await bob.gen('list', '--json')).json()).toMatchObject({ modules: [{ version: '1.0.0' }] });
  expect((await bob.gen('status', '--json')).json()).toMatchObject({ jobs: [{ state: 'asking' }, {}] });

  expect((await bob.gen('install', ID, '--yes')).exit).toBe(0);
  expect((await bob.gen('list', '--json')).json()).toMatchObject({ modules: [{ version: '1.1.0' }] });
});

test('as JSON the questions are there, with every name', async () => {
  await publishes('1.0.0', CLOCK, 'host.log');
  const asked = await bob.gen('install', ID, '--json');
  expect(asked.exit).toBe(5);
  expect(asked.json()).toMatchObject({
    module: ID,
    state: 'asking',
    questions: [
      {
        version: '1.0.0',
        installed: null,
        addedCount: 0,
        outside: [{ module: 'host', name: 'log', kind: 'function', type: '()->()' }],
        outsideCount: 1,
      },
    ],
  });
  const done = await bob.gen('install', ID, '--json', '--yes');
  expect(done.json()).toMatchObject({ state: 'installed', questions: null });
});

test('a yes at a terminal installs; a no changes nothing, and the next time asks again', async () => {
  await publishes('1.0.0', 'host.log');
  const questions: string[] = [];
  const no = atTerminal(false, questions);
  expect((await no.gen('install', ID)).exit).not.toBe(0);
  expect((await no.gen('list', '--json')).json()).toMatchObject({ modules: [] });
  expect((await no.gen('status', '--json')).json()).toMatchObject({ jobs: [{ state: 'cancelled' }] });
  await no.gen('install', ID);
  expect(questions).toEqual(['Install it all the same?', 'Install it all the same?']);

  expect((await atTerminal(true).gen('install', ID)).exit).toBe(0);
  expect((await no.gen('install', ID, '--no-input')).exit).toBe(5);
});

test('strict rules of this device refuse what they do not admit, and say how to see them', async () => {
  await publishes('1.0.0', CLOCK, 'host.log');
  await bob.gen('imports', 'set', '--validation', 'strict');
  const refused = await bob.gen('install', ID, '--yes');
  expect([refused.exit, refused.stderr]).toEqual([
    5,
    `gen: ${ID} 1.0.0 imports what the strict import rules here do not admit: host.log. Nothing was changed. "gen imports" shows the rules.`,
  ]);
  await bob.gen('imports', 'set', '--allow', 'host.log');
  expect((await bob.gen('install', ID)).exit).toBe(0);
});

test('rules are set, shown and taken back; what no option names stays', async () => {
  expect((await bob.gen('imports')).stdout.split('\n')).toEqual([
    'level       glue',
    'validation  standard',
    'from        built in',
  ]);
  await bob.gen('imports', 'set', '--level', 'wasi', '--deny', '*.sock_*', '--deny', 'env');
  const set = await bob.gen('imports', 'set', '--validation', 'permissive', '--json');
  const rules = { policy: { level: 'wasi', allow: [], deny: ['*.sock_*', 'env'] }, validation: 'permissive' };
  expect(set.json()).toEqual({ namespace: false, rules });
  expect((await bob.gen('imports', 'show', '--json')).json()).toEqual({
    own: rules,
    namespace: null,
    effective: rules,
    isAdmin: false,
  });
  await bob.gen('imports', 'reset');
  expect((await bob.gen('imports', '--json')).json()).toMatchObject({ own: null });
});

test('a level that there is not is a usage error', async () => {
  for (const bad of [
    ['--level', 'all'],
    ['--validation', 'lax'],
  ])
    expect((await bob.gen('imports', 'set', ...bad)).exit).toBe(2);
  expect((await bob.gen('imports', 'set', '--allow', 'x'.repeat(300), '--json')).error()).toMatchObject({
    code: 'InvalidInput',
    reason: 'policy',
  });
});

test('what a module may do is told before a byte of it is here', async () => {
  await publishes('1.0.0', CLOCK, 'wasi_snapshot_preview1.random_get');
  expect((await bob.gen('info', ID, '--json')).json()).toMatchObject({
    abilities: [{ id: 'clock' }, { id: 'random' }],
  });
  expect((await bob.gen('info', ID)).stdout).toContain('reads the clock; asks for random numbers');
});

test('a queued install that comes to ask is named by sync', async () => {
  await publishes('1.0.0', 'host.log');
  await bob.gen('imports');
  relay.up = false;
  await bob.gen('install', ID);
  relay.up = true;
  const synced = await bob.gen('sync');
  expect(synced.stdout).toContain(`install ${ID}: asking`);
  expect(synced.stderr).toContain(`The install of ${ID} asks something: gen install ${ID}`);
});

test('what waits for a yes waits in the files too, for another process', async () => {
  const { relay: running, close } = await startTestRelay();
  try {
    const file = join(folder, 'codec.wasm');
    await writeFile(file, importingWasm('host.log'));
    const owner = await shellAt(running.address);
    const words = ['--id', ID, '--version-number', '1.0.0', '--license', 'MIT'];
    expect((await owner('publish', file, ...words)).exit).toBe(0);
    const home = await newFolder();

    expect((await shellIn(home, running.address)('install', ID)).exit).toBe(5);
    const asked = await shellIn(home, running.address)('status');
    expect(asked.out).toMatchObject({ jobs: [{ kind: 'install', state: 'asking' }] });
    const done = await shellIn(home, running.address)('install', ID, '--yes');
    expect(done.out).toMatchObject({ state: 'installed', modules: [{ id: ID }] });
    const after = await shellIn(home, running.address)('status');
    expect(after.out).toMatchObject({ jobs: [{ kind: 'install', state: 'installed' }] });
  } finally {
    await close();
  }
});

test('an admin sets the rules of the registry; nobody else does', async () => {
  const { relay: running, folder: data, close } = await startTestRelay();
  try {
    const [owner, admin, reader] = await Promise.all([
      shellAt(running.address),
      shellAt(running.address),
      shellAt(running.address),
    ]);
    const { did } = (await admin('whoami')).out as { did: string };
    const { links } = (await owner('--data', data, 'relay', 'admin', '--to', did)).out as { links: string[] };
    for (const link of links) await admin('accept', link);

    expect((await reader('imports', 'set', '--namespace', '--level', 'wasi')).error).toMatchObject({
      reason: 'no-admin',
    });
    const said = await admin('imports', 'set', '--namespace', '--level', 'wasi', '--validation', 'strict');
    expect(said.out).toMatchObject({ namespace: true, rules: { validation: 'strict' } });
    expect((await reader('imports')).out).toMatchObject({
      own: null,
      namespace: { policy: { level: 'wasi' }, validation: 'strict' },
      effective: { validation: 'strict' },
    });
    await admin('imports', 'reset', '--namespace');
    expect((await reader('imports')).out).toMatchObject({ namespace: null });
  } finally {
    await close();
  }
});
