import { expect, test } from 'vitest';
import { checkDraft } from '../../src/app/draft.ts';
import { draftOf } from '../support/person.ts';

const good = draftOf({ id: 'io.example.codec', version: '1.0.0' });

const longLicence = Array.from({ length: 20 }, () => 'MIT').join(' OR ');
const longUrl = `https://example.org/${'x'.repeat(490)}`;
const many = Array.from({ length: 101 }, (_, index) => ({ id: `io.example.d${index}`, range: '*' }));

test('a sound draft is parsed, its tags in order and once', () => {
  expect(checkDraft({ ...good, tags: [' Codec', 'audio', 'codec', ''] }).tags).toEqual(['audio', 'codec']);
});

test.each([
  ['an id without a dot', { id: 'codec' }, 'id', 'module-id'],
  ['an id with capitals', { id: 'io.Example' }, 'id', 'module-id'],
  ['a version that is not semver', { version: '1.0' }, 'version', 'version'],
  ['a version with a v', { version: 'v1.0.0' }, 'version', 'version'],
  ['no name', { name: '  ' }, 'name', 'empty'],
  ['a licence that is not SPDX', { licence: 'free as in beer' }, 'licence', 'spdx'],
  ['a tag with a space', { tags: ['two words'] }, 'tags', 'tag'],
  ['a homepage that is a script', { homepage: 'javascript:alert(1)' }, 'homepage', 'url'],
  ['a description that does not fit', { description: 'x'.repeat(501) }, 'description', 'too-long'],
  ['a licence longer than its record holds', { licence: longLicence }, 'licence', 'too-long'],
  ['an author that does not fit', { author: 'x'.repeat(201) }, 'author', 'too-long'],
  ['a homepage that does not fit', { homepage: longUrl }, 'homepage', 'too-long'],
  ['a repository that does not fit', { repository: longUrl }, 'repository', 'too-long'],
  ['more dependencies than a release lists', { dependencies: many }, 'dependencies', 'too-many'],
  [
    'a dependency on itself',
    { dependencies: [{ id: 'io.example.codec', range: '*' }] },
    'dependencies',
    'self',
  ],
  [
    'a range that is none',
    { dependencies: [{ id: 'io.example.b', range: 'soon' }] },
    'dependencies',
    'range',
  ],
])('%s is refused, and the field is named', (_, change, field, reason) => {
  expect(() => checkDraft({ ...good, ...change })).toThrow(
    expect.objectContaining({ code: 'InvalidInput', reason, data: expect.objectContaining({ field }) }),
  );
});
