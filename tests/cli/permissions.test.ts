import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tinyWasm } from '../support/person.ts';
import { fakeRelay, type FakeRelay } from './fake-relay.ts';
import { shell, type Shell } from './shell.ts';

const ID = 'io.example.codec';
let relay: FakeRelay;
let alice: Shell;
let bob: Shell;
let folder: string;
let file: string;
let tokenFile: string;

beforeEach(async () => {
  relay = await fakeRelay();
  alice = shell(relay);
  bob = shell(relay);
  folder = await mkdtemp(join(tmpdir(), 'gen-cli-'));
  file = join(folder, 'codec.wasm');
  tokenFile = join(folder, 'token.json');
  await writeFile(file, tinyWasm());
  await publishes(alice, '1.0.0');
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const publishes = (who: Shell, version: string) =>
  who.gen('publish', file, '--id', ID, '--version-number', version, '--license', 'MIT', '--json');
const didOf = async (who: Shell): Promise<string> =>
  String((await who.gen('whoami', '--json')).json()['did']);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function letsBob(...more: string[]): Promise<string> {
  const { exit, stdout } = await alice.gen('grant', ID, '--to', await didOf(bob), ...more);
  expect(exit).toBe(0);
  return stdout;
}

function machine(environment: Record<string, string>): Shell {
  return shell(relay, { environment });
}

test('grant prints the link that lets somebody publish, and nothing beside it', async () => {
  const link = await letsBob();
  expect(link).toMatch(/^http:\/\/localhost:4321\/identity#permission=[\w-]+$/);

  expect((await bob.gen('accept', link)).stdout).toBe(`You may publish ${ID}`);

  expect((await publishes(bob, '1.1.0')).json()).toMatchObject({ state: 'receipted' });
  const [alices, bobs] = [await didOf(alice), await didOf(bob)];
  expect((await alice.gen('info', ID, '--json')).json()).toMatchObject({
    releases: [{ version: '1.1.0', author: bobs, chain: [alices, bobs] }, { version: '1.0.0' }],
  });
});

test('publishers lists who may publish until when, and who no more and why', async () => {
  const until = inDays(30);
  await letsBob('--until', until);
  const [alices, bobs] = [await didOf(alice), await didOf(bob)];
  expect((await bob.gen('publishers', ID, '--json')).json()).toMatchObject({
    module: ID,
    owner: alices,
    publishers: [{ did: bobs, by: alices, until: `${until}T00:00:00.000Z`, ended: null }],
  });

  const revoked = await alice.gen('revoke', ID, '--publisher', bobs, '--reason', 'Left us.', '--json');

  expect(revoked.json()).toMatchObject({ publisher: bobs, withdrawn: [{ state: 'receipted' }] });
  expect((await bob.gen('publishers', ID, '--json')).json()).toMatchObject({
    publishers: [{ did: bobs, ended: { kind: 'revoked', by: alices, reason: 'Left us.' } }],
  });
  expect((await bob.gen('publishers', ID)).stdout).toContain(`withdrawn ${inDays(0)} by ${alices}: Left us.`);
});

test('who was withdrawn is told by whom, when and why, with the exit code of permission', async () => {
  await bob.gen('accept', await letsBob());
  await alice.gen('revoke', ID, '--publisher', await didOf(bob), '--reason', 'Left us.');

  const { exit, error } = await publishes(bob, '1.1.0');

  expect(exit).toBe(5);
  expect(error()).toMatchObject({
    code: 'PermissionDenied',
    reason: 'revoked',
    message: `Your permission to publish ${ID} was withdrawn by ${await didOf(alice)} on ${inDays(0)} (Left us). Ask the owner for another one: "gen info ID" names them.`,
  });
  expect((await bob.gen('permissions', '--json')).json()).toMatchObject({
    permissions: [{ scope: ID, ended: { kind: 'revoked', reason: 'Left us.' } }],
  });
});

test("somebody else's link, and what is none, are refused with what to do", async () => {
  const link = await letsBob();

  const stranger = await shell(relay).gen('accept', link, '--json');
  const broken = await bob.gen('accept', link.slice(0, -5), '--json');

  expect([stranger.exit, broken.exit]).toEqual([5, 2]);
  expect(stranger.error()).toMatchObject({ reason: 'not-for-you', data: { did: await didOf(bob) } });
  expect(broken.error()).toMatchObject({ reason: 'capability-link' });
  expect((await bob.gen('permissions', '--json')).json()).toEqual({ permissions: [] });
});

test('without a network a grant is queued and done by sync; its link is good at once', async () => {
  relay.up = false;
  const bobs = await didOf(bob);
  const granted = await alice.gen('grant', ID, '--to', bobs, '--json');
  expect(granted.json()).toMatchObject({ state: 'signed', to: bobs, error: { code: 'Network' } });
  expect((await alice.gen('status', '--json')).json()).toMatchObject({
    jobs: [{ kind: 'permit', module: ID, permit: { to: bobs, ends: false } }, { kind: 'publish' }],
  });

  relay.up = true;
  await bob.gen('accept', String(granted.json()['link']));
  expect((await publishes(bob, '1.1.0')).exit).toBe(0);
  await alice.gen('sync');

  expect((await bob.gen('publishers', ID, '--json')).json()).toMatchObject({ publishers: [{ did: bobs }] });
});

test('nobody is withdrawn who was never let in', async () => {
  const { exit, stderr } = await alice.gen('revoke', ID, '--publisher', await didOf(bob));

  expect(exit).toBe(1);
  expect(stderr).toContain(`gen publishers ID`);
});

test('a token is a file for its owner alone, by which a machine publishes in its own name', async () => {
  const made = await alice.gen('token', ID, '--out', tokenFile, '--json');
  expect(made.json()).toMatchObject({ module: ID, file: tokenFile, state: 'receipted' });
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  const { seed } = JSON.parse(await readFile(tokenFile, 'utf8')) as { seed: string };
  expect(made.stdout + made.stderr).not.toContain(seed);

  const byFile = await publishes(machine({ GEN_TOKEN_FILE: tokenFile }), '1.1.0');
  const byContent = machine({ GEN_TOKEN: await readFile(tokenFile, 'utf8') });
  const byContentToo = await publishes(byContent, '1.2.0');

  expect([byFile.json(), byContentToo.json()]).toMatchObject([
    { state: 'receipted' },
    { state: 'receipted' },
  ]);
  const { did } = made.json();
  expect((await bob.gen('info', ID, '--json')).json()).toMatchObject({
    releases: [{ version: '1.2.0', author: did }, { version: '1.1.0', author: did }, {}],
  });
  expect(await byContent.home.tables.all('capabilities')).toEqual([]);
});

test('a token publishes until its end and not from then on', async () => {
  const until = inDays(2);
  await alice.gen('token', ID, '--out', tokenFile, '--until', until);
  const robot = machine({ GEN_TOKEN_FILE: tokenFile });
  expect((await publishes(robot, '1.1.0')).exit).toBe(0);

  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(until) });
  const { exit, error } = await publishes(robot, '1.2.0');

  expect(exit).toBe(5);
  expect(error()).toMatchObject({ reason: 'expired', data: { time: Date.parse(until) * 1000 } });
  expect((await bob.gen('info', ID, '--json')).json()).toMatchObject({ latest: '1.1.0' });
});

test('a revoked token publishes nothing', async () => {
  const made = await alice.gen('token', ID, '--out', tokenFile, '--json');
  await alice.gen('revoke', ID, '--publisher', String(made.json()['did']), '--reason', 'It leaked.');

  const { exit, error } = await publishes(machine({ GEN_TOKEN_FILE: tokenFile }), '1.1.0');

  expect(exit).toBe(5);
  expect(error()).toMatchObject({ reason: 'revoked', data: { text: 'It leaked.' } });
});

test('a token does not wait: without a network the publish fails and nothing is kept', async () => {
  await alice.gen('token', ID, '--out', tokenFile);
  const robot = machine({ GEN_TOKEN_FILE: tokenFile });
  relay.up = false;

  expect((await publishes(robot, '1.1.0')).exit).toBe(4);
  expect(await robot.home.tables.all('jobs')).toEqual([]);
});

test('what is no token is named by where it came from, never by what is in it', async () => {
  const { exit, stderr } = await publishes(machine({ GEN_TOKEN: '{"seed":"s3cret"}' }), '1.1.0');

  expect(exit).toBe(2);
  expect(stderr).toContain('GEN_TOKEN holds no token');
  expect(stderr).not.toContain('s3cret');
});

test('a token never takes the place of a file, and nobody is let in for one that was not written', async () => {
  await writeFile(tokenFile, 'precious');

  const { exit } = await alice.gen('token', ID, '--out', tokenFile);

  expect(exit).toBe(1);
  expect(await readFile(tokenFile, 'utf8')).toBe('precious');
  await alice.gen('sync');
  expect((await alice.gen('publishers', ID, '--json')).json()).toMatchObject({ publishers: [] });
});
