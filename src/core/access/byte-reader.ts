import { GenError } from '../errors.ts';

/** Reads forward through bytes of unknown origin; what it hands out is a copy. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** @throws GenError InvalidInput `truncated`, before anything is allocated. */
  take(length: number): Uint8Array<ArrayBuffer> {
    if (length > this.remaining)
      throw new GenError('InvalidInput', 'truncated', { missing: length - this.remaining });
    const taken = Uint8Array.from(this.#bytes.subarray(this.#offset, this.#offset + length));
    this.#offset += length;
    return taken;
  }

  /** @throws GenError InvalidInput `truncated`. */
  byte(): number {
    const [byte = 0] = this.take(1);
    return byte;
  }

  /** @throws GenError InvalidInput `trailing-bytes`. */
  end(): void {
    if (this.remaining > 0) throw new GenError('InvalidInput', 'trailing-bytes', { bytes: this.remaining });
  }
}
