import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tinyWasm } from '../support/person.ts';
import { startTestRelay } from '../support/relay.ts';
import { folder, shellAt } from './shell-at.ts';

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

test('who was let read a part opens, installs and rates by ids there, is told why there is no catalogue, and learns of nothing else', async () => {
  const { relay, folder: data, close } = await startTestRelay({ private: true });
  onTestFinished(close);
  const owner = await shellAt(relay.address);
  const [alice, carol] = [await shellAt(relay.address), await shellAt(relay.address)];
  const isLet = async (gen: typeof alice, ...names: string[]) => {
    const { did } = (await gen('whoami')).out as { did: string };
    const { links } = (await owner('--data', data, 'relay', 'reader', '--to', did, ...names)).out as {
      links: string[];
    };
    expect((await gen('accept', links[0] ?? '')).exit).toBe(0);
  };
  await isLet(alice);
  const file = join(await folder(), 'codec.wasm');
  await writeFile(file, tinyWasm('codec'));
  for (const id of ['io.acme.codec', 'io.other.codec']) {
    const release = ['--id', id, '--version-number', '1.0.0', '--license', 'MIT'];
    expect((await alice('publish', file, ...release)).exit).toBe(0);
  }
  const needs = ['--id', 'io.acme.needy', '--version-number', '1.0.0', '--license', 'MIT'];
  expect((await alice('publish', file, ...needs, '--depends', 'io.other.codec@^1.0.0')).exit).toBe(0);
  await isLet(carol, '--names', 'io.acme');

  expect(await carol('info', 'io.acme.codec')).toMatchObject({ exit: 0, out: { latest: '1.0.0' } });
  expect((await carol('install', 'io.acme.codec')).out).toMatchObject({ state: 'installed' });
  expect((await carol('rate', 'io.acme.codec', '5')).out).toMatchObject({ state: 'receipted' });
  expect(await carol('search', 'codec')).toMatchObject({
    exit: 0,
    out: { total: 0, parts: ['io.acme.*'], modules: [] },
  });
  for (let time = 0; time < 2; time += 1)
    expect(await carol('sync')).toMatchObject({ exit: 0, out: { missing: [], parts: ['io.acme.*'] } });
  const denied = { exit: 5, error: { code: 'PermissionDenied', reason: 'read-capability' } };
  expect(await carol('info', 'io.other.codec')).toMatchObject(denied);
  // What lies outside is named where something inside needs it.
  expect(await carol('install', 'io.acme.needy')).toMatchObject({
    ...denied,
    error: { data: { document: 'module/io.other.codec' } },
  });
});
