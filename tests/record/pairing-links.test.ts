import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import {
  decodePairingAnswer,
  encodePairingAnswer,
  MAX_PAIRING_ANSWER,
  pairingAnswerLink,
  readPairingAnswerLink,
} from '../../src/core/record/pairing-answer.ts';
import { pairingRequestLink, readPairingRequest } from '../../src/core/record/pairing-request.ts';
import { alice, publishing } from '../access/capabilities.ts';
import { holder } from '../access/keys.ts';
import { PAIRING_EXAMPLE } from '../support/pairing-example.ts';

const ORIGIN = 'https://registry.example';
const { request, requestLink, answer, answerBytes, answerLink } = PAIRING_EXAMPLE;
const PAIR = requestLink.slice(requestLink.indexOf('#') + '#pair='.length);
const PAIRED = answerLink.slice(answerLink.indexOf('#') + '#paired='.length);

const refused = (reason: string) => expect.objectContaining({ code: 'InvalidInput', reason }) as unknown;

/** As a link with a fragment of this name. */
const linkOf = (name: string, bytes: Uint8Array) => `${ORIGIN}/identity#${name}=${toBase64Url(bytes)}`;

test('a request and an answer have the bytes of docs/FORMAT.md', () => {
  expect(pairingRequestLink(`${ORIGIN}/`, request)).toBe(requestLink);
  expect(readPairingRequest(requestLink)).toEqual(request);
  expect(encodePairingAnswer(answer)).toEqual(answerBytes);
  expect(decodePairingAnswer(answerBytes)).toEqual(answer);
  expect(pairingAnswerLink(ORIGIN, answer)).toBe(answerLink);
  expect(readPairingAnswerLink(answerLink)).toEqual(answer);
});

test.each([
  ['a whole link', (link: string) => link],
  ['a link of another address', (link: string) => link.replace('registry.example', 'localhost:4321')],
  ['a link that a mail program broke', (link: string) => link.replace('pair', 'pa\r\n ir')],
  ['a fragment', (link: string) => link.slice(link.indexOf('#'))],
  ['a fragment without its sign', (link: string) => link.slice(link.indexOf('#') + 1)],
  ['the bare text', (link: string) => ` ${link.slice(link.indexOf('=') + 1)}\n`],
])('%s is read', (_, shape) => {
  expect(readPairingRequest(shape(requestLink))).toEqual(request);
  expect(readPairingAnswerLink(shape(answerLink))).toEqual(answer);
});

test.each([
  ['nothing', ''],
  ['an empty fragment', `${ORIGIN}/identity#pair=`],
  ['a link without one', `${ORIGIN}/identity`],
  ['a link to a permission', `${ORIGIN}/identity#permission=${PAIR}`],
  ['an answer', answerLink],
  ['other letters', `${PAIR}/`],
  ['a part of it', PAIR.slice(0, -4)],
  ['a text that says more than itself in its last letter', `${PAIR.slice(0, -1)}R`],
  ['more than any request has', 'A'.repeat(4_001)],
])('%s is no request', (_, text) => {
  expect(() => readPairingRequest(text)).toThrow(refused('pairing-link'));
});

test.each([
  ['nothing', ''],
  ['a request', requestLink],
  ['a request as an answer', `${ORIGIN}/identity#paired=${PAIR}`],
  ['a part of it', PAIRED.slice(0, -4)],
  ['more than any answer has', 'A'.repeat(100_001)],
])('%s is no answer', (_, text) => {
  expect(() => readPairingAnswerLink(text)).toThrow(refused('pairing-link'));
});

const RAW_REQUEST = { v: 1, ...request };
const { name: _name, ...NAMELESS } = RAW_REQUEST;

