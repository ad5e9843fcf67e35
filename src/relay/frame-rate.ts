import { GenError } from '../core/errors.ts';

/** Seconds of the rate that may come at once. */
const BURST = 8;
/** How many bursts somebody may be ahead, by what had been on its way when reading stopped. */
const FAR = 4;

/** A bucket that refills at a rate, and may be overdrawn. */
class Allowance {
  readonly #rate: number;
  #left: number;
  #at: number;

  constructor(rate: number, now: number) {
    this.#rate = rate;
    this.#left = rate * BURST;
    this.#at = now;
  }

  /** @returns milliseconds until it is no longer overdrawn; `Infinity` when it is overdrawn by far. */
  take(amount: number, now: number): number {
    this.#left = Math.min(this.#rate * BURST, this.#left + ((now - this.#at) * this.#rate) / 1000) - amount;
    this.#at = now;
    if (this.#left >= 0) return 0;
    return this.#left < -this.#rate * BURST * FAR ? Infinity : (-this.#left * 1000) / this.#rate;
  }
}

/** How fast one socket may send. Who sends faster is read later; who sends by far too much is refused. */
export class FrameRate {
  readonly #limits: { readonly framesPerSecond: number; readonly bytesPerSecond: number };
  readonly #frames: Allowance;
  readonly #bytes: Allowance;

  constructor(limits: { readonly framesPerSecond: number; readonly bytesPerSecond: number }, now: number) {
    this.#limits = limits;
    this.#frames = new Allowance(limits.framesPerSecond, now);
    this.#bytes = new Allowance(limits.bytesPerSecond, now);
  }

  /**
   * @returns milliseconds that reading should rest.
   * @throws GenError QuotaExceeded `frames`
   */
  take(bytes: number, now: number): number {
    const rest = Math.max(this.#frames.take(1, now), this.#bytes.take(bytes, now));
    if (rest === Infinity) throw new GenError('QuotaExceeded', 'frames', { ...this.#limits });
    return rest;
  }
}
