import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { httpRelay } from '../../src/adapters/http/http-relay.ts';
import { wallClock } from '../../src/app/device.ts';
import { run } from '../../src/cli/run.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import { startRelay } from '../../src/relay/start-relay.ts';
import {
  emptyFolder,
  moduleText,
  publisher,
  relayConfig,
  releasedModule,
  runningRelay,
  type Publisher,
} from '../relay/world.ts';
import { fakeRelay } from './fake-relay.ts';
import { shell } from './shell.ts';

const CODEC = parseModuleId('io.acme.codec');

/** Somebody with a device of their own, who can name any relay. */
async function somebody() {
  const { home } = shell(await fakeRelay());
  const terminal = {
    interactive: false,
    typed: false,
    confirm: async () => false,
    password: async () => '',
    readInput: async () => '',
  };
  return async (...words: string[]) => {
    const stdout: string[] = [];
    const stderr: string[] = [];
    const exit = await run([...words, '--json'], {
      environment: {},
      terminal,
      stdout: (line) => stdout.push(line),
      stderr: (line) => stderr.push(line),
      signal: new AbortController().signal,
      openHome: () => ({ ...home, close: async () => undefined }),
      relayAt: (base) => httpRelay({ base, signer: () => Promise.reject(new Error()), clock: wallClock }),
    });
    return { exit, said: JSON.parse(stdout.join('') || stderr.join('')), stderr: stderr.join('') };
  };
}

async function compared(one: string, other: string) {
  return (await somebody())('relay', 'compare', one, other);
}

async function headOf(relay: RunningRelay) {
  const answer = await publisher(relay).client.head();
  return answer === 'unchanged' ? [] : answer.chains;
}

/** A relay, and one that somebody made of a copy of its folder. */
async function relayAndClone(prepare: (alice: Publisher) => Promise<void>) {
  const [data, copy] = [await emptyFolder(), await emptyFolder()];
  const before = await startRelay(relayConfig(data));
  await prepare(publisher(before));
  await before.refreshHead();
  await before.stop();
  await cp(data, copy, { recursive: true });
  return [await runningRelay({ data }), await runningRelay({ data: copy })] as const;
}

async function releases(relay: RunningRelay, version: string): Promise<void> {
  const alice = publisher(relay);
  const id = parseModuleId(`io.acme.v${version.replaceAll('.', '-')}`);
  const name = await alice.owns(id);
  const body = await alice.brings(moduleText(version));
  await alice.client.post([name.capability, (await name.releases(version, body)).bytes]);
  await relay.refreshHead();
}

test('a copy that stands still while the other goes on tells the same story', async () => {
  const [relay, copy] = await relayAndClone(async (alice) => void (await releasedModule(alice, CODEC)));
  await releases(relay, '1.1.0');

  expect(await compared(relay.address, copy.address)).toMatchObject({
    exit: 0,
    said: { common: 1, differences: [] },
  });
});

test('two relays that sign with one key for different people are named, with document and receipts', async () => {
  const [relay, copy] = await relayAndClone(async () => undefined);
  await releases(relay, '1.0.0');
  await releases(copy, '1.0.0');

  const { exit, said } = await compared(relay.address, copy.address);

  expect(exit).toBe(3);
  expect(said.differences[0]).toMatchObject({
    kind: 'receipt',
    document: 'module/io.acme.v1-0-0',
    notary: relay.facts.relay,
    one: expect.any(String),
    other: expect.any(String),
  });
});

test('a fork is found below the end of the longer chain too', async () => {
  const [relay, copy] = await relayAndClone(async () => undefined);
  await releasedModule(publisher(copy), CODEC);
  const alice = publisher(relay);
  const { capability, releases: next } = await releasedModule(alice, CODEC);
  const body = await alice.brings(moduleText('more'));
  await alice.client.post([capability, (await next('1.1.0', body)).bytes]);
  await relay.refreshHead();
  await copy.refreshHead();
  const ends = await Promise.all(
    [relay, copy].map(async (one) => (await headOf(one)).map(({ number }) => number)),
  );

  const { exit, said } = await compared(copy.address, relay.address);

  expect(ends).toEqual([[2], [1]]);
  expect(exit).toBe(3);
  expect(said.differences).toContainEqual(
    expect.objectContaining({ kind: 'receipt', document: `module/${CODEC}`, number: 1 }),
  );
});

test('a device that synced with a relay notices the other story of its copy at the next sync', async () => {
  const [relay, copy] = await relayAndClone(async () => undefined);
  await releases(relay, '1.0.0');
  await releases(copy, '1.0.0');
  const gen = await somebody();
  const honest = await gen('sync', '--relay', relay.address);
  const other = await gen('sync', '--relay', copy.address);

  expect(honest).toMatchObject({ exit: 0, said: { alarm: null, verifiedAt: expect.stringMatching(/Z$/) } });
  expect(other).toMatchObject({
    exit: 3,
    said: { alarm: { kind: 'split' }, verifiedAt: honest.said.verifiedAt },
  });
  expect(other.stderr).toContain('module/io.acme.v1-0-0');
});

test('relays of two registries cannot be compared', async () => {
  const [one, other] = [await runningRelay(), await runningRelay()];

  expect(await compared(one.address, other.address)).toMatchObject({
    exit: 2,
    said: { error: { reason: 'other-namespace' } },
  });
});
