import { END, func, globals, leb, section, types, wasm } from '../binary.ts';
import { doing, inContext } from './context.ts';
import { INTEGER_PLACES } from './integer-places.ts';
import type { IntegerPlace } from './integer-places.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

/** The value in exactly `length` bytes of LEB128. */
export function padded(value: number, length: number): number[] {
  const bytes = Array.from({ length }, (_, index) => (Math.floor(value / 128 ** index) % 128) | 0x80);
  return [...bytes.slice(0, -1), (bytes.at(-1) ?? 0) & 0x7f];
}

/** The longest encoding that the number of bits allows. */
export const longest = (bits: number) => Math.ceil(bits / 7);

/** Limits are read as 64 bits in release 3.0, whatever the address type. */
const isLimit = ({ where }: IntegerPlace) => /minimum|maximum/.test(where);
export const bitsOf = (place: IntegerPlace) => (isLimit(place) ? 64 : place.bits);

function faultsAt(place: IntegerPlace): MalformedCase[] {
  const bits = bitsOf(place);
  const length = longest(bits);
  const reason = place.reader ? 'leb128' : 'compile';
  const sound = padded(place.value, length);
  const excess = [...sound.slice(0, -1), bits === 64 ? 0x02 : 0x20];
  const signed = place.where.includes('heap type');
  return [
    fault(`${place.where} in ${length + 1} bytes`, reason, place.with(padded(place.value, length + 1))),
    fault(`${place.where} with bits beyond ${signed ? 33 : bits}`, reason, place.with(excess)),
    fault(
      `${place.where} whose last byte says that one more follows`,
      place.reader ? 'leb128' : 'compile',
      place.with([...sound.slice(0, -1), 0x80]),
    ),
  ];
}

const FUNCTION = [...types(func([], [])), 3, 2, 1, 0];
const DROP = 0x1a;

/** Signed integers: constants and block types. The bits past the value must all repeat its sign. */
const SIGNED: readonly MalformedCase[] = [
  ...(
    [
      ['a 32-bit constant', 0x7f, 0x41, 5, [0x08, 0x10, 0x40, 0x70, 0x0f]],
      ['a 64-bit constant', 0x7e, 0x42, 10, [0x01, 0x02, 0x40, 0x7e, 0x3f]],
    ] as const
  ).flatMap(([what, type, opcode, length, lasts]) => {
    const start = Array<number>(length - 1).fill(0x80);
    return [
      fault(
        `${what} of a global in ${length + 1} bytes`,
        'leb128',
        wasm(globals([type, 0, opcode, ...start, 0x80, 0, END])),
      ),
      fault(`${what} of a body in ${length + 1} bytes`, 'compile', doing(opcode, ...start, 0x80, 0, DROP)),
      ...lasts.flatMap((last) => [
        fault(
          `${what} of a global that ends in 0x${last.toString(16)}`,
          'leb128',
          wasm(globals([type, 0, opcode, ...start, last, END])),
        ),
        fault(
          `${what} of a body that ends in 0x${last.toString(16)}`,
          'compile',
          doing(opcode, ...start, last, DROP),
        ),
      ]),
      fault(
        `${what} of a global that does not end`,
        'leb128',
        wasm(section(6, [1, type, 0, opcode, ...start, 0x80])),
      ),
      fault(
        `${what} of a global that its section cuts off`,
        'unexpected-end',
        wasm(section(6, [1, type, 0, opcode, 0x80])),
      ),
    ];
  }),
  fault('a block type in six bytes', 'compile', doing(0x02, ...padded(0, 6), END)),
  fault('a block type with bits beyond 33', 'compile', doing(0x02, 0x80, 0x80, 0x80, 0x80, 0x20, END)),
  fault('a block type whose sign is not repeated', 'compile', doing(0x02, 0xc0, 0xff, 0xff, 0xff, 0x4f, END)),
];

/** Integers that the end of their section or file cuts off. */
const CUT_OFF: readonly MalformedCase[] = [
  fault('a section size that the file cuts off', 'unexpected-end', wasm([1, 0x80])),
  fault('a long section size that the file cuts off', 'unexpected-end', wasm([1, 0x80, 0x80, 0x80, 0x80])),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((id) =>
    fault(
      `an integer that ends section ${id} unfinished`,
      'unexpected-end',
      wasm(FUNCTION.slice(0, id > 2 ? 6 : 0), section(id, [0x80])),
    ),
  ),
  fault('a memory minimum that its section cuts off', 'unexpected-end', wasm(section(5, [1, 0, 0x80]))),
  fault('a memory maximum that its section cuts off', 'unexpected-end', wasm(section(5, [1, 1, 1, 0x80]))),
  fault('a table minimum that its section cuts off', 'unexpected-end', wasm(section(4, [1, 0x70, 0, 0x80]))),
  fault('a name length that its section cuts off', 'unexpected-end', wasm(section(0, [0x80]))),
  fault(
    'a function type that its section cuts off',
    'unexpected-end',
    wasm(FUNCTION.slice(0, 6), section(3, [1, 0x80])),
  ),
  fault('an integer that its body cuts off', 'compile', inContext([0x41, 0x80, END])),
  fault(
    'a local count that its body cuts off',
    'unexpected-end',
    wasm(FUNCTION, section(10, [1, 2, 1, 0x80])),
  ),
  fault(
    'an integer that the file cuts off in a section of its size',
    'section-size',
    wasm([5, ...leb(9), 1, 0, 0x80]),
  ),
];

export const INTEGERS: readonly MalformedCase[] = [
  ...INTEGER_PLACES.flatMap(faultsAt),
  ...SIGNED,
  ...CUT_OFF,
];
