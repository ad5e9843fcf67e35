import type { Area } from '../../src/core/access/area.ts';
import { area } from '../../tests/access/keys.ts';
import { naiveAreaInArea } from '../../tests/access/naive.ts';
import { ALL, CLOSED, LATEST, PAIRS, plainArea } from './area-pairs.ts';
import { pathHex } from './path-text.ts';
import { ALICE, BOB } from './people.ts';
import { rawArea } from './raw-area.ts';
import { beginnings, hexOf, type Refused } from './vector.ts';

/** Bytes that are no area inside the outer one. */

const any = undefined;
const [alice, bob] = [ALICE.key, BOB.key];

const RULES = {
  truncated: 'as many bytes as announced',
  'not-canonical': 'one area has one encoding',
  'integer-too-large': 'at most 2^53 - 1',
  timestamp: 'times from 0 to 2^53 - 1',
  'time-range': 'start < end',
  'area-not-included': 'the outer area includes the inner one',
  'trailing-bytes': 'nothing left over',
  path: 'at most 32 components and 1024 bytes, those of the outer path counted too',
  'path-component': 'a component is 1 to 128 bytes of 0x21 to 0x7e without 0x2f',
  'path-length': 'the components are as long as the total, together',
} as const;

type Malformed = readonly [reason: keyof typeof RULES, name: string, outer: Area, hex: string];

function cut(): readonly Malformed[] {
  const whole = PAIRS.filter(([name]) =>
    ['one author', 'the latest start', 'the latest end', 'distances of two bytes', 'one path'].includes(name),
  );
  const parts = whole.flatMap(([name, outer, inner]) =>
    beginnings(hexOf(naiveAreaInArea(inner, outer)), 1).map((hex): Malformed => [
      'truncated',
      `${hex.length / 2} bytes of ${name}`,
      outer,
      hex,
    ]),
  );
  return [['truncated', 'nothing', ALL, ''], ...parts];
}

/** A number in more bytes than it needs, at each width. */
function wideTags(): readonly Malformed[] {
  const values = [1, 5, 255, 256, 65_535, 65_536, 2 ** 32 - 1];
  return values.flatMap((value) =>
    [2, 4, 8]
      .filter((bytes) => value < 256 ** (bytes / 2))
      .flatMap((bytes): Malformed[] => {
        const end = rawArea({ end: [value, bytes], endFromStart: true });
        return [
          ['not-canonical', `a start of ${value} in ${bytes} bytes`, ALL, rawArea({ start: [value, bytes] })],
          ['not-canonical', `an end of ${value} in ${bytes} bytes`, ALL, end],
        ];
      }),
  );
}

function otherBounds(): readonly Malformed[] {
  const fromEnd = { startFromStart: false } as const;
  return [
    ['not-canonical', 'a start counted from an open end', ALL, '400000'],
    ['not-canonical', 'an end counted from an open end', ALL, '20050a00'],
    ['not-canonical', 'both counted from an open end', ALL, '000a0500'],
    ['not-canonical', 'an open end said to count from the start', ALL, '700000'],
    ['not-canonical', 'tag 1 for an end that is open', ALL, '610000'],
    ['not-canonical', 'tag 2 for an end that is open', ALL, '620000'],
    ['not-canonical', 'tag 3 for an end that is open', ALL, '630000'],
    ...[0, 1, 49].map((near): Malformed => {
      const hex = rawArea({ ...fromEnd, start: [100 - near, 1], end: [0, 1] });
      return ['not-canonical', `a start ${near} from the start, counted from the end`, CLOSED, hex];
    }),
    ...[1, 49].map((near): Malformed => {
      const hex = rawArea({ start: [100 - near, 1], end: [0, 1] });
      return ['not-canonical', `a start ${near} from the end, counted from the start`, CLOSED, hex];
    }),
    ...[0, 1, 49].map((near): Malformed => {
      const hex = rawArea({ end: [100 - near, 1], endFromStart: true });
      return ['not-canonical', `an end ${near} from the end, counted from the start`, CLOSED, hex];
    }),
    ...[1, 49].map((near): Malformed => {
      const hex = rawArea({ end: [100 - near, 1] });
      return ['not-canonical', `an end ${near} from the start, counted from the end`, CLOSED, hex];
    }),
    ['not-canonical', 'a start as near to both, from the start', CLOSED, '20320000'],
    ['not-canonical', 'an end as near to both, from the start', CLOSED, '30003200'],
    ['not-canonical', 'a subspace that is known', area(alice, []), rawArea({ subspace: hexOf(alice) })],
  ];
}

