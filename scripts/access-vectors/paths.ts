import { limits, MALFORMED, type Malformed } from './malformed-paths.ts';
import { caseOf, K, pathHex, times } from './path-text.ts';
import type { Refused, Vectors } from './vector.ts';

/** Paths, whole (`prefix` empty) and beyond a prefix. */

const PATHS = [
  '',
  'a',
  'ab',
  'a/b',
  'ab/cd',
  'blog/ideas/fun',
  'modules/io/acme/codec/@/metadata/name',
  'modules/io/acme',
  'revocations',
  '!',
  '~',
  '.',
  '-0',
  '%2f',
  K(11),
  K(12),
  K(127),
  K(128),
  times(11, 'a'),
  times(12, 'a'),
  `${K(5)}/${K(6)}`,
  `${K(6)}/${K(6)}`,
  `${K(127)}/${K(128)}`,
  `${K(128)}/${K(128)}`,
  times(31, 'a'),
];
/** As long as a path may be, and so only without a prefix. */
const LONGEST = [times(32, 'a'), times(8, K(128)), times(32, K(32))];

function refusedBeyond(prefix: string, malformed: readonly Malformed[]): readonly Refused[] {
  return malformed.map(([rule, name, hex, reason]) => ({
    rule,
    case: name,
    prefix,
    hex,
    reason: `InvalidInput: ${reason}`,
  }));
}

export function pathVectors(): Vectors {
  return {
    accepted: [...PATHS, ...LONGEST].map((path) => ({
      case: caseOf(path),
      prefix: '',
      hex: pathHex(path),
      value: path,
    })),
    refused: refusedBeyond('', [...MALFORMED, ...limits('')]),
  };
}

export function pathBeyondVectors(): Vectors {
  const prefixes = ['a', 'modules/io', 'modules/io/acme/codec/@'];
  const accepted = PATHS.slice(0, -1).map((path, index) => {
    const prefix = prefixes[index % 3] ?? '';
    const value = path === '' ? prefix : `${prefix}/${path}`;
    return { case: `${index + 1}: beyond ${prefix}`, prefix, hex: pathHex(path), value };
  });
  const full = [times(31, 'a'), times(32, 'a'), times(8, K(127)), times(8, K(128))];
  return {
    accepted: [
      ...accepted,
      { case: 'the 32nd component', prefix: times(31, 'a'), hex: '1161', value: times(32, 'a') },
      { case: 'nothing beyond 32 components', prefix: times(32, 'a'), hex: '00', value: times(32, 'a') },
      { case: 'nothing beyond 1024 bytes', prefix: times(8, K(128)), hex: '00', value: times(8, K(128)) },
      {
        case: 'the last 8 of 1024 bytes',
        prefix: times(8, K(127)),
        hex: pathHex(K(8)),
        value: `${times(8, K(127))}/${K(8)}`,
      },
    ],
    refused: [
      ...refusedBeyond('modules/io', MALFORMED),
      ...full.flatMap((prefix) => refusedBeyond(prefix, limits(prefix))),
    ],
  };
}
