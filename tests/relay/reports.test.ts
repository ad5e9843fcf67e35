import { decode } from 'cborg';
import { beforeEach, expect, test } from 'vitest';
import { reportsAsker } from '../../src/adapters/http/ask-reports.ts';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { personDocument, ratingsDocument, reportsDocument } from '../../src/core/record/document.ts';
import { listPath, moderationPath, reportPath, type Subject } from '../../src/core/record/moderation-path.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { judge } from '../../src/relay/policy.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import { TAKEN } from '../../src/relay/world.ts';
import { handsOn, revokes, says } from '../support/holder.ts';
import { moderates } from '../support/moderation.ts';
import { codec, standingWorld } from '../support/standing-world.ts';
import { held, policyWorld } from './policy-world.ts';
import { publisher, releasedModule, runningRelay, type Publisher } from './world.ts';

const id = parseModuleId('io.acme.codec');
const other = parseModuleId('io.acme.other');
const spam = { reason: 'spam', text: '' };
const hidden = { hidden: true, reason: 'Spam.' };
let relay: RunningRelay;
let alice: Publisher;
let bob: Publisher;

beforeEach(async () => {
  relay = await runningRelay();
  [alice, bob] = [publisher(relay), publisher(relay)];
  await releasedModule(alice, id);
});

const signs = (who: Publisher, path: readonly string[], body: unknown) =>
  who.signs({
    namespace: pairedCommunalNamespace(who.namespace),
    path,
    payload: encodeCanonical(body),
  });

async function posts(who: Publisher, said: readonly (readonly [readonly string[], unknown])[]) {
  const records = await Promise.all(said.map(([path, body]) => signs(who, path, body)));
  const { results } = await who.client.post(records.map(({ bytes }) => bytes));
  return results.map(({ state, error }) => (error === undefined ? state : `${error.code} ${error.reason}`));
}

const reports = (who: Publisher, subject: Subject, body: unknown = spam) =>
  posts(who, [[reportPath(subject), body]]);

const inbox = () =>
  reportsAsker({
    base: relay.address,
    signer: async () => bob.signer,
    capabilities: async () => [],
    clock: () => parseMicros(Date.now() * 1000),
  })();

test('a report about a module that is there is receipted, and read by everybody', async () => {
  expect(await reports(bob, { id })).toEqual(['receipted']);

  const answer = await alice.client.document(reportsDocument(id));
  expect(answer).toMatchObject({ members: [{}, {}, {}] });
});

test('a report about what is not there, or that is none, is refused with its reason', async () => {
  const rater = alice.signer.did;
  expect(
    await posts(bob, [
      [reportPath({ id: other }), spam],
      [reportPath({ id, rater }), spam],
      [reportPath({ id }), { reason: 'taste', text: '' }],
      [[...reportPath({ id }), 'x'], spam],
      [[...reportPath({ id, rater }), 'x'], spam],
      [['reports', id, '@'], spam],
    ]),
  ).toEqual([
    'NotFound module',
    'NotFound rating',
    'InvalidInput body',
    'InvalidInput record-path',
    'InvalidInput record-path',
    'InvalidInput record-path',
  ]);
});

test('a review is reported and listed once somebody has written it', async () => {
  const subject = { id, rater: alice.signer.did };
  const said = [
    [reportPath(subject), spam],
    [listPath(subject), hidden],
  ] as const;
  expect(await posts(bob, said)).toEqual(['NotFound rating', 'NotFound rating']);

  await alice.client.post([(await alice.rates(id, { stars: 1 })).bytes]);

  expect(await posts(bob, said)).toEqual(['receipted', 'receipted']);
});

test('everybody keeps a list of their own, in their own document', async () => {
  expect(await posts(bob, [[listPath({ id }), hidden]])).toEqual(['receipted']);
  expect(await bob.client.document(personDocument(bob.signer.did))).toMatchObject({ members: [{}, {}, {}] });
  expect(
    await posts(bob, [
      [listPath({ id: other }), hidden],
      [listPath({ id }), { hidden: true }],
      [['profiles', 'moderation', 'modules', id, '@'], hidden],
      [['profiles', 'moderation', 'people', 'x'], hidden],
      [['profiles', 'moderation'], hidden],
    ]),
  ).toEqual([
    'NotFound module',
    'InvalidInput body',
    'InvalidInput record-path',
    'InvalidInput record-path',
    'InvalidInput record-path',
  ]);
});

test('the index counts the reports in force, newest first, and leaves out what was taken back', async () => {
  await releasedModule(alice, other);
  await reports(bob, { id });
  await reports(alice, { id });
  await reports(bob, { id: other });
  await expect.poll(inbox).toMatchObject([
    { id: other, count: 1 },
    { id, count: 2 },
  ]);

  await reports(bob, { id: other }, { withdrawn: true });
  await reports(bob, { id }, { reason: 'malware', text: 'Sends keys.' });

  await expect.poll(inbox, { timeout: 3000 }).toMatchObject([{ id, count: 2 }]);
});

test('who has the newest index gets no second copy', async () => {
  await reports(bob, { id });
  const first = await fetch(`${relay.address}/reports`);
  const { etag, modules } = decode(new Uint8Array(await first.arrayBuffer())) as {
    etag: string;
    modules: unknown[];
  };

  expect(modules).toMatchObject([[id, 1, expect.any(Number)]]);
  expect(first.headers.get('etag')).toBe(etag);
  const second = await fetch(`${relay.address}/reports`, { headers: { 'if-none-match': etag } });
  expect(second.status).toBe(304);
});

test('an admin hides and shows; nobody else does in the registry’s name, nor an admin who is one no more', async () => {
  const world = await standingWorld();
  const { admin, alice: owner, naming, rootHolder } = world;
  const releasesOnly = await handsOn(rootHolder, 'keeper', { path: ['revocations'] });
  const there = held(world, { authority: [owner.capability, releasesOnly.capability] });
  const now = policyWorld(world, there);
  const noAdmin = { code: 'PermissionDenied', reason: 'no-admin' };

  expect(await judge(await moderates(admin, { id: codec }), now)).toBe(TAKEN);
  expect(await judge(await moderates(admin, { id: codec }, { hidden: false }), now)).toBe(TAKEN);
  for (const one of [owner, naming, releasesOnly])
    await expect(judge(await moderates(one, { id: codec }), now)).rejects.toMatchObject(noAdmin);
  const payload = encodeCanonical({ hidden: true, reason: '' });
  for (const path of [moderationPath({ id: codec }).slice(0, -1), ['moderation', 'people', 'x']])
    await expect(judge(await says(admin, path, payload), now)).rejects.toMatchObject({ reason: 'body' });

  const after = held(world, { authority: [await revokes(rootHolder, admin)] });
  await expect(judge(await moderates(admin, { id: codec }), policyWorld(world, after))).rejects.toMatchObject(
    { reason: 'revoked' },
  );
});

test('a rating that is none is nobody’s review', async () => {
  const world = await standingWorld();
  const { did, publicKey } = world.bob.signer;
  const none = await says(
    world.rootHolder,
    ['ratings', 'io', 'example', 'codec', '@'],
    new Uint8Array([0xa0]),
  );
  const ratings = recordSet([{ ...none, subspace: publicKey }]);
  const known = held(world);
  const now = policyWorld(world, known, {
    set: (path) => (path === ratingsDocument(codec) ? ratings : policyWorld(world, known).set(path)),
  });
  const report = await says(world.rootHolder, reportPath({ id: codec, rater: did }), encodeCanonical(spam));

  await expect(judge(report, now)).rejects.toMatchObject({ code: 'NotFound', reason: 'rating' });
});
