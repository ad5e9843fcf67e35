import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { GenError } from '../core/errors.ts';
import { closeSocket } from './close-socket.ts';

/** A handshake's frame is a few hundred bytes; nobody may make the relay hold more before it. */
const BEFORE_PROOF = 4096;
/** Bytes of a client's ping besides what it carries. */
const CONTROL_HEADER = 6;
const RETRY_MS = 10_000;

/**
 * A frame is held from its first byte on, and may be 4 MiB: many sockets that never finish theirs would fill the
 * memory. Counts what has come in of frames that are not whole yet.
 */
export class UnfinishedFrames {
  readonly #limit: number;
  readonly #onRefused: (error: GenError) => void;
  readonly #held = new Map<WebSocket, number>();
  readonly #proved = new WeakSet<WebSocket>();
  #all = 0;

  /** @param limit bytes over all sockets. */
  constructor(limit: number, onRefused: (error: GenError) => void) {
    this.#limit = limit;
    this.#onRefused = onRefused;
  }

  get bytes(): number {
    return this.#all;
  }

  /** @param stream what the socket reads from. */
  watch(socket: WebSocket, stream: Duplex): void {
    const add = (bytes: number): void =>
      this.#set(socket, Math.max(0, (this.#held.get(socket) ?? 0) + bytes));
    // Before `ws` takes its turn at it, which ends with the messages.
    stream.prependListener('data', (chunk: Uint8Array) => add(chunk.length));
    // What follows a whole frame in the same piece is less than a piece.
    socket.on('message', () => this.#set(socket, 0));
    // These may stand in the middle of a frame that came in parts.
    socket.on('ping', (data: Uint8Array) => add(-data.length - CONTROL_HEADER));
    socket.on('pong', (data: Uint8Array) => add(-data.length - CONTROL_HEADER));
    socket.once('close', () => {
      this.#set(socket, 0);
      this.#held.delete(socket);
    });
  }

  proved(socket: WebSocket): void {
    this.#proved.add(socket);
  }

  #set(socket: WebSocket, bytes: number): void {
    if (socket.readyState !== socket.OPEN && bytes > 0) return;
    this.#all += bytes - (this.#held.get(socket) ?? 0);
    this.#held.set(socket, bytes);
    if (bytes > BEFORE_PROOF && !this.#proved.has(socket)) {
      this.#refuse(socket, new GenError('QuotaExceeded', 'handshake-size', { limit: BEFORE_PROOF }));
    } else if (this.#all > this.#limit) {
      const data = { limit: this.#limit, retryAfterMs: RETRY_MS };
      this.#refuse(this.#largest() ?? socket, new GenError('QuotaExceeded', 'unfinished-frames', data));
    }
  }

  #largest(): WebSocket | undefined {
    let largest: WebSocket | undefined;
    for (const [socket, bytes] of this.#held) {
      if (largest === undefined || bytes > (this.#held.get(largest) ?? 0)) largest = socket;
    }
    return largest;
  }

  #refuse(socket: WebSocket, error: GenError): void {
    this.#onRefused(error);
    this.#all -= this.#held.get(socket) ?? 0;
    this.#held.delete(socket);
    closeSocket(socket, error);
    // Who is in the middle of a frame does not answer a close.
    socket.terminate();
  }
}
