import {
  code,
  custom,
  data,
  dataCount,
  FULL_MODULE,
  func,
  HEADER,
  i32Const,
  memories,
  section,
  types,
  wasm,
} from '../binary.ts';
import { INTEGER_PLACES } from './integer-places.ts';
import { bitsOf, longest, padded } from './integers.ts';
import { NAME_PLACES } from './names.ts';
import { sound } from './sound-case.ts';
import type { SoundCase } from './sound-case.ts';

const VOID = types(func([], []));
const MEMORY = memories([0, 1]);
const AT_0 = i32Const(0);
const SECTIONS = [1, 2, 3, 4, 5, 13, 6, 7, 9, 10, 11];
const CORE_LIMIT_BITS = 32;

const FRAMES: readonly SoundCase[] = [
  sound('a header and nothing else', Uint8Array.from(HEADER)),
  sound('every section once', FULL_MODULE),
  ...SECTIONS.map((id) => sound(`section ${id} without items`, wasm(section(id, [0])))),
  sound(
    'every section without items',
    wasm(...SECTIONS.slice(0, 9).map((id) => section(id, [0])), dataCount(0), code(), data()),
  ),
  sound('a data count of none without data', wasm(dataCount(0))),
  sound('a data count without need', wasm(MEMORY, dataCount(1), data([0, ...AT_0, 0]))),
  sound(
    'a custom section between all others',
    wasm(...SECTIONS.flatMap((id) => [custom('x', id), section(id, [0])]), custom('x')),
  ),
  sound('1,000 custom sections of one name', wasm(...Array.from({ length: 1000 }, () => custom('again')))),
  sound('a custom section of nothing but an empty name', wasm([0, 1, 0])),
  sound('a name section of rubbish', wasm(custom('name', 0xff, 0xff, 0xff))),
  sound('a name section before the types', wasm(custom('name', 0, 2, 1, 0x61), VOID)),
  sound('a producers section of rubbish', wasm(custom('producers', 0x80))),
  sound('a dylink section that is empty', wasm(custom('dylink.0'))),
  sound('a source map URL that is no UTF-8', wasm(custom('sourceMappingURL', 1, 0xff))),
];

/** Each integer in the most bytes that its number of bits allows. */
const LONG_INTEGERS: readonly SoundCase[] = INTEGER_PLACES.map((place) => {
  const length = longest(bitsOf(place));
  const wider = place.bits === CORE_LIMIT_BITS && bitsOf(place) === 64;
  const what = `${place.where} in ${length} bytes`;
  return sound(
    what,
    place.with(padded(place.value, length)),
    wider ? 'limits of a 32-bit memory or table in more than five bytes' : undefined,
  );
});

const encoded = (value: string) => [...new TextEncoder().encode(value)];

const NAMES: readonly SoundCase[] = NAME_PLACES.flatMap(([where, holding]) => [
  sound(`${where} with a NUL`, holding([0x61, 0, 0x62])),
  sound(`${where} of every length of UTF-8`, holding(encoded('aé€🦊'))),
  sound(
    `${where} at the edges of UTF-8`,
    holding(encoded('\u{7f}\u{80}\u{7ff}\u{800}\u{d7ff}\u{e000}\u{ffff}\u{10000}\u{10ffff}')),
  ),
  sound(`${where} that begins with a byte order mark`, holding(encoded('\u{feff}name'))),
  sound(`${where} of 10,000 bytes`, holding(Array<number>(10_000).fill(0x61))),
]);

export const SOUND_FRAMING: readonly SoundCase[] = [...FRAMES, ...LONG_INTEGERS, ...NAMES];
