import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openHome, relayAt } from '../../src/cli/node-device.ts';
import { run } from '../../src/cli/run.ts';
import { tinyWasm } from '../support/person.ts';
import { startTestRelay } from '../support/relay.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'gen-private-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Somebody at a shell with a home of their own, files and all. */
async function shellAt(relay: string) {
  const home = await folder();
  return async (...words: string[]) => {
    const stdout: string[] = [];
    const stderr: string[] = [];
    const exit = await run(['--json', '--relay', relay, ...words], {
      environment: { GEN_REGISTRY_HOME: home },
      terminal: {
        interactive: false,
        typed: false,
        confirm: async () => false,
        password: async () => '',
        readInput: async () => '',
      },
      stdout: (line) => stdout.push(line),
      stderr: (line) => stderr.push(line),
      signal: AbortSignal.timeout(30_000),
      openHome,
      relayAt,
    });
    const parsed = (lines: string[]): Record<string, unknown> =>
      lines.length === 0 ? {} : JSON.parse(lines.join('\n'));
    return { exit, out: exit === 0 ? parsed(stdout) : {}, error: exit === 0 ? {} : parsed(stderr)['error'] };
  };
}

test('the main job on a private registry: nothing without a permission to read, all of it with one', async () => {
  const { relay, folder: data, close } = await startTestRelay({ private: true });
  onTestFinished(close);
  const owner = await shellAt(relay.address);
  const [alice, bob] = [await shellAt(relay.address), await shellAt(relay.address)];
  const denied = { code: 'PermissionDenied', reason: 'read-capability' };

  expect(await alice('info', 'io.acme.codec')).toMatchObject({ exit: 5, error: denied });

  for (const gen of [alice, bob]) {
    const { did } = (await gen('whoami')).out as { did: string };
    const { links } = (await owner('--data', data, 'relay', 'reader', '--to', did)).out as {
      links: string[];
    };
    expect((await gen('accept', links[0] ?? '')).out).toMatchObject({ mode: 'read', scope: '*' });
  }
  const file = join(await folder(), 'codec.wasm');
  await writeFile(file, tinyWasm('codec'));
  const publish = ['publish', file, '--id', 'io.acme.codec', '--version-number', '1.0.0', '--license', 'MIT'];
  expect(await alice(...publish, '--description', 'A codec.', '--name', 'Codec')).toMatchObject({ exit: 0 });
  expect((await bob('sync')).out).toMatchObject({ modules: 1, missing: [] });
  expect((await bob('install', 'io.acme.codec')).exit).toBe(0);
  expect((await bob('rate', 'io.acme.codec', '5')).exit).toBe(0);
});

test('a permission over a part of the names is taken in with its end', async () => {
  const { relay, folder: data, close } = await startTestRelay({ private: true });
  onTestFinished(close);
  const [owner, carol] = [await shellAt(relay.address), await shellAt(relay.address)];
  const { did } = (await carol('whoami')).out as { did: string };
  const asked = [
    '--data',
    data,
    'relay',
    'reader',
    '--to',
    did,
    '--names',
    'io.acme',
    '--until',
    '2099-01-01',
  ];
  const { links } = (await owner(...asked)).out as { links: string[] };

  expect((await carol('accept', links[0] ?? '')).out).toMatchObject({
    mode: 'read',
    scope: 'io.acme.*',
    until: '2099-01-01T00:00:00.000Z',
  });
});
