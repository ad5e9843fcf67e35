import type { WebSocket } from 'ws';
import { GenError } from '../core/errors.ts';

export interface BufferLimits {
  /** Bytes for one reader. */
  readonly buffered: number;
  readonly bufferedInAll: number;
}

const RETRY_MS = 10_000;

/** Who does not read what is sent to them is dropped rather than buffered for. */
export class SlowReaders {
  readonly #limits: BufferLimits;
  readonly #onSlow: (socket: WebSocket, error: GenError) => void;
  /** Those for whom something waited when they were last sent to. */
  readonly #behind = new Set<WebSocket>();

  constructor(limits: BufferLimits, onSlow: (socket: WebSocket, error: GenError) => void) {
    this.#limits = limits;
    this.#onSlow = onSlow;
  }

  /** Bytes that wait for readers. */
  get bytes(): number {
    let bytes = 0;
    for (const socket of this.#behind) {
      if (socket.bufferedAmount === 0 || socket.readyState === socket.CLOSED) this.#behind.delete(socket);
      else bytes += socket.bufferedAmount;
    }
    return bytes;
  }

  /** @returns whether something may be sent to it. */
  mayReceive(socket: WebSocket): boolean {
    const { buffered, bufferedInAll } = this.#limits;
    if (socket.bufferedAmount === 0) return true;
    this.#behind.add(socket);
    if (socket.bufferedAmount > buffered) {
      this.#drop(socket, buffered);
      return false;
    }
    while (this.bytes > bufferedInAll) this.#drop(this.#slowest(socket), bufferedInAll);
    return socket.readyState === socket.OPEN;
  }

  #slowest(socket: WebSocket): WebSocket {
    let slowest = socket;
    for (const other of this.#behind) if (other.bufferedAmount > slowest.bufferedAmount) slowest = other;
    return slowest;
  }

  #drop(socket: WebSocket, limit: number): void {
    this.#behind.delete(socket);
    this.#onSlow(socket, new GenError('QuotaExceeded', 'slow-reader', { limit, retryAfterMs: RETRY_MS }));
    // A close would wait behind what is not read.
    socket.terminate();
  }
}
