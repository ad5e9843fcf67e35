import { beginnings, byteHex, wide, type Accepted, type Refused, type Vectors } from './vector.ts';

/** Compact integers with a tag of `width` bits. `hex` is what follows somewhere behind the tag. */

const BODIES = [1, 2, 4, 8] as const;
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const VALUES = [
  0, 1, 2, 3, 7, 10, 11, 12, 13, 127, 128, 250, 251, 252, 253, 254, 255, 256, 257, 300, 4095, 32_767, 65_534,
  65_535, 65_536, 65_537, 16_777_216, 2_147_483_648, 4_294_967_294, 4_294_967_295, 4_294_967_296,
  4_294_967_297, 1_099_511_627_776, 281_474_976_710_655, 4_503_599_627_370_496, 9_007_199_254_740_990,
  9_007_199_254_740_991,
];

/** How many bytes follow the least tag that fits. */
function leastBytes(value: number, width: number): 0 | 1 | 2 | 4 | 8 {
  if (value < 2 ** width - 4) return 0;
  return BODIES.find((bytes) => value < 256 ** bytes) ?? 8;
}

function tagOf(bytes: 1 | 2 | 4 | 8, width: number): number {
  return 2 ** width - 4 + BODIES.indexOf(bytes);
}

export function integerVectors(width: 2 | 4 | 8): Vectors {
  const accepted = VALUES.map((value) => {
    const bytes = leastBytes(value, width);
    const tag = bytes === 0 ? value : tagOf(bytes, width);
    return { case: String(value), tag, hex: wide(value, bytes), value };
  });
  const refused: Refused[] = [];
  const add = (rule: string, name: string, tag: number, hex: string, reason: string) =>
    refused.push({ rule, case: name, tag, hex, reason: `InvalidInput: ${reason}` });

  for (const bytes of BODIES) {
    const tag = tagOf(bytes, width);
    const least = accepted.find((vector) => vector.tag === tag);
    for (const hex of beginnings(least?.hex ?? '', 0)) {
      add('as many bytes as the tag announces', `${hex.length / 2} of ${bytes} bytes`, tag, hex, 'truncated');
    }
    for (const value of VALUES.filter((number) => leastBytes(number, width) < bytes)) {
      add('the least tag that fits', `${value} in ${bytes} bytes`, tag, wide(value, bytes), 'not-canonical');
    }
  }
  const tooLarge = Array.from({ length: 11 }, (_, index) => 2n ** BigInt(53 + index));
  for (const value of [...tooLarge, SAFE + 2n, SAFE + 3n, 2n ** 63n - 1n, 2n ** 64n - 1n]) {
    add('at most 2^53 - 1', String(value), tagOf(8, width), wide(value, 8), 'integer-too-large');
  }
  for (const [index, vector] of accepted.entries()) {
    const more = byteHex([0x00, 0xff, vector.tag][index % 3] ?? 0);
    add('nothing left over', `${vector.case} and ${more}`, vector.tag, vector.hex + more, 'trailing-bytes');
  }
  return { accepted: accepted satisfies readonly Accepted[], refused };
}
