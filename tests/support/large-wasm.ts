import { body, code, exported, exports, func, functions, HEADER, leb, text, types } from '../wasm/binary.ts';

const FUNCTIONS = 10_000;

/** Bytes that no compression makes smaller. */
function noise(bytes: number, seed: number): Uint8Array<ArrayBuffer> {
  const content = new Uint8Array(bytes);
  let state = seed;
  for (let place = 0; place < bytes; place += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    content[place] = state >>> 24;
  }
  return content;
}

/** A sound module with a custom section of so many bytes. */
export function largeWasm(bytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  const small = [types(func([], [])), functions(0), exports(exported('run', 0, 0)), code(body())].flat();
  const name = text('ballast');
  const ballast = noise(bytes, seed);
  const header = [0, ...leb(name.length + bytes), ...name];
  return joined([HEADER, small, header, ballast]);
}

/** A sound module of about so many bytes, nearly all of them functions that compute: what an engine compiles. */
export function largeCode(bytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  // `local.get 0; i32.const n; i32.add; local.set 0`, again and again.
  const steps = Math.floor(bytes / FUNCTIONS / 11);
  const bodySize = 1 + 2 + 11 * steps + 1;
  const item = new Uint8Array(leb(bodySize).length + bodySize);
  const contents = new Uint8Array(item.length * FUNCTIONS);
  let state = seed;
  for (let place = 0; place < FUNCTIONS; place += 1) {
    const parts: number[] = [...leb(bodySize), 1, 1, 0x7f];
    for (let step = 0; step < steps; step += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      // Five bytes of a signed number, whatever it is.
      const digits = [0, 7, 14, 21].map((shift) => ((state >>> shift) & 127) | 128);
      parts.push(0x20, 0, 0x41, ...digits, (state >> 28) & 127, 0x6a, 0x21, 0);
    }
    parts.push(0x0b);
    item.set(parts);
    contents.set(item, place * item.length);
  }
  const count = leb(FUNCTIONS);
  const indices = new Uint8Array(FUNCTIONS);
  const head = [...types(func([], [])), 3, ...leb(count.length + FUNCTIONS), ...count];
  const offered = exports(exported('run', 0, 0));
  return joined([
    HEADER,
    head,
    indices,
    offered,
    [10, ...leb(count.length + contents.length), ...count],
    contents,
  ]);
}

function joined(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
