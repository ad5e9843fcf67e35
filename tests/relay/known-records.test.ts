import { expect, test } from 'vitest';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { moduleDocument } from '../../src/core/record/document.ts';
import { readBody } from '../../src/core/record/kinds.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import type { PostAnswer } from '../../src/ports/relay-client.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import { publisher, releasedModule, runningRelay } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const now = () => Date.now() * 1000;

/** As if a peer had brought it: it is in the document, and nobody judged it. */
function synced(relay: RunningRelay, { id, bytes }: GenRecord): void {
  relay.journal.append([{ document: moduleDocument(CODEC), id, bytes }], []);
}

function recordsIn(answer: PostAnswer): GenRecord[] {
  return answer.members.map(decodeMember).filter((member) => member.member === 'record');
}

function receiptedIn(answer: PostAnswer): readonly string[] {
  return recordsIn(answer)
    .filter(({ path }) => path[0] === 'receipts')
    .flatMap(({ payload }) => readBody('receipt', payload)?.records ?? []);
}

const grantIn = (answer: PostAnswer) => recordsIn(answer).find(({ path }) => path.at(-1) === 'grant');

test('a claim that is posted again is answered with its grant again', async () => {
  const alice = publisher(await runningRelay());
  const claim = await alice.claims(CODEC);
  const first = await alice.client.post([claim.bytes]);

  const again = await alice.client.post([claim.bytes]);

  expect(grantIn(first)).toBeDefined();
  expect(new Set(recordsIn(again).map(({ id }) => id))).toEqual(
    new Set(recordsIn(first).map(({ id }) => id)),
  );
  expect(again.members).toHaveLength(first.members.length);
});

test('a claim that came by sync and is posted then gets its grant and its receipt', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const claim = await alice.claims(CODEC);
  synced(relay, claim);

  const answer = await alice.client.post([claim.bytes]);

  expect(answer.results).toEqual([{ id: claim.id, state: 'receipted' }]);
  expect(grantIn(answer)).toBeDefined();
  expect(receiptedIn(answer)).toContain(claim.id);
});

test('what came by sync is judged by policy when it is posted', async () => {
  const relay = await runningRelay({ policy: 'closed' });
  const alice = publisher(relay);
  const claim = await alice.claims(CODEC);
  synced(relay, claim);

  const { results } = await alice.client.post([claim.bytes]);

  expect(results).toMatchObject([{ state: 'refused', error: { reason: 'policy' } }]);
});

test('one record posted many times in one moment has one receipt', async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const { below, capability } = await releasedModule(alice, CODEC);
  const record = await below(['colour'], Uint8Array.of(1));

  const answers = await Promise.all(
    Array.from({ length: 6 }, () => alice.client.post([capability, record.bytes])),
  );

  const receipts = answers.flatMap((answer) => recordsIn(answer).map(({ id }) => id));
  expect(answers.flatMap(receiptedIn)).toEqual(Array.from({ length: 6 }, () => record.id));
  expect(new Set(receipts).size).toBe(1);
});

test("a stranger's record from the far future does not move the time of a grant", async () => {
  const relay = await runningRelay();
  const alice = publisher(relay);
  const mallory = publisher(relay, () => 8_000_000_000_000_000);
  synced(relay, await mallory.claims(CODEC));

  const answer = await alice.client.post([(await alice.claims(CODEC)).bytes]);

  expect(grantIn(answer)?.timestamp).toBeLessThan(parseMicros(now() + 60_000_000));
  const { results } = (await releasedModule(alice, CODEC)).answer;
  expect(results).toMatchObject([{ state: 'receipted' }]);
});
