/** What a refusal of the section reader means, by its reason (`src/core/wasm/`); the byte stands in the technical text. */
const REASONS: Readonly<Record<string, string>> = {
  'unexpected-end': 'It ends in the middle of something: it was cut off, or a length in it is wrong.',
  leb128: 'A number is written in a way that the format does not allow.',
  utf8: 'A name is no proper text.',
  count: 'It announces more of something than the file has room for.',
  'section-id': 'It has a section of a kind that does not exist.',
  'section-order': 'Its sections stand in a wrong order, or one stands there twice.',
  'section-size': 'A section says that it is longer than what is left of the file: it was cut off.',
  'section-length': 'A section says another length than its contents have.',
  'type-form': 'It describes a type of a kind that does not exist.',
  'value-type': 'It names a type of values that does not exist.',
  'heap-type': 'It names a type of references that does not exist.',
  'extern-kind': 'It imports or exports something of a kind that does not exist.',
  'constant-expression': 'A starting value or a place is not a constant, as it has to be.',
  locals: 'A function has more local variables than can be counted.',
  'duplicate-export': 'Two exports have the same name.',
  'duplicate-import': 'Two imports have the same name.',
  index: 'It names something by a number that nothing has.',
  'export-index': 'It exports something that is not there.',
  'function-count': 'Functions are declared that have no body, or the other way round.',
  'function-end': 'The body of a function does not end where it says.',
  'data-count': 'It announces another number of data segments than it has.',
  'start-index': 'The function to start with is not there.',
  'start-type': 'The function to start with takes or returns something, which it must not.',
  'type-index': 'Something is said to be of a type that is not there.',
  limits: 'The least and the most of a memory or table contradict each other or the format.',
  'limits-flags': 'The least and the most of a memory or table are written in an unknown way.',
};

/** @param reason technical text of a check: `leb128 at byte 9 (…)`. */
export function reasonWords(reason: string): string {
  const [key = ''] = reason.split(' ', 1);
  return REASONS[key] ?? 'Something in it is not as the format says.';
}

interface Signature {
  readonly bytes: readonly number[];
  readonly words: string;
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** What people drop by mistake, by its first bytes. */
const SIGNATURES: readonly Signature[] = [
  {
    bytes: ascii('(module'),
    words: 'It looks like the text form of WebAssembly: translate it (wat2wasm) first.',
  },
  { bytes: ascii('(component'), words: 'It looks like the text form of a component: translate it first.' },
  { bytes: [0x1f, 0x8b], words: 'It looks compressed (gzip): unpack it first.' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], words: 'It looks compressed (zstd): unpack it first.' },
  { bytes: ascii('PK\u0003\u0004'), words: 'It looks like a zip archive: unpack it first.' },
  { bytes: [0x7f, ...ascii('ELF')], words: 'It looks like a program or library for Linux.' },
  { bytes: ascii('MZ'), words: 'It looks like a program or library for Windows.' },
  { bytes: [0xcf, 0xfa, 0xed, 0xfe], words: 'It looks like a program or library for macOS.' },
  { bytes: ascii('!<arch>'), words: 'It looks like an archive of object files: link them first.' },
  { bytes: ascii('BC\u00c0\u00de'), words: 'It looks like LLVM bitcode: link it first.' },
  { bytes: ascii('%PDF'), words: 'It looks like a PDF document.' },
  { bytes: [0x89, ...ascii('PNG')], words: 'It looks like a picture (PNG).' },
  { bytes: [0xff, 0xd8, 0xff], words: 'It looks like a picture (JPEG).' },
  { bytes: ascii('<!'), words: 'It looks like a web page: perhaps the address answered with an error.' },
  { bytes: ascii('<html'), words: 'It looks like a web page: perhaps the address answered with an error.' },
  { bytes: ascii('version https://git-lfs'), words: 'It is a pointer of Git LFS: fetch the file itself.' },
  { bytes: ascii('{'), words: 'It looks like JSON.' },
];

/** Enough of a file for `looksLike` and `firstBytes`. */
export const HEAD_SIZE = 32;

export function looksLike(head: Uint8Array): string | undefined {
  return SIGNATURES.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte))?.words;
}

const SHOWN = 12;

/** `25 50 44 46 2d 31 “%PDF-1”`: as bytes, and what of it is plain text. */
export function firstBytes(head: Uint8Array): string {
  const shown = head.subarray(0, SHOWN);
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = String.fromCharCode(...shown).replace(/[^\u0020-\u007e]/g, '·');
  return `${hex} “${text}”`;
}