test.each<[string, unknown]>([
  ['another version', { ...RAW_REQUEST, v: 2 }],
  ['a key of 31 bytes', { ...RAW_REQUEST, device: new Uint8Array(31) }],
  ['a key as text', { ...RAW_REQUEST, device: 'a'.repeat(32) }],
  ['a secret of 16 bytes', { ...RAW_REQUEST, secret: new Uint8Array(16) }],
  ['no name', NAMELESS],
  ['an empty name', { ...RAW_REQUEST, name: '' }],
  ['a name of 61', { ...RAW_REQUEST, name: 'x'.repeat(61) }],
  ['a name with space around it', { ...RAW_REQUEST, name: ' Phone' }],
  ['a name of two lines', { ...RAW_REQUEST, name: 'Phone\nof Alice' }],
  ['a name that reads backwards', { ...RAW_REQUEST, name: 'Phone \u202eecilA' }],
  ['something more', { ...RAW_REQUEST, more: 1 }],
  ['a list', Object.values(RAW_REQUEST)],
])('a request with %s is refused', (_, value) => {
  expect(() => readPairingRequest(linkOf('pair', encodeCanonical(value)))).toThrow(refused('pairing-link'));
});

test('a request in any other encoding than the canonical one is refused', () => {
  const bytes = fromBase64Url(PAIR);
  // The map of four and the number 1, each in a longer form.
  const longer = Uint8Array.of(0xb8, 4, ...bytes.slice(1));
  const wide = Uint8Array.of(...bytes.slice(0, 3), 0x18, 1, ...bytes.slice(4));
  for (const other of [longer, wide, Uint8Array.of(...bytes, 0)])
    expect(() => readPairingRequest(linkOf('pair', other))).toThrow(refused('pairing-link'));
});

test('what nobody could read is not written', () => {
  expect(() => pairingRequestLink(ORIGIN, { ...request, name: '' })).toThrow(refused('pairing-link'));
  expect(() => pairingRequestLink(ORIGIN, { ...request, secret: new Uint8Array(31) })).toThrow(
    refused('pairing-link'),
  );
  expect(() => encodePairingAnswer({ ...answer, capabilities: [] })).toThrow(refused('pairing-answer'));
});

const RAW_ANSWER = { v: 1, ...answer };

test.each<[string, unknown]>([
  ['another version', { ...RAW_ANSWER, v: 2 }],
  ['a person of 33 bytes', { ...RAW_ANSWER, person: new Uint8Array(33) }],
  ['no capability', { ...RAW_ANSWER, capabilities: [] }],
  ['201 capabilities', { ...RAW_ANSWER, capabilities: Array(201).fill(answer.capabilities[0]) }],
  ['a capability that is none', { ...RAW_ANSWER, capabilities: [Uint8Array.of(0x41)] }],
  [
    'a capability as a member',
    { ...RAW_ANSWER, capabilities: answer.capabilities.map((c) => encodeCanonical([2, c])) },
  ],
  ['a module id that is none', { ...RAW_ANSWER, modules: ['codec'] }],
  ['2,001 modules', { ...RAW_ANSWER, modules: Array(2_001).fill('io.x') }],
  ['no modules at all', { v: 1, person: answer.person, capabilities: answer.capabilities }],
  ['something more', { ...RAW_ANSWER, seed: new Uint8Array(32) }],
  ['nesting without end', undefined],
])('an answer with %s is refused', (_, value) => {
  const bytes = value === undefined ? new Uint8Array(MAX_PAIRING_ANSWER).fill(0x81) : encodeCanonical(value);
  expect(() => decodePairingAnswer(bytes)).toThrow(refused('pairing-answer'));
});

