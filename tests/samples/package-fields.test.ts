import { expect, test } from 'vitest';
import { authorOf, repositoryOf, webAddress } from '../../src/relay/samples/package-fields.ts';

test.each([
  ['git+https://github.com/acme/codec.git'],
  ['git+ssh://git@github.com/acme/codec.git'],
  ['ssh://git@github.com/acme/codec.git'],
  ['git://github.com/acme/codec.git'],
  ['https://github.com/acme/codec'],
  ['acme/codec'],
  ['github:acme/codec'],
  ['acme/codec/packages/png'],
])('the repository %s becomes a link that a browser opens', (text) => {
  expect(repositoryOf(text)).toBe('https://github.com/acme/codec');
});

test('a repository that is no web address is left out', () => {
  expect(repositoryOf('file:/somewhere')).toBeUndefined();
});

test.each([
  ['Ann Lee <ann@example.org> (https://example.org)', 'Ann Lee'],
  ['Ann Lee (ann@example.org)', 'Ann Lee'],
  ['Ann Lee', 'Ann Lee'],
  ['<ann@example.org>', undefined],
])('the author %s is known as %s, without an address', (text, name) => {
  expect(authorOf(text)).toBe(name);
});

test('a homepage is a web address or none', () => {
  expect(webAddress('https://example.org/#readme')).toBe('https://example.org/#readme');
  expect(webAddress('javascript:alert(1)')).toBeUndefined();
});
