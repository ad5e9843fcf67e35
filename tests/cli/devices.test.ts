import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openHome, relayAt } from '../../src/cli/node-device.ts';
import { run } from '../../src/cli/run.ts';
import { tinyWasm } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { folder, shellAt, shellIn, type ShellAt } from './shell-at.ts';

const CODEC = 'io.acme.codec';
let world: TestRelay;
let main: ShellAt;
let laptop: ShellAt;
let file: string;

beforeEach(async () => {
  world = await startTestRelay();
  onTestFinished(() => world.close());
  main = await shellAt(world.relay.address);
  laptop = await shellAt(world.relay.address);
  file = join(await folder(), 'codec.wasm');
  await writeFile(file, tinyWasm('codec'));
});

const publishes = (gen: ShellAt, version: string) =>
  gen('publish', file, '--id', CODEC, '--version-number', version, '--license', 'MIT');

/** From the offer to the yes on the new device. @returns the new device's key. */
async function pairs(): Promise<string> {
  const offered = await laptop('device', 'offer', '--name', 'Laptop');
  const { device, link } = offered.out as { device: string; link: string };
  expect(await main('device', 'add', link, '--yes')).toMatchObject({
    exit: 0,
    out: { device, name: 'Laptop', isLeft: true, missed: [], state: 'receipted' },
  });
  expect(await laptop('device', 'join', '--yes')).toMatchObject({ exit: 0, out: { device } });
  return device;
}

test('a second device publishes as the same person until it is cut off', async () => {
  expect(await publishes(main, '1.0.0')).toMatchObject({ exit: 0 });
  const me = (await main('whoami')).out;
  const device = await pairs();

  expect((await laptop('whoami')).out).toMatchObject({ did: me['did'], device, hasMain: false });
  expect(await publishes(laptop, '1.1.0')).toMatchObject({ exit: 0, out: { state: 'receipted' } });

  expect(await main('device', 'cut-off', device, '--reason', 'Lost.', '--yes')).toMatchObject({
    exit: 0,
    out: { device, name: 'Laptop', ends: true, state: 'receipted' },
  });
  expect(await publishes(laptop, '1.2.0')).toMatchObject({
    exit: 5,
    error: { code: 'PermissionDenied', reason: 'device-cut-off', message: expect.stringContaining('(Lost)') },
  });
  expect((await main('info', CODEC)).out).toMatchObject({ latest: '1.1.0' });
  expect((await main('device', 'list')).out).toMatchObject({
    hasMain: true,
    devices: [{ did: device, here: false, ended: { kind: 'revoked', reason: 'Lost.' } }],
  });
});

test('what takes the main key is refused on another device with a sentence that says where it is', async () => {
  const device = await pairs();
  const link = (await laptop('device', 'offer')).out['link'] as string;
  const refused = {
    exit: 5,
    error: { reason: 'main-key', message: expect.stringContaining('on another device of yours') },
  };

  expect(await laptop('device', 'cut-off', device, '--yes')).toMatchObject(refused);
  expect(await laptop('device', 'name', device, 'Mine')).toMatchObject(refused);
  expect(await laptop('device', 'add', link, '--yes')).toMatchObject(refused);
});

test('a device is known by the name that was given last', async () => {
  const device = await pairs();

  expect(await main('device', 'name', device, 'Old laptop')).toMatchObject({
    exit: 0,
    out: { name: 'Old laptop', state: 'receipted' },
  });

  expect((await laptop('device', 'list')).out).toMatchObject({
    device,
    devices: [{ did: device, name: 'Old laptop', here: true, ended: null }],
  });
});

test('without a relay that keeps answers, the answer is carried as a link', async () => {
  const { link } = (await laptop('device', 'offer')).out as { link: string };
  const { out } = await main('device', 'add', link, '--yes');

  expect(await laptop('device', 'join', out['link'] as string, '--yes')).toMatchObject({ exit: 0 });
});

test('nothing is added or joined without a yes, and nothing joined that nobody answered', async () => {
  expect(await laptop('device', 'join')).toMatchObject({ exit: 1, error: { reason: 'no-offer' } });
  const { link } = (await laptop('device', 'offer')).out as { link: string };
  expect(await laptop('device', 'join', '--yes')).toMatchObject({ exit: 1, error: { reason: 'pairing' } });

  expect(await main('device', 'add', link)).toMatchObject({ exit: 2, error: { reason: 'confirm' } });
  expect(await main('device', 'add', link, '--yes')).toMatchObject({ exit: 0 });
  expect(await laptop('device', 'join')).toMatchObject({ exit: 2, error: { reason: 'confirm' } });

  const { did } = (await main('whoami')).out;
  expect((await laptop('whoami')).out['did']).not.toBe(did);
});

test('who waits joins as soon as the other device has answered, after a yes', async () => {
  const lines: string[] = [];
  const waiting = run(['--relay', world.relay.address, 'device', 'offer', '--name', 'Laptop', '--wait'], {
    environment: { GEN_REGISTRY_HOME: await folder() },
    terminal: {
      interactive: true,
      typed: true,
      confirm: async (question) => question.includes('has no backup'),
      password: async () => '',
      readInput: async () => '',
    },
    stdout: (line) => lines.push(line),
    stderr: () => undefined,
    signal: AbortSignal.timeout(30_000),
    openHome,
    relayAt,
  });
  await vi.waitUntil(() => lines.length > 0, { timeout: 10_000 });
  const { did } = (await main('whoami')).out;
  expect(await main('device', 'add', lines[0] ?? '', '--yes')).toMatchObject({ exit: 0 });

  expect(await waiting).toBe(0);
  expect(lines.at(-1)).toBe(`You are ${String(did)} now, on this device too`);
});

test('nothing is joined while the key of this device is being replaced', async () => {
  const home = await folder();
  const gen = shellIn(home, world.relay.address);
  const { link } = (await gen('device', 'offer')).out as { link: string };
  expect(await main('device', 'add', link, '--yes')).toMatchObject({ exit: 0 });
  const opened = openHome(home, AbortSignal.timeout(30_000));
  await opened.rotation?.next();
  await opened.close();

  expect(await gen('device', 'join', '--yes')).toMatchObject({
    exit: 1,
    error: {
      code: 'InvalidState',
      reason: 'rotating',
      message: expect.stringContaining('gen identity rotate'),
    },
  });
});
