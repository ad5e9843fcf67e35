import { caseOf, K, pathHex, split, times } from './path-text.ts';
import { asciiHex, beginnings, byteHex, wide } from './vector.ts';

/** Bytes that are no path. */

const RULES = {
  truncated: 'as many bytes as the lengths announce',
  'not-canonical': 'the least tag that fits',
  'path-length': 'the components are as long as the total, together',
  'integer-too-large': 'at most 2^53 - 1',
  'trailing-bytes': 'nothing left over',
} as const;
const LIMITS = 'at most 32 components and 1024 bytes, the prefix counted too';
const LENGTH = 'a component has 1 to 128 bytes';
const ALPHABET = 'each byte 0x21 to 0x7e without 0x2f';

export type Malformed = readonly [rule: string, name: string, hex: string, reason: string];
const by = (reason: keyof typeof RULES, name: string, hex: string): Malformed => [
  RULES[reason],
  name,
  hex,
  reason,
];

function lengths(): readonly Malformed[] {
  const cut = ['blog/ideas/fun', times(12, 'ab'), `${K(12)}/a`].flatMap((path) =>
    beginnings(pathHex(path), 1).map((hex) => by('truncated', `${hex.length / 2} bytes of ${path}`, hex)),
  );
  return [
    by('truncated', 'nothing', ''),
    ...cut,
    by('truncated', 'a total of two bytes, one of them missing', 'd101'),
    by('truncated', 'a total one too great', '2161'),
    by('truncated', 'a component length without its further bytes', '52fc'),
    by('trailing-bytes', 'a total one too small, so that the last component ends early', '320161626364'),
    ...['', 'a', 'ab/cd', 'blog/ideas/fun', K(12)].flatMap((path) =>
      ['00', 'ff', '61'].map((more) => by('trailing-bytes', `"${path}" and ${more}`, pathHex(path) + more)),
    ),
    by('path-length', 'a total without a component', '10'),
    by('path-length', 'a total without a component, and its bytes', '1061'),
    by('path-length', 'a total of twelve without a component', 'c00c'),
    by('path-length', 'a first component longer than the total', '12026161'),
    by('path-length', 'a second component longer than what is left', '33016103616161'),
    by('path-length', 'a first component of 255 bytes of 12', 'c20cfcff61'),
    by('integer-too-large', 'a total of 2^53', `f1${wide(2n ** 53n, 8)}`),
    by('integer-too-large', 'a total of 2^64 - 1', `f1${'ff'.repeat(8)}`),
    by('integer-too-large', 'a count of 2^53', `1f${wide(2n ** 53n, 8)}`),
    by('integer-too-large', 'a component of 2^53 bytes', `22ff${wide(2n ** 53n, 8)}`),
  ];
}

function wideTags(): readonly Malformed[] {
  const [tags, bytes] = [
    [0xc, 0xd, 0xe, 0xf],
    [1, 2, 4, 8],
  ] as const;
  return tags.flatMap((tag, index) => {
    const size = bytes[index] ?? 1;
    const inBytes = `in ${size} bytes`;
    return [
      by('not-canonical', `a total of 1 ${inBytes}`, `${tag.toString(16)}1${wide(1, size)}61`),
      by(
        'not-canonical',
        `a total of 11 ${inBytes}`,
        `${tag.toString(16)}1${wide(11, size)}${asciiHex(K(11))}`,
      ),
      by('not-canonical', `a count of 1 ${inBytes}`, `1${tag.toString(16)}${wide(1, size)}61`),
      by('not-canonical', `a count of 0 ${inBytes}`, `0${tag.toString(16)}${wide(0, size)}`),
      by('not-canonical', `a length of 1 ${inBytes}`, `22${byteHex(0xfc + index)}${wide(1, size)}6161`),
    ];
  });
}

function components(): readonly Malformed[] {
  const odd = [0x00, 0x01, 0x09, 0x0a, 0x0d, 0x1f, 0x20, 0x2f, 0x7f, 0x80, 0xa0, 0xc3, 0xe4, 0xff];
  const alphabet = odd.flatMap((byte): Malformed[] => {
    const hex = byteHex(byte);
    return [
      [ALPHABET, `${hex} alone`, `11${hex}`, 'path-component'],
      [ALPHABET, `${hex} in the first of two`, `4202${hex}616161`, 'path-component'],
      [ALPHABET, `${hex} at the end`, `4202616161${hex}`, 'path-component'],
    ];
  });
  return [
    ...alphabet,
    [ALPHABET, 'a letter of two bytes', '21c3a4', 'path-component'],
    [LENGTH, 'an empty one alone', '01', 'path-component'],
    [LENGTH, 'an empty one first', '120061', 'path-component'],
    [LENGTH, 'an empty one in the middle', '2301610061', 'path-component'],
    [LENGTH, 'an empty one last', '120161', 'path-component'],
    [LENGTH, 'two empty ones', '0200', 'path-component'],
    [LENGTH, '129 bytes alone', `c181${asciiHex(K(129))}`, 'path-component'],
    [LENGTH, '129 bytes before one', `c28281${asciiHex(K(129))}61`, 'path-component'],
    [LENGTH, '129 bytes after one', `c2820161${asciiHex(K(129))}`, 'path-component'],
  ];
}

/** What is one byte too long, in components that are each short enough. */
function oneByteMore(bytes: number): string | undefined {
  if (bytes === 1025) return `${times(8, K(120))}/${K(65)}`;
  return bytes <= 128 ? K(bytes) : undefined;
}

/** For each prefix, what is one too many. */
export function limits(prefix: string): readonly Malformed[] {
  const held = split(prefix);
  const components = 33 - held.length;
  const bytes = 1025 - held.join('').length;
  const long = oneByteMore(bytes);
  const beyond = prefix === '' ? '' : ` beyond ${caseOf(prefix)}`;
  const many = pathHex(times(components, 'a'));
  return [
    [LIMITS, `${components} components more${beyond}`, many, 'path'],
    ...(long === undefined ? [] : [[LIMITS, `${bytes} bytes more${beyond}`, pathHex(long), 'path'] as const]),
  ];
}

/** Lengths that are refused before what they announce is looked for. */
const CLAIMS: readonly Malformed[] = [
  [LIMITS, '40 components', pathHex(times(40, 'a')), 'path'],
  [LIMITS, '33 components of which none is there', 'cc2121', 'path'],
  [LIMITS, '1025 bytes of which none is there', 'd10401', 'path'],
  [LIMITS, 'four gigabytes of which none is there', 'e1ffffffff', 'path'],
  [LIMITS, '2^32 components of which none is there', `1f${wide(2n ** 32n, 8)}`, 'path'],
];

/** Whatever the prefix. */
export const MALFORMED: readonly Malformed[] = [...lengths(), ...wideTags(), ...components(), ...CLAIMS];
