import { expect, test } from 'vitest';
import { capabilityLink, readCapabilityLink } from '../../src/core/access/capability-link.ts';

const member = Uint8Array.of(0x82, 2, 0x41, 0xff, 0xfe);
const link = 'https://registry.example/identity#permission=ggJB__4';

test('a link leads to the identity page and keeps the permission in the fragment', () => {
  expect(capabilityLink('https://registry.example', member)).toBe(link);
  expect(capabilityLink('https://registry.example/', member)).toBe(link);
});

test.each([
  ['a whole link', link],
  ['a link of another address', link.replace('registry.example', 'localhost:4321')],
  ['a link that a mail program broke', link.replace('permission', 'permi\r\n ssion')],
  ['a fragment', '#permission=ggJB__4'],
  ['a fragment without its sign', 'permission=ggJB__4'],
  ['the bare text', ' ggJB__4\n'],
])('%s is read', (_, text) => {
  expect(readCapabilityLink(text)).toEqual(member);
});

test.each([
  ['nothing', ''],
  ['an empty fragment', 'https://registry.example/identity#permission='],
  ['a link without one', 'https://registry.example/identity'],
  ['another fragment', 'https://registry.example/identity#other=ggJB__4'],
  ['other letters', 'ggJB//4'],
  ['a length that no bytes have', 'g'],
  ['more than any permission has', 'g'.repeat(20_001)],
])('%s is no link to a permission', (_, text) => {
  expect(() => readCapabilityLink(text)).toThrow(
    expect.objectContaining({ code: 'InvalidInput', reason: 'capability-link' }),
  );
});
