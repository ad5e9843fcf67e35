import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { tinyWasm } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { folder, shellAt, type ShellAt } from './shell-at.ts';

const CODEC = 'io.acme.codec';
let world: TestRelay;
let owner: ShellAt;
let alice: ShellAt;
let file: string;

beforeEach(async () => {
  world = await startTestRelay();
  onTestFinished(() => world.close());
  owner = await shellAt(world.relay.address);
  alice = await shellAt(world.relay.address);
  file = join(await folder(), 'codec.wasm');
  await writeFile(file, tinyWasm('codec'));
  expect((await publishes(CODEC, '1.0.0')).exit).toBe(0);
  await world.relay.refreshHead();
});

const publishes = (id: string, version: string) =>
  alice('publish', file, '--id', id, '--version-number', version, '--license', 'MIT');
const relay = (...words: string[]) => owner('--data', world.folder, 'relay', ...words);
const ready = async (address: string) => {
  const response = await fetch(`${address}/readyz`);
  return [response.status, ((await response.json()) as { reason?: string }).reason];
};

async function idOf(role: string): Promise<string> {
  const { keys } = (await relay('keys')).out as { keys: { id: string; role: string }[] };
  return keys.find((key) => key.role === role)?.id ?? '';
}

async function ends(role: string): Promise<void> {
  // An id may begin with a hyphen.
  const asked = ['revoke', '--yes', '--reason', 'Stolen.', '--', await idOf(role)];
  expect(await relay(...asked)).toMatchObject({ exit: 0 });
}

test.each(['naming', 'notary', 'heads'])('the %s key of a relay is ended by --yes alone', async (role) => {
  const atTerminal = await shellAt(world.relay.address, { interactive: true, confirm: async () => true });
  const id = await idOf(role);
  const asks = (...flags: string[]) =>
    atTerminal('--data', world.folder, 'relay', 'revoke', ...flags, '--', id);

  expect(await asks()).toMatchObject({ exit: 2, error: { reason: 'confirm' } });
  expect(await asks('--dry-run')).toMatchObject({ exit: 0 });
  expect(await ready(world.relay.address)).toEqual([200, undefined]);
});

test('a relay whose naming key was ended grants no more names and says why; those that it granted stand and take nothing new', async () => {
  await ends('naming');

  expect(await publishes('io.acme.new', '1.0.0')).toMatchObject({
    exit: 1,
    error: { code: 'InvalidState', reason: 'naming-ended', data: { text: 'Stolen.' } },
  });
  expect(await publishes(CODEC, '1.1.0')).toMatchObject({ exit: 5, error: { reason: 'revoked' } });
  expect(await ready(world.relay.address)).toEqual([200, undefined]);
  expect((await owner('info', CODEC)).out).toMatchObject({
    latest: '1.0.0',
    releases: [{ version: '1.0.0' }],
  });
});

test('a relay whose notary was ended takes nothing and signs no receipt that would not count; what it has stands', async () => {
  await ends('notary');

  const refused = {
    exit: 1,
    error: { code: 'InvalidState', reason: 'notary-ended', data: { text: 'Stolen.' } },
  };
  expect(await publishes(CODEC, '1.1.0')).toMatchObject(refused);
  expect(await alice('rate', CODEC, '5')).toMatchObject(refused);
  expect(await ready(world.relay.address)).toEqual([503, 'notary-ended']);
  const { releases } = (await owner('info', CODEC)).out as { releases: { receipts: unknown[] }[] };
  expect(releases.map(({ receipts }) => receipts.length)).toEqual([1]);
});

test('with its notary gone the root still ends other keys there, also after a restart', async () => {
  await ends('notary');
  const again = await world.restart();
  onTestFinished(() => again.close());
  owner = await shellAt(again.relay.address);
  expect(await ready(again.relay.address)).toEqual([503, 'notary-ended']);

  await ends('naming');
  await ends('heads');

  expect((await fetch(`${again.relay.address}/heads`)).status).toBe(404);
  expect((await owner('info', CODEC)).out).toMatchObject({ latest: '1.0.0' });
});

test('all of a notary at once ends its heads last, as a head says what stands', async () => {
  const { relay: did } = world.relay.facts;

  expect(await relay('revoke', did, '--yes')).toMatchObject({
    exit: 2,
    error: { reason: 'several-handed-on' },
  });
  const { out } = await relay('revoke', did, '--all', '--yes');

  expect(out).toMatchObject({ revoked: [{ role: 'notary' }, { role: 'heads', heads: 0 }] });
  expect((await owner('info', CODEC)).out).toMatchObject({
    releases: [{ receipts: [{ notary: did }] }],
  });
});
