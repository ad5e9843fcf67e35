import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestRelay } from '../support/relay.ts';
import { tinyWasm } from '../support/person.ts';
import { fakeRelay, type FakeRelay } from './fake-relay.ts';
import { shellAt } from './shell-at.ts';
import { shell, type Shell } from './shell.ts';

const ID = 'io.example.codec';
let relay: FakeRelay;
let alice: Shell;
let bob: Shell;
let folder: string;
let file: string;

beforeEach(async () => {
  relay = await fakeRelay();
  [alice, bob] = [shell(relay), shell(relay)];
  folder = await mkdtemp(join(tmpdir(), 'gen-cli-'));
  file = join(folder, 'codec.wasm');
  await writeFile(file, tinyWasm());
  expect((await alice.gen('publish', file, ...RELEASE)).exit).toBe(0);
});
afterEach(() => rm(folder, { recursive: true }));

const RELEASE = ['--id', ID, '--version-number', '1.0.0', '--license', 'MIT', '--json'];
const didOf = async (who: Shell): Promise<string> =>
  String((await who.gen('whoami', '--json')).json()['did']);
const hides = (who: Shell, ...more: string[]) => who.gen('hide', ID, '--reason', 'Steals keys.', ...more);

test('a report is public and says so; it is read by everybody, and taken back', async () => {
  const said = await bob.gen('report', `${ID}@1.0.0`, '--reason', 'malware', '--text', 'Sends keys.');
  expect([said.stdout, said.stderr]).toEqual([
    `Reported ${ID}`,
    'A report is public, and says that it is by you.',
  ]);

  const read = await alice.gen('reports', ID, '--json');
  expect(read.json()).toMatchObject({
    module: ID,
    reports: [{ reporter: await didOf(bob), reason: 'malware', text: 'Sends keys.', version: '1.0.0' }],
  });
  expect((await alice.gen('reports', ID)).stderr).toBe(
    'Reporters are unverified: anybody can make many identities.',
  );
  const back = await bob.gen('report', ID, '--withdraw', '--json');
  expect(back.json()).toMatchObject({ withdrawn: true, state: 'receipted' });
  expect((await alice.gen('reports', ID, '--json')).json()).toMatchObject({ reports: [] });
});

test('without a network a report is queued, and sync sends it', async () => {
  await bob.gen('info', ID);
  relay.up = false;
  expect((await bob.gen('report', ID, '--json')).json()).toMatchObject({ state: 'signed' });
  relay.up = true;

  expect((await bob.gen('sync', '--json')).json()).toMatchObject({
    ended: [{ kind: 'report', module: ID, state: 'receipted' }],
  });
});

test('what is hidden is left out of a search, which says how much; --show-hidden shows it', async () => {
  await hides(bob);

  const left = await bob.gen('search', 'codec');
  expect(left.stdout).toBe('');
  expect(left.stderr).toContain('1 more is hidden by moderators whom you follow; --show-hidden shows them');
  expect((await bob.gen('search', 'codec', '--json')).json()).toMatchObject({
    total: 0,
    hidden: 1,
    modules: [],
  });
  expect((await bob.gen('search', '--show-hidden', '--json')).json()).toMatchObject({
    total: 1,
    modules: [{ id: ID, hidden: true }],
  });
  expect((await alice.gen('search', '--json')).json()).toMatchObject({ total: 1, hidden: 0 });
});

test('info shows what is hidden all the same, by whom and why', async () => {
  await hides(bob);
  const did = await didOf(bob);

  const { exit, stdout } = await bob.gen('info', ID);

  expect(exit).toBe(0);
  expect(stdout).toMatch(new RegExp(`hidden by +${did} on \\d{4}-\\d\\d-\\d\\d: Steals keys\\.`));
  expect((await bob.gen('info', ID, '--json')).json()).toMatchObject({
    hidden: [{ by: did, as: 'person', reason: 'Steals keys.' }],
  });
});

test('a yes to every question is no yes to what is hidden: --hidden is, or an answer at the terminal', async () => {
  await hides(bob);
  const refused = await bob.gen('install', ID, '--yes', '--json');
  expect(refused.exit).toBe(1);
  expect(refused.error()).toMatchObject({
    code: 'InvalidState',
    reason: 'hidden',
    message: expect.stringContaining('add --hidden'),
  });
  expect((await bob.home.tables.all('jobs')).map(({ kind }) => kind)).toEqual(['hide']);
  expect((await bob.gen('list', '--json')).json()).toEqual({ set: 'default', modules: [] });

  expect((await bob.gen('install', ID, '--dry-run')).stderr).toContain(`${ID} is hidden by `);
  expect((await bob.gen('install', ID, '--hidden', '--json')).json()).toMatchObject({ state: 'installed' });
  expect((await bob.gen('list', '--json')).json()).toMatchObject({
    modules: [{ id: ID, hidden: [{ reason: 'Steals keys.' }] }],
  });

  const asked: string[] = [];
  const confirm = async (question: string): Promise<boolean> => asked.push(question) > 1;
  const carol = shell(relay, { terminal: { interactive: true, confirm } });
  await hides(carol);
  expect((await carol.gen('install', ID, '--yes')).exit).not.toBe(0);
  expect((await carol.gen('install', ID, '--yes')).exit).toBe(0);
  expect(asked).toEqual(Array.from({ length: 2 }, () => `Install ${ID} all the same?`));
});

