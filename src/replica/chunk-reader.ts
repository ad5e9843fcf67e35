import { GenError } from '../core/errors.ts';

export function unreadable(): GenError {
  return new GenError('InvalidInput', 'change');
}

/** Reads numbers and skips fields of a chunk's body; anything past its end is a refusal. */
export class ChunkReader<Buffer extends ArrayBufferLike = ArrayBufferLike> {
  #at = 0;
  readonly #bytes: Uint8Array<Buffer>;

  constructor(bytes: Uint8Array<Buffer>) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Unsigned LEB128, at most 53 bits. */
  unsigned(): number {
    let value = 0;
    for (let shift = 0; shift < 8; shift += 1) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    throw unreadable();
  }

  /** Signed LEB128, at most 53 bits. */
  signed(): number {
    let value = 0;
    for (let shift = 0; shift < 8; shift += 1) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return (byte & 0x40) === 0 ? value : value - 2 ** (7 * (shift + 1));
    }
    throw unreadable();
  }

  take(length: number): Uint8Array<Buffer> {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw unreadable();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw unreadable();
    this.#at += 1;
    return byte;
  }
}
