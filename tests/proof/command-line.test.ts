import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeRelay, type FakeRelay } from '../cli/fake-relay.ts';
import { shell, type Shell } from '../cli/shell.ts';
import { BINARY } from './proof-world.ts';

const ID = 'io.example.codec';
let relay: FakeRelay;
let bob: Shell;
/** Who knows nothing of the registry, and has no network. */
let stranger: Shell;
let folder: string;
let proof: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  relay = await fakeRelay();
  folder = await mkdtemp(join(tmpdir(), 'gen-proof-'));
  proof = at('codec.proof.json');
  await writeFile(at('codec.wasm'), BINARY);
  const words = ['--id', ID, '--version-number', '1.0.0', '--license', 'MIT'];
  expect(await shell(relay).gen('publish', at('codec.wasm'), ...words)).toMatchObject({ exit: 0 });
  bob = shell(relay);
  // It imports a function of its own host.
  expect(await bob.gen('install', ID, '--yes')).toMatchObject({ exit: 0 });
  relay.up = false;
  stranger = shell(relay);
  expect(await bob.gen('proof', ID, '--out', proof)).toMatchObject({ exit: 0 });
});
afterAll(() => rm(folder, { recursive: true }));

test('what one device installed another checks again offline, with the binary and without', async () => {
  const asked = relay.questions;
  const alone = await stranger.gen('verify', '--proof', proof);
  expect(alone.exit).toBe(0);
  expect(alone.stdout).toContain(`${proof}: verified`);
  expect(alone.stdout).toContain('The binary itself was not looked at (structure, imports)');
  expect(alone.stdout).toContain('It cannot show what was withdrawn or contradicted after that time');

  const withBinary = await stranger.gen('verify', '--proof', proof, at('codec.wasm'));
  expect(withBinary.exit).toBe(0);
  expect(withBinary.stdout).not.toContain('not looked at');
  expect(withBinary.stdout).toContain(
    'wasi_snapshot_preview1.fd_close: moves about in files it is given and closes them',
  );
  expect(relay.questions).toBe(asked);
});

test('as JSON it is one object with the keys of the contract', async () => {
  const { exit, json } = await stranger.gen('verify', '--json', '--proof', proof);
  expect(exit).toBe(0);
  expect(Object.keys(json())).toEqual([
    'file',
    'binary',
    'verdict',
    'root',
    'rootExpected',
    'id',
    'version',
    'sha256',
    'size',
    'checkedAt',
    'checks',
    'unchecked',
  ]);
  expect(json()).toMatchObject({
    file: proof,
    binary: null,
    verdict: 'verified',
    rootExpected: null,
    id: ID,
  });
});

test('other bytes, an edited word and another root are exit 3, each with its check', async () => {
  await writeFile(at('other.wasm'), BINARY.slice(0, 8));
  const other = await stranger.gen('verify', '--proof', proof, at('other.wasm'));
  expect(other.exit).toBe(3);
  expect(other.stdout).toMatch(/NO {2}sha256 +signed [0-9a-f]{64}, found [0-9a-f]{64}/);

  await writeFile(at('edited.json'), (await readFile(proof, 'utf8')).replace('"1.0.0"', '"1.0.1"'));
  const edited = await stranger.gen('verify', '--json', '--proof', at('edited.json'));
  expect(edited.exit).toBe(3);
  const checks = edited.json()['checks'] as { name: string; ok: boolean }[];
  expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['file', 'signature']),
  );

  const { root } = (await stranger.gen('verify', '--json', '--proof', proof)).json() as { root: string };
  expect(await stranger.gen('verify', '--proof', proof, '--root', root)).toMatchObject({ exit: 0 });
  const { did } = (await bob.gen('whoami', '--json')).json() as { did: string };
  const foreign = await stranger.gen('verify', '--proof', proof, '--root', did);
  expect(foreign.exit).toBe(3);
  expect(foreign.stdout).toContain('the proof is of another registry');
});

test('of a release that no relay has receipted it is exit 3, with every check that holds and why it is not enough', async () => {
  const silent = await fakeRelay('silent');
  silent.receipts = false;
  const words = ['--id', ID, '--version-number', '1.0.0', '--license', 'MIT'];
  expect(await shell(silent).gen('publish', at('codec.wasm'), ...words)).toMatchObject({ exit: 0 });
  const hasty = shell(silent);
  expect(await hasty.gen('install', `${ID}@1.0.0`, '--yes')).toMatchObject({ exit: 0 });
  const early = at('early.json');
  expect(await hasty.gen('proof', ID, '--out', early)).toMatchObject({ exit: 0 });

  const { exit, stdout } = await stranger.gen('verify', '--proof', early, at('codec.wasm'));
  expect(exit).toBe(3);
  expect(stdout).toContain(`${early}: UNCONFIRMED`);
  expect(stdout).toContain('No relay has receipted it, so nothing shows that it ever stood');
  expect(stdout).toMatch(/-- {2}confirmed by relays +by none/);
  expect(stdout).not.toContain('NO  ');

  const judged = await stranger.gen('verify', '--json', '--proof', early);
  expect(judged).toMatchObject({ exit: 3 });
  const { verdict, checks } = judged.json() as { verdict: string; checks: { ok: boolean }[] };
  expect(verdict).toBe('unconfirmed');
  expect(checks.every(({ ok }) => ok)).toBe(true);
  const { did } = (await bob.gen('whoami', '--json')).json() as { did: string };
  const foreign = await stranger.gen('verify', '--json', '--proof', early, '--root', did);
  expect(foreign.json()).toMatchObject({ verdict: 'failed' });
});

test('what is no proof is exit 3 too; one above the limit is not read', async () => {
  const garbage = await stranger.gen('verify', '--json', '--proof', at('codec.wasm'));
  expect(garbage).toMatchObject({ exit: 3, stdout: '' });
  expect(garbage.error()).toMatchObject({
    code: 'InvalidInput',
    reason: 'proof-file',
    data: { text: 'not JSON' },
  });
  await writeFile(at('huge.json'), '');
  await truncate(at('huge.json'), 3_000_000_000);
  const huge = await stranger.gen('verify', '--proof', at('huge.json'));
  expect(huge.exit).toBe(3);
  expect(huge.stderr).toContain('the limit is 1000000 characters');
  expect(await stranger.gen('verify', '--proof', at('absent.json'))).toMatchObject({ exit: 1 });
});

test('the grammar says what fits: one binary, no policy, a file at least', async () => {
  const wasm = at('codec.wasm');
  for (const words of [
    [],
    ['--proof', proof, wasm, wasm],
    ['--proof', proof, '--policy', 'p'],
    ['--root', 'x', wasm],
  ])
    expect(await stranger.gen('verify', ...words)).toMatchObject({ exit: 2, stdout: '' });
});

test('a proof goes to standard output or to a new file, and never over an old one without a yes', async () => {
  const { stdout } = await bob.gen('proof', ID);
  expect(`${stdout}\n`).toBe(await readFile(proof, 'utf8'));
  expect((await bob.gen('proof', ID, '--out', proof)).stderr).toContain('is there already');
  const again = await bob.gen('proof', ID, '--out', proof, '--yes', '--json');
  expect(again.json()).toEqual({ id: ID, version: '1.0.0', file: proof });
  expect((await stranger.gen('proof', ID)).stderr).toContain('is not installed');
});