test('an answer of 64 KiB is read, a byte more is refused, written or read', () => {
  const ids = (last: string) => [
    ...Array.from({ length: 1_918 }, (_value, index) =>
      parseModuleId(`io.acme.${String(index).padStart(4, '0')}-${'x'.repeat(19)}`),
    ),
    parseModuleId(last),
  ];
  const sized = (letters: number) => ({ ...answer, modules: ids(`io.${'x'.repeat(letters)}`) });
  const short = encodePairingAnswer(sized(60)).length;
  const fits = sized(60 + MAX_PAIRING_ANSWER - short);

  expect(decodePairingAnswer(encodePairingAnswer(fits))).toEqual(fits);
  const longer = { ...fits, modules: ids(`${fits.modules.at(-1)}x`) };
  const error = { data: { field: 'size', bytes: MAX_PAIRING_ANSWER + 1, limit: MAX_PAIRING_ANSWER } };
  expect(() => encodePairingAnswer(longer)).toThrow(expect.objectContaining(error));
  expect(() => decodePairingAnswer(encodeCanonical({ v: 1, ...longer }))).toThrow(
    expect.objectContaining(error),
  );
});

test('the publishing permissions of a hundred modules fit', async () => {
  const capability = encodeCapability(await publishing());
  const capabilities = Array.from({ length: 100 }, () => capability);
  const modules = capabilities.map((_capability, index) => parseModuleId(`io.acme.codec-${index}`));

  const whole = { person: alice.key, capabilities, modules };
  expect(readPairingAnswerLink(pairingAnswerLink(ORIGIN, whole))).toEqual(whole);
});

test('no bytes make the readers do anything but read or refuse', () => {
  const flipped = fc
    .tuple(fc.constantFrom(fromBase64Url(PAIR), answerBytes), fc.nat(), fc.integer({ min: 1, max: 255 }))
    .map(([bytes, at, by]) => bytes.map((byte, index) => (index === at % bytes.length ? byte ^ by : byte)));
  const outcome = (read: () => unknown): string => {
    try {
      read();
      return 'read';
    } catch (thrown) {
      return thrown instanceof GenError ? `${thrown.code} ${thrown.reason}` : String(thrown);
    }
  };
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), flipped), (bytes) => {
      expect(['read', 'InvalidInput pairing-answer']).toContain(outcome(() => decodePairingAnswer(bytes)));
      expect(['read', 'InvalidInput pairing-link']).toContain(
        outcome(() => readPairingRequest(linkOf('pair', bytes))),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('a request reads back as it was, whatever the name', () => {
  const names = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    .filter((name) => name.length <= 60 && name.trim() === name && !/[\p{C}\p{Z}]/u.test(name));
  fc.assert(
    fc.property(names, fc.uint8Array({ minLength: 32, maxLength: 32 }), (name, drawn) => {
      const one = { device: holder(0xd1).key, name, secret: Uint8Array.from(drawn) };
      expect(readPairingRequest(pairingRequestLink(ORIGIN, one))).toEqual(one);
    }),
  );
});

test.each([
  ['a short name', 'Phone', 49],
  ['a browser’s name', 'Firefox on Linux', 49],
  ['60 Latin letters', 'x'.repeat(60), 57],
  ['60 Chinese characters', '界'.repeat(60), 69],
])('with %s the QR code is small enough for a camera', (_, name, cells) => {
  const { size } = encode(pairingRequestLink(ORIGIN, { ...request, name }), { ecc: 'L', border: 0 });
  expect(size).toBe(cells);
});

test('with a name of 20 letters a request has 150 characters', () => {
  const link = pairingRequestLink(ORIGIN, { ...request, name: 'x'.repeat(20) });
  expect(link.slice(link.indexOf('=') + 1)).toHaveLength(150);
});

test('docs/FORMAT.md shows the very bytes that are tested here', () => {
  const format = readFileSync(new URL('../../docs/FORMAT.md', import.meta.url), 'utf8').replace(/\s+/g, '');
  const { mailbox, sealed } = PAIRING_EXAMPLE;
  const shown = [
    toHex(fromBase64Url(PAIR)),
    requestLink,
    toHex(answerBytes),
    answerLink,
    mailbox,
    toHex(sealed),
  ];
  expect(shown.filter((text) => !format.includes(text))).toEqual([]);
});
