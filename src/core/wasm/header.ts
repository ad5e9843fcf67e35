import { refusal } from './cursor.ts';

export const HEADER_SIZE = 8;

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
/** Version and layer: two 16-bit numbers, little endian. */
const LAYERS = { core: [0x01, 0x00, 0x00, 0x00], component: [0x0d, 0x00, 0x01, 0x00] } as const;

export type Layer = keyof typeof LAYERS;

function startsWith(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((value, index) => bytes[at + index] === value);
}

/** @throws GenError WasmInvalid `magic`. */
export function checkMagic(bytes: Uint8Array): void {
  if (!startsWith(bytes, 0, MAGIC)) throw refusal('magic', 0, 'not a WebAssembly binary');
}

/** Core module (version 1) or component. @throws GenError WasmInvalid `version`. */
export function layerOf(bytes: Uint8Array): Layer {
  if (startsWith(bytes, 4, LAYERS.core)) return 'core';
  if (startsWith(bytes, 4, LAYERS.component)) return 'component';
  const found = [...bytes.subarray(4, HEADER_SIZE)]
    .map((value) => value.toString(16).padStart(2, '0'))
    .join(' ');
  throw refusal('version', 4, bytes.length < HEADER_SIZE ? 'the file ends in its header' : found);
}
