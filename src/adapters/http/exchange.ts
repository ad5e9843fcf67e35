import { concat } from '../../core/bytes.ts';
import { GenError } from '../../core/errors.ts';
import { nonsense, parseProblem } from './answers.ts';
import { watch, type Watch } from './watch.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Sends one request under a watch; everything it throws is a `GenError`. */
export type Exchange = <T>(
  request: {
    readonly path: string;
    readonly init?: RequestInit;
    readonly timeout: number;
    readonly signal?: AbortSignal | undefined;
  },
  read: (response: Response, watch: Watch) => Promise<T>,
) => Promise<T>;

const MAX_PROBLEM = 64 * 1024;

/** @param base the relay's address, with or without a path and a closing `/`. */
export function exchangeWith(base: string, fetch: Fetch): Exchange {
  const root = base.replace(/\/+$/, '');
  return async (request, read) => {
    const watched = watch(request.timeout, request.signal);
    try {
      const response = await fetch(`${root}${request.path}`, {
        ...request.init,
        // Answers have their own caches, and nothing here depends on who is logged in somewhere.
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: watched.signal,
      });
      watched.touch();
      try {
        return await read(response, watched);
      } finally {
        // Frees the connection of an answer that nobody read to its end; a failed stream is failed already.
        if (!response.bodyUsed) await response.body?.cancel().catch(() => undefined);
      }
    } catch (thrown) {
      throw watched.faultOf(thrown);
    } finally {
      watched.end();
    }
  };
}

/** Bytes that are read at once. */
const PIECE = 256 * 1024;

/** The same memory for every piece, where the platform can: pieces that are thrown away are collected late. */
function pieceReader(body: ReadableStream<Uint8Array<ArrayBuffer>>): {
  read(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  cancel(): Promise<void>;
} {
  try {
    const reader = body.getReader({ mode: 'byob' });
    let memory = new ArrayBuffer(PIECE);
    return {
      async read() {
        const { done, value } = await reader.read(new Uint8Array(memory));
        if (done) return undefined;
        memory = value.buffer;
        return value;
      },
      cancel: () => reader.cancel(),
    };
  } catch {
    const reader = body.getReader();
    return {
      async read() {
        const { done, value } = await reader.read();
        return done ? undefined : value;
      },
      cancel: () => reader.cancel(),
    };
  }
}

/**
 * Hands over each piece, and reads the next when that is done with; stops the stream at the limit.
 *
 * @param onPiece copies what it keeps: the memory of a piece is used again.
 * @param tooLarge what to throw when more than `limit` bytes come.
 */
export async function readPieces(
  response: Response,
  limit: number,
  onPiece: (piece: Uint8Array<ArrayBuffer>) => Promise<void> | void,
  tooLarge: () => GenError,
): Promise<void> {
  if (response.body === null) return;
  const reader = pieceReader(response.body);
  let total = 0;
  try {
    for (let piece = await reader.read(); piece !== undefined; piece = await reader.read()) {
      total += piece.length;
      if (total > limit) throw tooLarge();
      await onPiece(piece);
    }
  } catch (thrown) {
    // The stream is given up either way.
    await reader.cancel().catch(() => undefined);
    throw thrown;
  }
}

export async function readWhole(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  const tooLarge = () => nonsense({ where: 'size', limit });
  await readPieces(response, limit, (piece) => void pieces.push(piece.slice()), tooLarge);
  return concat(...pieces);
}

/** The error that an answer other than the expected ones stands for. */
export async function errorOf(response: Response): Promise<GenError> {
  const { status } = response;
  const problem = await problemOf(response);
  if (problem !== undefined) return problem;
  // A proxy in front of a relay that is down or overrun speaks no problem details.
  if (status === 429 || status >= 500) return new GenError('Network', 'unreachable', { status });
  return nonsense({ status });
}

async function problemOf(response: Response): Promise<GenError | undefined> {
  if (response.headers.get('content-type')?.includes('json') !== true) return undefined;
  return parseProblem(await readWhole(response, MAX_PROBLEM));
}
