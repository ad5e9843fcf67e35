import { signed, type Draft } from '../../tests/access/chains/draft.ts';
import { naiveCapability } from '../../tests/access/naive.ts';
import { rawArea } from './raw-area.ts';
import { HANDED, long, owned } from './chains.ts';
import { ALICE, BOB } from './people.ts';
import { beginnings, byteHex, hexOf, wide, type Refused } from './vector.ts';

/** Bytes that are no capability, whoever signed them. */

const RULES = {
  truncated: 'as many bytes as announced',
  'trailing-bytes': 'nothing left over',
  'chain-length': 'at most 8 delegations',
  'not-canonical': 'one area has one encoding',
  'area-not-included': 'each area inside the one before',
  'time-range': 'start < end',
  timestamp: 'times from 0 to 2^53 - 1',
  'integer-too-large': 'at most 2^53 - 1',
  path: 'at most 32 components and 1024 bytes, those of the area before counted too',
  'path-component': 'a component is 1 to 128 bytes of 0x21 to 0x7e without 0x2f',
  'path-length': 'the components are as long as the total, together',
} as const;

type Malformed = readonly [reason: keyof typeof RULES, name: string, hex: string];

const bytesOf = (draft: Draft): string => hexOf(naiveCapability(signed(draft)));
const [alice, bob] = [hexOf(ALICE.key), hexOf(BOB.key)];
/** Of a link: a receiver, and a signature that nobody will come to check. */
const REST = bob + '5a'.repeat(64);

function withHead(hex: string, head: number): string {
  return byteHex(head) + hex.slice(2);
}

function cut(communal: Draft, owned: Draft): readonly Malformed[] {
  const whole = bytesOf(owned);
  // Around the ends of head, namespace, user, authorisation, area, receiver and signature.
  const places = [1, 32, 33, 34, 64, 65, 66, 128, 129, 130, 161, 162, 163, whole.length / 2 - 65];
  return [
    ...beginnings(bytesOf(communal), 0).map((hex): Malformed => [
      'truncated',
      `${hex.length / 2} bytes of a communal one`,
      hex,
    ]),
    ...[...places, whole.length / 2 - 64, whole.length / 2 - 1].map((bytes): Malformed => [
      'truncated',
      `${bytes} bytes of an owned one`,
      whole.slice(0, bytes * 2),
    ]),
    ['truncated', 'one link more than there is', withHead(bytesOf(communal), 0x42)],
    ['truncated', 'said to be owned', withHead(bytesOf({ ...communal, links: [] }), 0xc0)],
  ];
}

function counts(communal: Draft, owned: Draft): readonly Malformed[] {
  const [short, root] = [bytesOf({ ...communal, links: [] }), bytesOf({ ...owned, links: [] })];
  const nine = bytesOf(long(communal, 9));
  return [
    ...[9, 10, 16, 32, 59].map((count): Malformed => [
      'chain-length',
      `${count} links announced`,
      withHead(short, 0x40 + count),
    ]),
    ...[9, 59].map((count): Malformed => [
      'chain-length',
      `${count} links announced, owned`,
      withHead(root, 0xc0 + count),
    ]),
    ['chain-length', 'nine links that are there', nine],
    ['chain-length', 'nine links that are there, owned', bytesOf(long(owned, 9))],
    ['chain-length', 'nine links that are there, to read', withHead(nine, 0x09)],
    ...[1, 2, 4, 8].map((bytes, index): Malformed => [
      'chain-length',
      `no links, their number in ${bytes} bytes`,
      withHead(short, 0x40 + 60 + index) + wide(0, bytes),
    ]),
    ...[1, 8].map((count): Malformed => [
      'chain-length',
      `a number of ${count} in a byte of its own`,
      withHead(short, 0x7c) + byteHex(count),
    ]),
    ...['00', 'ff', REST].map((more): Malformed => [
      'trailing-bytes',
      `${more.slice(0, 2)} and ${more.length / 2 - 1} bytes behind the user`,
      short + more,
    ]),
    ...['00', 'ff'].map((more): Malformed => ['trailing-bytes', `${more} behind an owned one`, root + more]),
    ['trailing-bytes', 'a byte behind a link', `${bytesOf(communal)}00`],
    ['trailing-bytes', 'one link less than there is', withHead(bytesOf(communal), 0x40)],
    ['trailing-bytes', 'an owned one said to be communal', withHead(root, 0x40)],
    ['trailing-bytes', 'eight links where seven are announced', withHead(bytesOf(long(communal, 8)), 0x47)],
  ];
}

