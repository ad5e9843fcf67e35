import { expect, test } from 'vitest';
import { fromHex } from '../../src/core/bytes.ts';
import { parseMicros, parseModuleId, type ModuleId } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeBody, writeMetadata } from '../../src/core/record/kinds.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import {
  catalogOf,
  documentMembers,
  moduleText,
  publisher,
  releasedModule,
  runningRelay,
  type Publisher,
} from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const BASE = parseModuleId('io.acme.base');
const now = () => parseMicros(Date.now() * 1000);

async function viewOf(alice: Publisher, id: ModuleId) {
  return moduleView(recordSet(await documentMembers(alice, id)), id, alice.namespace, now());
}

test('a claimed name, a release and its receipt make a confirmed release', async () => {
  const alice = publisher(await runningRelay());

  const { answer, release, sha256 } = await releasedModule(alice, CODEC);

  expect(answer.results).toEqual([{ id: release.id, state: 'receipted' }]);
  const view = await viewOf(alice, CODEC);
  expect(view).toMatchObject({ owner: alice.signer.did, contested: false, latest: '1.0.0' });
  expect(view?.releases).toMatchObject([{ sha256, receipts: [{}], contradiction: false }]);
});

test('the same POST twice gives the same answer and adds nothing', async () => {
  const alice = publisher(await runningRelay());
  const { capability, release, answer } = await releasedModule(alice, CODEC);
  const before = await documentMembers(alice, CODEC);

  const again = await alice.client.post([capability, release.bytes]);

  expect(again).toEqual(answer);
  expect(await documentMembers(alice, CODEC)).toEqual(before);
});

test('receipts of a document form one chain', async () => {
  const alice = publisher(await runningRelay());
  const { below, capability } = await releasedModule(alice, CODEC);
  for (const name of ['Codec', 'Coder']) {
    await alice.client.post([
      capability,
      (await below(['metadata', 'name'], writeMetadata('name', name))).bytes,
    ]);
  }

  const receipts = (await documentMembers(alice, CODEC)).filter(
    (member) => member.member === 'record' && member.path[0] === 'receipts',
  );

  expect(receipts.map((receipt) => receipt.member === 'record' && receipt.path.at(-1))).toEqual([
    '0',
    '1',
    '2',
    '3',
  ]);
});

test('who has a name is told of the grant again; another one hears that it is taken', async () => {
  const relay = await runningRelay();
  const [alice, bob] = [publisher(relay), publisher(relay)];
  const first = await alice.owns(CODEC);

  expect((await alice.owns(CODEC)).capability).toEqual(first.capability);
  const { results } = await bob.client.post([(await bob.claims(CODEC)).bytes]);

  expect(results).toMatchObject([
    { state: 'refused', error: { code: 'AlreadyExists', reason: 'name-taken' } },
  ]);
});

test('two claims in one moment make one owner', async () => {
  const relay = await runningRelay();
  const people = Array.from({ length: 8 }, () => publisher(relay));
  const claims = await Promise.all(people.map((person) => person.claims(CODEC)));

  const answers = await Promise.all(
    people.map((person, index) => person.client.post([claims[index]!.bytes])),
  );

  const states = answers.map(({ results }) => results[0]?.state).sort();
  expect(states).toEqual(['receipted', ...Array.from({ length: 7 }, () => 'refused')]);
  expect((await viewOf(people[0]!, CODEC))?.contested).toBe(false);
});

test.each(['invite', 'closed'] as const)(
  'a relay with the policy %s grants no names over HTTP',
  async (policy) => {
    const alice = publisher(await runningRelay({ policy }));
    const { results } = await alice.client.post([(await alice.claims(CODEC)).bytes]);
    expect(results).toMatchObject([{ error: { code: 'PermissionDenied', reason: 'policy' } }]);
  },
);

test('a version is taken by its first content, whatever the build metadata', async () => {
  const alice = publisher(await runningRelay());
  const { releases, capability } = await releasedModule(alice, CODEC);
  const other = await alice.brings(moduleText('other'));
  const same = await releases('1.0.0', other);
  const build = await releases('1.0.0+b', other);
  const next = await releases('1.0.1', other);

  const { results } = await alice.client.post([capability, same.bytes, build.bytes, next.bytes]);

  expect(results.map(({ error }) => error?.reason)).toEqual(['version-taken', 'version-taken', undefined]);
});

test('a release without its blob, or with another size, is refused', async () => {
  const alice = publisher(await runningRelay());
  const { releases, capability, binary } = await releasedModule(alice, CODEC);
  const missing = await releases('1.1.0', { ...binary, sha256: new Uint8Array(32) });
  const size = await releases('1.1.0', { ...binary, size: 3 });

  const { results } = await alice.client.post([capability, missing.bytes, size.bytes]);

  expect(results.map(({ error }) => error?.reason)).toEqual(['blob-missing', 'blob-size']);
});