test('an install of what is hidden, which needs something new that is hidden too, takes one --hidden', async () => {
  const publishes = (id: string, version: string, ...more: string[]) =>
    alice.gen('publish', file, '--id', id, '--version-number', version, '--license', 'MIT', ...more);
  expect((await publishes('io.example.app', '1.0.0', '--depends', `${ID}@^1.0.0`)).exit).toBe(0);
  expect((await bob.gen('install', 'io.example.app')).exit).toBe(0);
  await writeFile(file, tinyWasm('newer'));
  expect((await publishes(ID, '1.1.0')).exit).toBe(0);
  expect((await publishes('io.example.app', '1.1.0', '--depends', `${ID}@^1.1.0`)).exit).toBe(0);
  for (const id of ['io.example.app', ID]) await bob.gen('hide', id);

  const done = await bob.gen('install', 'io.example.app', '--hidden', '--json');
  expect(done.json()).toMatchObject({ state: 'installed', modules: [{}, {}] });
  const attempts = (await bob.home.tables.all('jobs')).filter(({ kind }) => kind === 'install');
  expect(attempts).toHaveLength(3);
});

test('somebody’s list is followed and unfollowed; one’s own always counts', async () => {
  await hides(alice);
  const [mine, theirs] = [await didOf(bob), await didOf(alice)];

  expect((await bob.gen('moderators', 'follow', theirs, '--json')).json()).toEqual({
    who: theirs,
    followed: true,
    known: true,
    modules: 1,
    reviews: 0,
  });
  expect((await bob.gen('search', '--json')).json()).toMatchObject({ total: 0, hidden: 1 });
  expect((await bob.gen('moderators', '--json')).json()).toMatchObject({
    lists: [
      { who: 'admins', followed: true },
      { who: mine, own: true },
      { who: theirs, followed: true, modules: 1 },
    ],
  });
  expect((await bob.gen('moderators', 'unfollow', theirs)).exit).toBe(0);
  expect((await bob.gen('search', '--json')).json()).toMatchObject({ total: 1, hidden: 0 });
  const own = await bob.gen('moderators', 'unfollow', mine, '--json');
  expect([own.exit, own.error()]).toMatchObject([2, { reason: 'own-list' }]);
});

test('what was hidden is shown again', async () => {
  await hides(bob);
  expect((await bob.gen('unhide', ID)).stdout).toBe(`Showed ${ID} again, on your list`);
  expect((await bob.gen('search', '--json')).json()).toMatchObject({ total: 1, hidden: 0 });
});

test('an admin finds a report in the inbox and hides the module for everybody; a stranger may not', async () => {
  const { relay: real, folder: data, close } = await startTestRelay();
  try {
    const [owner, admin, reader] = [
      await shellAt(real.address),
      await shellAt(real.address),
      await shellAt(real.address),
    ];
    expect((await owner('publish', file, ...RELEASE)).exit).toBe(0);
    const { did } = (await admin('whoami')).out as { did: string };
    const { links } = (await owner('--data', data, 'relay', 'admin', '--to', did)).out as { links: string[] };
    for (const link of links) await admin('accept', link);
    await reader('report', ID, '--reason', 'malware');
    expect((await admin('reports')).out).toMatchObject({ modules: [{ id: ID, count: 1 }] });

    expect((await reader('hide', ID, '--as-admin')).error).toMatchObject({ reason: 'no-admin' });
    expect((await admin('hide', ID, '--as-admin', '--reason', 'Steals keys.')).out).toMatchObject({
      list: 'admins',
      hidden: true,
    });

    expect((await reader('search')).out).toMatchObject({ total: 0, hidden: 1 });
    expect((await reader('info', ID)).out).toMatchObject({ hidden: [{ by: did, as: 'admin' }] });
    await reader('moderators', 'unfollow', 'admins');
    expect((await reader('search')).out).toMatchObject({ total: 1, hidden: 0 });
  } finally {
    await close();
  }
});