/** The first link of each kind, and a second one after a dated area. */
function areas(communal: Draft, root: Draft): readonly Malformed[] {
  const first = withHead(bytesOf({ ...communal, links: [] }), 0x41);
  const ofOwned = withHead(bytesOf({ ...root, links: [] }), 0xc1);
  const dated = owned(HANDED.dated.links.slice(0, 1));
  const second = withHead(bytesOf(dated), 0xc2);
  const at = (
    reason: keyof typeof RULES,
    name: string,
    before: string,
    raw: Parameters<typeof rawArea>[0],
  ): Malformed => [reason, name, before + rawArea(raw) + REST];
  const fromStart = { endFromStart: true } as const;
  return [
    at('not-canonical', 'a first link that repeats the subspace', first, { subspace: alice }),
    at('area-not-included', 'a first link in another subspace', first, { subspace: bob }),
    at('area-not-included', 'a second link that ends one later', second, { ...fromStart, end: [101, 1] }),
    at('area-not-included', 'a second link without an end', second, {}),
    at('area-not-included', 'a second link that starts one earlier', second, {
      startFromStart: false,
      start: [101, 1],
      end: [0, 1],
    }),
    at('not-canonical', 'a start from the farther bound', second, { start: [51, 1], end: [0, 1] }),
    at('not-canonical', 'an end from the farther bound', second, { end: [51, 1] }),
    at('not-canonical', 'a start as near to both, from the start', second, { start: [50, 1], end: [0, 1] }),
    at('not-canonical', 'an end as near to both, from the start', second, { ...fromStart, end: [50, 1] }),
    at('not-canonical', 'a start counted from an open end', first, { startFromStart: false }),
    at('not-canonical', 'a start in too many bytes', first, { start: [5, 2] }),
    at('not-canonical', 'an end in too many bytes', first, { ...fromStart, end: [5, 4] }),
    at('not-canonical', 'a tag for an end that is open', ofOwned, { head: 0x61 }),
    at('not-canonical', 'an open end that counts from the start', ofOwned, { head: 0x70 }),
    at('not-canonical', 'a total of the path that would fit its tag', ofOwned, { path: 'c10161' }),
    at('time-range', 'a start at its end', first, { ...fromStart, start: [5, 1], end: [5, 1] }),
    at('time-range', 'a start after its end, in a second link', second, {
      ...fromStart,
      start: [6, 1],
      end: [5, 1],
    }),
    at('integer-too-large', 'a start of 2^53', ofOwned, { start: [2n ** 53n, 8] }),
    at('timestamp', 'a start before time began', second, {
      startFromStart: false,
      start: [201, 1],
      end: [0, 1],
    }),
    at('path-component', 'an empty component', first, { path: '01' }),
    at('path-component', 'a slash in a component', ofOwned, { path: '112f' }),
    at('path-length', 'a component longer than the total', ofOwned, { path: '12026161' }),
    at('path', 'a path that claims gigabytes', ofOwned, { path: 'e1ffffffff' }),
    at('path', 'a path that is too long with the one before', second, {
      end: [0, 1],
      path: `cc2020${'0161'.repeat(31)}61`,
    }),
  ];
}

export function malformedCapabilities(communal: Draft, owned: Draft): readonly Refused[] {
  const malformed = [cut(communal, owned), counts(communal, owned), areas(communal, owned)].flat();
  return malformed.map(([reason, name, hex]) => ({
    rule: RULES[reason],
    case: name,
    hex,
    reason: `InvalidInput: ${reason}`,
  }));
}