function widened(): readonly Malformed[] {
  const include = 'area-not-included';
  return [
    [include, 'another subspace', area(alice, []), rawArea({ subspace: hexOf(bob) })],
    [include, 'an open end in a closed range', CLOSED, '600000'],
    [include, 'an open end near the end', CLOSED, '400100'],
    ...[101, 102, 255].map((end): Malformed => [
      include,
      `an end ${end - 100} beyond the outer one`,
      CLOSED,
      rawArea({ end: [end, 1], endFromStart: true }),
    ]),
    ...[101, 150, 200].map((distance): Malformed => {
      const hex = rawArea({ startFromStart: false, start: [distance, 1], end: [0, 1] });
      return [include, `a start ${distance - 100} before the outer one`, CLOSED, hex];
    }),
    [
      include,
      'a start at the outer end',
      CLOSED,
      rawArea({ start: [100, 1], end: [101, 1], endFromStart: true }),
    ],
    [include, 'both before the outer start', CLOSED, '008c7800'],
  ];
}

function times(): readonly Malformed[] {
  const sum = (outer: number): Malformed => [
    'timestamp',
    `2^53 - 1 after ${outer}`,
    area(any, [], outer),
    rawArea({ start: [LATEST, 8] }),
  ];
  const large = [2n ** 53n, 2n ** 53n + 1n, 2n ** 60n, 2n ** 63n, 2n ** 64n - 1n];
  return [
    ['time-range', 'a start at its end', CLOSED, '30050500'],
    ['time-range', 'a start after its end', CLOSED, '30060500'],
    ['time-range', 'a start at its end, both from the end', CLOSED, '00050500'],
    ['time-range', 'a start after its end, both from the end', CLOSED, '00050600'],
    ['time-range', 'start and end at the outer start', CLOSED, rawArea({ end: [0, 1], endFromStart: true })],
    ['time-range', 'start and end at 0', ALL, rawArea({ end: [0, 1], endFromStart: true })],
    ['time-range', 'an end before its start in everything', ALL, '300a0500'],
    ['timestamp', 'a start before time began', area(any, [], 0, 5), '00060000'],
    ['timestamp', 'an end before time began', area(any, [], 0, 5), '20000600'],
    sum(1),
    sum(LATEST),
    ['timestamp', 'an end at 2^53', area(any, [], 1), rawArea({ end: [LATEST, 8], endFromStart: true })],
    ...large.flatMap((value): Malformed[] => [
      ['integer-too-large', `a start of ${value}`, ALL, rawArea({ start: [value, 8] })],
      ['integer-too-large', `an end of ${value}`, ALL, rawArea({ end: [value, 8], endFromStart: true })],
    ]),
  ];
}

function paths(): readonly Malformed[] {
  const deep = area(
    any,
    Array.from({ length: 32 }, () => 'a'),
  );
  const long = area(
    any,
    Array.from({ length: 8 }, () => 'k'.repeat(128)),
  );
  const at = (reason: keyof typeof RULES, name: string, path: string, outer = ALL): Malformed => [
    reason,
    name,
    outer,
    rawArea({ path }),
  ];
  return [
    at('path-component', 'an empty component', '01'),
    at('path-component', 'a slash', '112f'),
    at('path-component', 'a space', '1120'),
    at('path-component', 'a byte beyond ASCII', '11e4'),
    at('path-component', 'a component of 129 bytes', pathHex('k'.repeat(129))),
    at('path-length', 'a total without a component', '10'),
    at('path-length', 'a component longer than the total', '12026161'),
    at('not-canonical', 'a total that would fit its tag', 'c10161'),
    at('not-canonical', 'a count that would fit its tag', '1c0161'),
    at('not-canonical', 'a component length that would fit its tag', '22fc016161'),
    at('path', '33 components', pathHex(Array.from({ length: 33 }, () => 'a').join('/'))),
    at('path', 'the 33rd component', '1161', deep),
    at('path', 'the 1025th byte', '1161', long),
  ];
}

function leftOver(): readonly Malformed[] {
  return PAIRS.slice(0, 16).map(([name, outer, inner], index): Malformed => {
    const more = ['00', '61', 'ff'][index % 3] ?? '';
    return ['trailing-bytes', `${name} and ${more}`, outer, hexOf(naiveAreaInArea(inner, outer)) + more];
  });
}

export function malformedAreas(): readonly Refused[] {
  const malformed = [cut(), wideTags(), otherBounds(), widened(), times(), paths(), leftOver()].flat();
  return malformed.map(([reason, name, outer, hex]) => ({
    rule: RULES[reason],
    case: name,
    outer: plainArea(outer),
    hex,
    reason: `InvalidInput: ${reason}`,
  }));
}
