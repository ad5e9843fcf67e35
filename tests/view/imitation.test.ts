import { assert, property, string, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { imitations } from '../../src/core/imitation.ts';
import { SAMPLES } from '../../src/relay/samples/catalogue.ts';

const named = (id: string, name = id) => ({ id, name });
const KNOWN = named('io.github.mozilla.source-map', 'Source Map');
const kindsOf = (id: string, name = id, known = KNOWN) =>
  imitations(named(id, name), [known]).map(({ kind, sure }) => `${kind}, ${sure}`);

test.each([
  ['a digit for a letter', 'io.github.m0zilla.source-map'],
  ['1, l and i for one another', 'io.github.mozi1ia.source-map'],
  ['rn for m', 'io.github.rnozilla.source-map'],
  ['a hyphen less', 'io.github.mozilla.sourcemap'],
  ['a hyphen more', 'io.git-hub.mozilla.source-map'],
])('an id with %s looks like the other one', (_rule, id) => {
  expect(kindsOf(id)).toEqual(['look-alike-id, likely']);
});

test.each([
  ['another letter', 'io.github.mozilla.sourve-map'],
  ['a letter more', 'io.github.mozillla.source-map'],
  ['a letter less', 'io.github.mozila.source-map'],
  ['two letters swapped', 'io.github.mozilla.soruce-map'],
])('an id with %s in a word of five or more is misspelt', (_rule, id) => {
  expect(kindsOf(id)).toEqual(['misspelt-id, possible']);
});

test('a word of nine letters or more is still told by two', () => {
  const known = named('io.github.microsoft.oniguruma');

  expect(kindsOf('io.github.microsoft.onigrumaa', 'x', known)).toEqual(['misspelt-id, possible']);
  expect(kindsOf('io.github.microsoft.onigruaba', 'x', known)).toEqual([]);
});

test.each([
  ['other numbers', 'io.acme.sha256', 'io.acme.sha512'],
  ['a short word', 'io.acme.png', 'io.acme.jpg'],
  ['two words', 'io.acme.webp-decoder', 'io.acme.webq-decodes'],
  ['an opposite', 'io.acme.webp-decoder', 'io.acme.webp-encoder'],
  ['a part more', 'io.acme.source-map', 'io.acme.source-map.extra'],
  ['a word more', 'io.acme.tree-sitter', 'io.acme.tree-sitter-regex'],
])('ids that differ by %s are two things', (_rule, id, other) => {
  expect(kindsOf(id, 'one', named(other, 'another'))).toEqual([]);
});

test('the same last part, or the same name, under another id may be taken for it', () => {
  expect(kindsOf('com.acme.source-map')).toEqual(['same-last-part, possible']);
  expect(kindsOf('com.acme.maps', 'Source Map')).toEqual(['same-name, possible']);
  expect(kindsOf('com.acme.maps', 'sоurce-map')).toEqual(['look-alike-name, likely']);
  expect(kindsOf('com.acme.map', 'Map', named('io.other.map', 'Map'))).toEqual([]);
});

test('what four others are called is nobody’s name in particular', () => {
  const others = ['a', 'b', 'c', 'd'].map((owner) => named(`io.${owner}x.decoder`, 'Decoder'));

  expect(imitations(named('com.acme.decoder', 'Decoder'), others)).toEqual([]);
  expect(imitations(named('com.acme.decoder', 'Decoder'), others.slice(1))).toHaveLength(3);
});

test('the surest come first, three at most, each with what was compared', () => {
  const others = [
    named('io.x.codecs'),
    named('io.x.codecx'),
    named('io.x.codecq'),
    named('io.x.codec-w', 'A'),
    named('io.x.c0decw', 'B'),
  ];

  expect(imitations(named('io.x.codecw'), others)).toEqual([
    {
      id: 'io.x.codec-w',
      kind: 'look-alike-id',
      sure: 'likely',
      evidence: 'io.x.codecw reads as io.x.codec-w',
    },
    {
      id: 'io.x.c0decw',
      kind: 'look-alike-id',
      sure: 'likely',
      evidence: 'io.x.codecw reads as io.x.c0decw',
    },
    { id: 'io.x.codecs', kind: 'misspelt-id', sure: 'possible', evidence: 'codecw for codecs' },
  ]);
});

test('nothing in the starter catalogue imitates anything else in it', () => {
  expect(SAMPLES.flatMap((sample) => imitations(sample, SAMPLES))).toEqual([]);
});

test('no texts make it throw, and nothing imitates itself', () => {
  const any = tuple(string({ unit: 'binary' }), string(), string({ unit: 'binary' }), string());

  assert(
    property(any, ([id, name, otherId, otherName]) => {
      const found = imitations(named(id, name), [named(otherId, otherName), named(id, name)]);
      return found.length <= 1 && found.every((one) => one.id === otherId);
    }),
    { numRuns: 2000 },
  );
});
