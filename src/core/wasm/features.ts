import { fromHex } from '../bytes.ts';
import { engine } from './engine.ts';

/**
 * What a binary's declarations need beyond WebAssembly 1.0, each with the body of the smallest module that needs
 * it: an engine that refuses that module lacks the feature. What only instructions need is not listed: the engine
 * names it in its own refusal.
 */
const PROBES = {
  'bulk-memory': '0c0100',
  'custom-page-sizes': '050401080000',
  exceptions: '0104016000000d03010000',
  exnref: '040401690000',
  'extended-const': '0609017f00410141016a0b',
  gc: '0103015f00',
  'long-limits': '05080100808080808000',
  memory64: '0503010401',
  'multi-memory': '05050200000000',
  'multi-value': '0106016000027f7f',
  'mutable-globals': '0206010000037f01',
  'reference-types': '0404016f0000',
  simd: '01050160017b00',
  'stack-switching': '0106026000005d00',
  table64: '040401700400',
  threads: '050401030102',
  'typed-references': '01040160000004050163000000',
} as const satisfies Record<string, string>;

export type Feature = keyof typeof PROBES;

/** The smallest module: header only. */
export const EMPTY_MODULE = fromHex('0061736d01000000');

/** Those of `needed` that this engine lacks. A few microseconds for each. */
export function missingFeatures(needed: Iterable<Feature>): Feature[] {
  return [...needed].filter((feature) => !engine.validate(fromHex(`0061736d01000000${PROBES[feature]}`)));
}