test('a release that needs a module which nobody published is refused with its name', async () => {
  const alice = publisher(await runningRelay());
  const { releases, capability, binary } = await releasedModule(alice, CODEC);
  const needs = (optional: boolean, version: string) =>
    releases(version, {
      ...binary,
      dependencies: [optional ? { id: BASE, range: '^1.0.0', optional } : { id: BASE, range: '^1.0.0' }],
    });

  const posted = [await needs(false, '2.0.0'), await needs(true, '2.1.0')];
  const { results } = await alice.client.post([capability, ...posted.map(({ bytes }) => bytes)]);

  expect(results[0]?.error).toEqual({ code: 'NotFound', reason: 'dependency', data: { id: BASE } });
  expect(results[1]?.state).toBe('receipted');
});

test('nobody publishes below a name of somebody else', async () => {
  const relay = await runningRelay();
  const [alice, bob] = [publisher(relay), publisher(relay)];
  await releasedModule(alice, CODEC);
  const bobs = await bob.owns(BASE);
  const path = ['modules', ...modulePath(CODEC), 'metadata', 'name'];
  const payload = writeMetadata('name', 'Mine');

  const without = await bob.signs({ path, payload });
  const card = await bob.signs({ path: [...path.slice(0, -2), 'card'], payload: writeBody('card', aCard) });
  const { results } = await bob.client.post([bobs.capability, without.bytes, card.bytes]);

  expect(results.map(({ error }) => error?.reason)).toEqual(['credential-missing', 'no-grant']);
});

const aCard = { n: 'Codec', d: '', v: '1.0.0', t: [], l: 'MIT', k: 'library' as const, i: [], s: 4 };

test('a card comes with its release and carries neither chain nor receipt into the catalogue', async () => {
  const alice = publisher(await runningRelay());
  const { releases, capability, binary } = await releasedModule(alice, CODEC);
  const path = ['modules', ...modulePath(CODEC), 'card'];
  const card = await alice.signs({ path, payload: writeBody('card', { ...aCard, v: '1.1.0' }) });
  const release = await releases('1.1.0', binary);

  const { results } = await alice.client.post([capability, card.bytes, release.bytes]);

  expect(results).toEqual([
    { id: card.id, state: 'receipted' },
    { id: release.id, state: 'receipted' },
  ]);
  expect(await alice.client.document(catalogOf(CODEC))).toMatchObject({ members: [card.bytes] });
});

test('a card of a version that is not published is refused', async () => {
  const alice = publisher(await runningRelay());
  await releasedModule(alice, CODEC);
  const path = ['modules', ...modulePath(CODEC), 'card'];
  const card = await alice.signs({ path, payload: writeBody('card', { ...aCard, v: '9.0.0' }) });

  const { results } = await alice.client.post([card.bytes]);

  expect(results).toMatchObject([{ error: { code: 'NotFound', reason: 'version' } }]);
});

test('a rating needs a module, and its review a blob of at most 16 KiB', async () => {
  const relay = await runningRelay();
  const [alice, bob] = [publisher(relay), publisher(relay)];
  await releasedModule(alice, CODEC);
  const review = fromHex(await bob.uploads('Good.'));
  const long = fromHex(await bob.uploads('x'.repeat(16 * 1024 + 1)));
  const ratings = [
    await bob.rates(BASE, { stars: 5 }),
    await bob.rates(CODEC, { stars: 5, review: new Uint8Array(32) }),
    await bob.rates(CODEC, { stars: 5, review: long }),
    await bob.rates(CODEC, { stars: 5, review }),
  ];

  const { results } = await bob.client.post(ratings.map(({ bytes }) => bytes));

  expect(results.map(({ error }) => error?.reason)).toEqual([
    'module',
    'blob-missing',
    'blob-size',
    undefined,
  ]);
});

test('a forged signature is refused and nothing of it is stored', async () => {
  const alice = publisher(await runningRelay());
  const { bytes } = await alice.claims(CODEC);
  const forged = Uint8Array.from(bytes);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;

  const { results } = await alice.client.post([forged]);

  expect(results).toMatchObject([{ error: { code: 'SignatureInvalid' } }]);
  expect(await documentMembers(alice, CODEC)).toEqual([]);
});

test('records ahead of the clock, of unfit bodies and licences, and of the relay itself are refused', async () => {
  const alice = publisher(await runningRelay());
  const { capability, below } = await releasedModule(alice, CODEC);
  const communal = await alice.claims(BASE);
  const early = await alice.signs({
    namespace: communal.namespace,
    path: communal.path,
    payload: communal.payload,
    timestamp: parseMicros(now() + 11 * 60_000_000),
  });
  const posted = [
    early,
    await below(['metadata', 'name'], Uint8Array.of(1)),
    await below(['metadata', 'licence'], writeMetadata('licence', 'Mine Alone')),
    await below(['grant'], writeBody('claim', {})),
    await below(['colour'], Uint8Array.of(1)),
  ];

  const { results } = await alice.client.post([capability, ...posted.map(({ bytes }) => bytes)]);

  expect(results.map(({ error }) => error?.reason)).toEqual([
    'clock-ahead',
    'body',
    'spdx',
    'policy',
    undefined,
  ]);
});
