import { expect, test } from 'vitest';
import { parseQuery } from '../../src/core/search/parse-query.ts';
import { intervalWords, refusedWords } from '../../src/ui/text/catalogue.ts';
import { fieldQuery } from '../../src/ui/text/field-query.ts';
import { formatShort } from '../../src/ui/text/format.ts';
import { madeByName } from '../../src/ui/text/made-by.ts';
import { problemSentence, searchSentences, worthSaying } from '../../src/ui/text/search-problems.ts';

test('a part of a search that cannot be read is named, with what became of it', () => {
  expect(problemSentence({ typed: 'foo:bar', reason: 'unknown-field' })).toBe(
    '“foo:bar” begins with no field that is known; it was searched as words.',
  );
  expect(problemSentence({ typed: 'version:x', reason: 'range' })).toBe(
    '“version:x” has no range of versions, such as version:>=2; it was left out.',
  );
  expect(problemSentence({ typed: 'y'.repeat(90), reason: 'needs' })).toContain(`“${'y'.repeat(40)}…”`);
});

test('a field that somebody is about to fill in is no problem yet', () => {
  const empty = { typed: 'tag:', reason: 'empty-field' } as const;

  expect(worthSaying([empty], 'png tag:')).toEqual([]);
  expect(worthSaying([empty], 'tag: png')).toEqual([empty]);
});

const LISTED = { problems: [], total: 9, isNarrowed: false };

test.each(['💥', '-', ' " ', '--', '-"…"'])('%j is nothing to search for, and that is said', (text) => {
  const { words, conditions, problems } = parseQuery(text);

  expect([...words, ...conditions]).toEqual([]);
  expect(searchSentences({ ...LISTED, text, problems })).toEqual([
    `Nothing in “${text.trim()}” can be searched for: all modules are listed.`,
  ]);
});

test('a field without a value is nothing to search for when it stands alone', () => {
  const { problems } = parseQuery('tag:');
  const asked = { ...LISTED, text: 'tag:', problems };

  expect(searchSentences(asked)).toEqual(['Nothing in “tag:” can be searched for: all modules are listed.']);
  expect(searchSentences({ ...asked, isNarrowed: true })).toEqual([
    'Nothing in “tag:” can be searched for: it was left out.',
  ]);
  expect(searchSentences({ ...asked, text: 'png tag:' })).toEqual([]);
});

test.each(['png', '-png', '"a b"', 'ソ', 'tag:💥', 'version:>=2', 'foo:'])('%j is searched for', (text) => {
  expect(searchSentences({ ...LISTED, text, problems: parseQuery(text).problems })).toEqual([]);
});

test('a quote that is not closed is spoken of where nothing fits', () => {
  const said = ['The quote before “to png” is not closed: all to the end was searched as one phrase.'];
  const asked = { ...LISTED, text: 'codec -author:"to png', total: 0 };

  expect(searchSentences(asked)).toEqual(said);
  expect(searchSentences({ ...asked, text: '"a" "to png' })).toEqual(said);
  expect(searchSentences({ ...asked, total: 1 })).toEqual([]);
  for (const text of ['"to png"', '5" disk', 'a "', 'it"s']) {
    expect(searchSentences({ ...asked, text })).toEqual([]);
  }
});

test('who made a module is named without mail addresses, where there is a name', () => {
  expect(madeByName('Jane Doe <jane@acme.example>')).toBe('Jane Doe');
  expect(madeByName('Jane <j@acme.example>, Ben (ben@acme.example)')).toBe('Jane, Ben');
  expect(madeByName('Acme (Berlin)')).toBe('Acme (Berlin)');
  expect(madeByName('jane@acme.example')).toBe('jane@acme.example');
  expect(madeByName('<jane@acme.example>')).toBe('<jane@acme.example>');
});

test('a value of more than one word is searched as one', () => {
  expect(fieldQuery('export', 'encode_frame')).toBe('export:encode_frame');
  expect(fieldQuery('author', 'Jane "J" Doe')).toBe('author:"Jane  J  Doe"');
  expect(fieldQuery('author', 'did:key:zAda')).toBe('author:did:key:zAda');
});

test('large counts are short in a list, and never rounded up to more than there is', () => {
  expect([7, 999, 1000, 1250, 9949, 45_900, 999_999, 1_234_567].map(formatShort)).toEqual([
    '7',
    '999',
    '1k',
    '1.3k',
    '9.9k',
    '45k',
    '999k',
    '1.2M',
  ]);
});

test('how long an entry of somebody else may wait is said in words', () => {
  expect([0, 10, 60, 600].map(intervalWords)).toEqual([
    'At once',
    'Within 10 seconds',
    'Within a minute',
    'Within 10 minutes',
  ]);
  expect(refusedWords(0)).toContain('Nothing in it');
  expect(refusedWords(1)).toContain('1 entry had');
});
