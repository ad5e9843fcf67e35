import type { WebSocket } from 'ws';
import { toGenError, type GenError } from '../core/errors.ts';
import type { FrameRate } from './frame-rate.ts';

/** Frames, and their bytes, that wait to be judged before reading rests. */
const MOST_FRAMES = 32;
const MOST_BYTES = 1024 * 1024;

type Frame = Uint8Array<ArrayBuffer>;

export interface LineOptions {
  readonly socket: WebSocket;
  readonly rate: FrameRate;
  readonly judge: (frame: Frame) => Promise<void>;
  /** Called once; nothing is judged after it. */
  readonly onRefused: (error: GenError) => void;
}

/**
 * The frames of one socket, judged in their order. Nothing piles up: while some wait or the socket is ahead of its
 * rate, it is not read, and the sender's own buffers fill instead of ours.
 */
export class FrameLine {
  readonly #options: LineOptions;
  readonly #waiting: Frame[] = [];
  #bytes = 0;
  #restUntil = 0;
  #isJudging = false;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  push(frame: Frame): void {
    this.spend(frame.length);
    if (this.#ended) return;
    this.#waiting.push(frame);
    this.#bytes += frame.length;
    this.#restOrRead();
    if (!this.#isJudging) void this.#judgeAll();
  }

  /** For what is no frame to judge, a ping, and costs all the same. */
  spend(bytes: number): void {
    if (this.#ended) return;
    const now = performance.now();
    try {
      this.#restUntil = now + this.#options.rate.take(bytes, now);
      this.#restOrRead();
    } catch (thrown) {
      this.#refuse(thrown);
    }
  }

  end(): void {
    this.#ended = true;
    this.#waiting.length = 0;
    clearTimeout(this.#timer);
  }

  async #judgeAll(): Promise<void> {
    this.#isJudging = true;
    for (let frame = this.#waiting.shift(); frame !== undefined; frame = this.#waiting.shift()) {
      this.#bytes -= frame.length;
      try {
        await this.#options.judge(frame);
      } catch (thrown) {
        this.#refuse(thrown);
      }
      this.#restOrRead();
    }
    this.#isJudging = false;
  }

  #refuse(thrown: unknown): void {
    if (this.#ended) return;
    this.end();
    this.#options.onRefused(toGenError(thrown));
  }

  #restOrRead(): void {
    if (this.#ended) return;
    const { socket } = this.#options;
    const rest = this.#restUntil - performance.now();
    const isFull = this.#waiting.length > MOST_FRAMES || this.#bytes > MOST_BYTES;
    if ((rest > 0 || isFull) !== socket.isPaused) {
      if (socket.isPaused) socket.resume();
      else socket.pause();
    }
    clearTimeout(this.#timer);
    if (rest > 0) this.#timer = setTimeout(() => this.#restOrRead(), rest);
  }
}
