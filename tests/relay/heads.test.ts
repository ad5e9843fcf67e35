import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseMicros, parseModuleId, type Micros } from '../../src/core/ids.ts';
import { AUTHORITY } from '../../src/core/record/document.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import { verifyHead, type SignedHead } from '../../src/core/view/signed-head.ts';
import { compareStories, missingFrom, placesOf, receiptsAmong } from '../../src/core/view/stories.ts';
import { delegateHeads } from '../../src/relay/keys.ts';
import { decryptRootKey, encryptRootKey } from '../../src/relay/root-key.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import { startRelay } from '../../src/relay/start-relay.ts';
import {
  documentMembers,
  emptyFolder,
  moduleText,
  publisher,
  relayConfig,
  releasedModule,
  runningRelay,
  type Publisher,
} from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;

/** A clock that stands still until it is moved. */
function clockFrom(start = Date.now() * 1000) {
  let now = start;
  return { read: () => parseMicros(now), move: (by: number) => void (now += by) };
}

async function headOf({ client, namespace }: Publisher, now?: Micros): Promise<SignedHead> {
  const answer = await client.head();
  if (answer === 'unchanged') throw new Error('nothing was known');
  return (await verifyHead(namespace, answer, now ?? parseMicros(Date.now() * 1000))).head;
}

async function etagOf({ client }: Publisher): Promise<string> {
  const answer = await client.head();
  return answer === 'unchanged' ? answer : answer.etag;
}

test('a relay that holds nothing yet signs a head that says so', async () => {
  const relay = await runningRelay();

  expect(await headOf(publisher(relay))).toMatchObject({
    by: relay.facts.relay,
    number: 0,
    previous: undefined,
    chains: [],
  });
});

test('the next head lists the last receipt of each chain and names the head before it', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const before = await headOf(alice);
  await releasedModule(alice, CODEC);
  await releasedModule(alice, CODEC, '1.1.0', moduleText('more'));
  await relay.refreshHead();

  const after = await headOf(alice);

  const receipts = receiptsAmong(await documentMembers(alice, CODEC));
  const last = receipts.reduce((a, b) => (a.number > b.number ? a : b));
  expect(receipts.length).toBeGreaterThan(1);
  expect(after).toMatchObject({ number: 1, previous: before.id });
  expect(after.chains).toEqual([
    { document: `module/${CODEC}`, notary: last.notary, number: last.number, receipt: last.receipt },
  ]);
  expect(compareStories(before, after, receipts)).toEqual([]);
  expect(missingFrom(after, placesOf(receipts))).toEqual([]);
});

test('while nothing changes a head is signed once an interval, so that silence can be told from peace', async () => {
  const clock = clockFrom();
  const relay = await runningRelay({ headEvery: HOUR / 1000 }, { clock: clock.read });
  const alice = publisher(relay, clock.read);
  const first = await headOf(alice, clock.read());

  clock.move(HOUR - 1);
  await relay.refreshHead();
  expect((await headOf(alice, clock.read())).id).toBe(first.id);

  clock.move(1);
  await relay.refreshHead();
  expect(await headOf(alice, clock.read())).toMatchObject({ number: 1, time: first.time + HOUR });
});

test('who has the newest head gets no second copy', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const etag = await etagOf(alice);
  expect(await alice.client.head(etag)).toBe('unchanged');

  await releasedModule(alice, CODEC);
  await relay.refreshHead();

  expect(await alice.client.head(etag)).toMatchObject({ chains: [{ document: `module/${CODEC}` }] });
});

test('a large head is compressed for who takes that', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  for (let number = 0; number < 12; number += 1) {
    await alice.client.post([(await alice.claims(parseModuleId(`io.acme.m${number}`))).bytes]);
  }
  await relay.refreshHead();
  const answer = await fetch(`${relay.address}/heads`, { headers: { 'accept-encoding': 'br' } });
  expect(answer.headers.get('content-encoding')).toBe('br');
  expect((await headOf(alice)).chains).toHaveLength(12);
});

