import { expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeBody, writeMetadata } from '../../src/core/record/kinds.ts';
import { catalogOf, documentMembers, moduleText, publisher, releasedModule, runningRelay } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const BASE = parseModuleId('io.acme.base');
const card = { n: 'Codec', d: '', v: '1.0.0', t: [], l: 'MIT', k: 'library' as const, i: [], s: 4 };

test('a refused release takes along what was told of its module in the same POST, wherever it stands', async () => {
  const alice = publisher(await runningRelay());
  const { below, releases, capability } = await releasedModule(alice, CODEC);
  const base = await releasedModule(alice, BASE);
  const before = await documentMembers(alice, CODEC);
  const posted = [
    await below(['metadata', 'description'], writeMetadata('description', 'of the refused one')),
    await below(['tags', 'new'], writeBody('tag', { add: true })),
    await releases('1.0.0', await alice.brings(moduleText('other'))),
    await alice.signs({ path: ['modules', ...modulePath(CODEC), 'card'], payload: writeBody('card', card) }),
    await base.below(['metadata', 'description'], writeMetadata('description', 'Another module.')),
    await alice.rates(CODEC, { stars: 5 }),
  ];

  const { results } = await alice.client.post([
    capability,
    base.capability,
    ...posted.map(({ bytes }) => bytes),
  ]);

  expect(results.map(({ error }) => error && `${error.code} ${error.reason}`)).toEqual([
    'InvalidState release-refused',
    'InvalidState release-refused',
    'VersionConflict version-taken',
    'InvalidState release-refused',
    undefined,
    undefined,
  ]);
  expect(await documentMembers(alice, CODEC)).toEqual(before);
  expect(await alice.client.document(catalogOf(CODEC))).toMatchObject({ members: [] });
});

test('a release whose signature is forged takes its publish along too', async () => {
  const alice = publisher(await runningRelay());
  const { below, releases, capability, binary } = await releasedModule(alice, CODEC);
  const name = await below(['metadata', 'name'], writeMetadata('name', 'New'));
  const forged = Uint8Array.from((await releases('1.1.0', binary)).bytes);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;

  const { results } = await alice.client.post([capability, name.bytes, forged]);

  expect(results.map(({ error }) => error?.reason)).toEqual(['release-refused', 'record-signature']);
});

test('what has its receipt stays receipted beside a refused release', async () => {
  const alice = publisher(await runningRelay());
  const { below, releases, capability, release } = await releasedModule(alice, CODEC);
  const name = await below(['metadata', 'name'], writeMetadata('name', 'Codec'));
  await alice.client.post([capability, name.bytes]);
  const refused = await releases('2.0.0', { size: 1 });

  const { results } = await alice.client.post([capability, name.bytes, release.bytes, refused.bytes]);

  expect(results.map(({ state }) => state)).toEqual(['receipted', 'receipted', 'refused']);
});

test("a stranger's card below a second @ is refused, and the honest card stays alone", async () => {
  const relay = await runningRelay();
  const [alice, mallory] = [publisher(relay), publisher(relay)];
  await releasedModule(alice, CODEC);
  const place = ['modules', ...modulePath(CODEC)];
  const honest = await alice.signs({ path: [...place, 'card'], payload: writeBody('card', card) });
  await alice.client.post([honest.bytes]);
  const forged = await Promise.all(
    [
      ['x', '@', 'card'],
      ['@', 'card'],
      ['card', '@', 'card'],
    ].map((below) =>
      mallory.signs({ path: [...place, ...below], payload: writeBody('card', { ...card, n: 'FORGED' }) }),
    ),
  );

  const { results } = await mallory.client.post(forged.map(({ bytes }) => bytes));

  expect(results.map(({ state }) => state)).toEqual(['refused', 'refused', 'refused']);
  expect(await alice.client.document(catalogOf(CODEC))).toMatchObject({ members: [honest.bytes] });
});

test('kinds that are named like the parts of every object are unknown kinds, and kept', async () => {
  const alice = publisher(await runningRelay());
  const { below, capability } = await releasedModule(alice, CODEC);
  const kinds = ['constructor', 'hasOwnProperty', '__proto__', 'toString'];
  const records = await Promise.all(kinds.map((kind) => below([kind], Uint8Array.of(0xa0))));

  const { results } = await alice.client.post([capability, ...records.map(({ bytes }) => bytes)]);

  expect(results.map(({ state }) => state)).toEqual(kinds.map(() => 'receipted'));
});
