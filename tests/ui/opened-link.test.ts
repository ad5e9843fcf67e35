import { expect, test } from 'vitest';
import { readOpenedLink } from '../../src/ui/opened-link.ts';

const ORIGIN = 'https://relay.example';
const read = (text: string) => readOpenedLink(text, ORIGIN);

test.each([
  'io.acme.codec',
  'web+gen:io.acme.codec',
  'WEB+GEN:io.acme.codec',
  'web+gen://io.acme.codec/',
  'web+gen:io.acme%2Ecodec',
  'https://relay.example/m/io.acme.codec',
  'https://relay.example/m/io.acme.codec?tab=trust#top',
  'Codec, a module\nhttps://relay.example/m/io.acme.codec',
])('%s leads to the module', (text) => {
  expect(read(text)).toEqual({ id: 'io.acme.codec' });
});

test('a version that is named comes along', () => {
  expect(read('web+gen:io.acme.codec@1.2.0-rc.1+build.7')).toEqual({
    id: 'io.acme.codec',
    version: '1.2.0-rc.1+build.7',
  });
});

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['two words', 'open-link'],
  ['https://relay.example/records', 'open-link'],
  ['https://relay.example/m/io.acme.codec/../../x', 'open-link'],
  ['https://', 'open-link'],
  ['https://elsewhere.example/m/io.acme.codec', 'open-elsewhere'],
  ['http://relay.example/m/io.acme.codec', 'open-elsewhere'],
  ['https://relay.example:444/m/io.acme.codec', 'open-elsewhere'],
  ['https://relay.example@elsewhere.example/m/io.acme.codec', 'open-elsewhere'],
  ['javascript:alert(1)', 'module-id'],
  ['web+gen:', 'module-id'],
  ['web+gen:%', 'module-id'],
  ['web+gen:io.acme.codec/../settings', 'module-id'],
  ['web+gen:https://relay.example/m/io.acme.codec', 'module-id'],
  ['web+gen:io.acme.codec@1.2.0@1.3.0', 'module-id'],
  ['web+gen:io.acme.codec@latest', 'version'],
  ['web+gen:io.acme.codec@', 'version'],
  [`web+gen:io.${'a'.repeat(5000)}`, 'module-id'],
])('%s is refused: %s', (text, reason) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'InvalidInput', reason }));
});
