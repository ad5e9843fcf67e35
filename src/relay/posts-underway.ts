import type { IncomingMessage, ServerResponse } from 'node:http';
import { GenError } from '../core/errors.ts';

/** A body of a mebibyte takes a slow phone this long; what takes longer holds memory for nothing. */
const PATIENCE_MS = 120_000;
const RETRY_MS = 1000;

/** Bodies are held in memory until they are whole: no more of them at a time than a relay has room for. */
export class PostsUnderway {
  readonly #limit: number;
  readonly #largest: number;
  #bytes = 0;

  /** @param largest what a body of unknown length counts as. */
  constructor(limit: number, largest: number) {
    this.#limit = limit;
    this.#largest = largest;
  }

  /** Holds room until the response ends. @throws GenError QuotaExceeded `posts` */
  enter(request: IncomingMessage, response: ServerResponse): void {
    const announced = Number(request.headers['content-length'] ?? this.#largest);
    const bytes = Number.isSafeInteger(announced) ? Math.min(announced, this.#largest) : this.#largest;
    if (this.#bytes + bytes > this.#limit) {
      throw new GenError('QuotaExceeded', 'posts', { limit: this.#limit, retryAfterMs: RETRY_MS });
    }
    this.#bytes += bytes;
    const timer = setTimeout(() => {
      if (!request.complete) request.destroy();
    }, PATIENCE_MS);
    response.once('close', () => {
      clearTimeout(timer);
      this.#bytes -= bytes;
    });
  }
}