test('a relay that starts again goes on from its last head, with all chains', async () => {
  const data = await emptyFolder();
  const first = await startRelay(relayConfig(data));
  await releasedModule(publisher(first), CODEC);
  await first.refreshHead();
  const before = await headOf(publisher(first));
  await first.stop();

  const second = await runningRelay({ data });
  const same = await headOf(publisher(second));
  await releasedModule(publisher(second), parseModuleId('io.acme.other'));
  await second.refreshHead();
  const after = await headOf(publisher(second));

  expect(same.id).toBe(before.id);
  expect(after).toMatchObject({ number: before.number + 1, previous: before.id });
  expect(compareStories(before, after)).toEqual([]);
  expect(missingFrom(after, before.chains)).toEqual([]);
});

test('a clock that is set back makes no head older than the one before', async () => {
  const clock = clockFrom();
  const relay = await runningRelay({}, { clock: clock.read });
  const alice = publisher(relay, clock.read);
  const before = await headOf(alice, clock.read());

  clock.move(-5 * MINUTE);
  await releasedModule(alice, CODEC);
  await relay.refreshHead();

  expect((await headOf(alice, clock.read())).time).toBe(before.time + 1);
});

test('a clock that was far ahead for a while does not keep heads in the future', async () => {
  const clock = clockFrom();
  const relay = await runningRelay({}, { clock: clock.read });
  const alice = publisher(relay, clock.read);
  clock.move(240 * HOUR);
  await relay.refreshHead();
  clock.move(-240 * HOUR);
  await relay.refreshHead();

  expect(await headOf(alice, clock.read())).toMatchObject({ number: 2, time: clock.read() });
});

/** The keys of a folder that was made before there were heads. */
async function forgetHeads(folder: string): Promise<void> {
  const path = join(folder, 'relay-keys.json');
  const { heads, authority, ...keys } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(
    path,
    JSON.stringify({ ...keys, authority: authority.filter((one: string) => one !== heads) }),
  );
}

async function olderFolder(): Promise<string> {
  const data = await emptyFolder();
  await (await startRelay(relayConfig(data))).stop();
  await forgetHeads(data);
  return data;
}

const signsHeads = (relay: RunningRelay) =>
  headOf(publisher(relay)).then(
    () => true,
    (thrown: { reason?: string }) => (thrown.reason === 'head' ? false : Promise.reject(thrown)),
  );

test('a folder from before there were heads is given the permission at its next start, if the root key is there', async () => {
  const data = await olderFolder();
  const relay = await startRelay(relayConfig(data));
  expect(await signsHeads(relay)).toBe(true);
  const authority = relay.journal.members(AUTHORITY).map(decodeMember);
  expect(authority.filter(({ member }) => member === 'capability')).toHaveLength(4);
  await relay.stop();

  await rename(join(data, 'root.key'), join(data, 'elsewhere'));
  expect(await signsHeads(await runningRelay({ data }))).toBe(true);
});

test('without the root key such a folder signs no heads and serves everything else, until the key delegates', async () => {
  const data = await olderFolder();
  const safe = join(data, 'safe.json');
  await encryptRootKey(data, 'correct horse', safe);
  const silent = await startRelay(relayConfig(data));
  expect(await signsHeads(silent)).toBe(false);
  await releasedModule(publisher(silent), CODEC);
  await silent.stop();

  await delegateHeads(data, await decryptRootKey(safe, 'correct horse'));

  expect((await headOf(publisher(await runningRelay({ data })))).chains).toHaveLength(1);
});

test('the root key of another registry delegates nothing here', async () => {
  const data = await olderFolder();
  const other = await emptyFolder();
  await (await startRelay(relayConfig(other))).stop();
  await rename(join(other, 'root.key'), join(data, 'root.key'));

  expect(await signsHeads(await runningRelay({ data }))).toBe(false);
});
