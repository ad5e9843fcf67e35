import { concat, toHex } from '../../core/bytes.ts';
import { GenError } from '../../core/errors.ts';
import type { Sha256 } from '../../core/ids.ts';
import { INSTALL_HEADER, type BlobRead, type RelayClient } from '../../ports/relay-client.ts';
import { nonsense } from './answers.ts';
import { errorOf, readPieces, type Exchange } from './exchange.ts';

export interface ContentRead extends BlobRead {
  readonly path: string;
  readonly sha256: Sha256;
  /** Milliseconds without a byte. */
  readonly stall: number;
}

type Take = (piece: Uint8Array<ArrayBuffer>) => Promise<void> | void;

async function readContent(exchange: Exchange, asked: ContentRead, take: Take): Promise<void> {
  const { path, stall: timeout, sha256, from = 0, limit, install, signal } = asked;
  const headers = {
    ...(install === undefined ? {} : { [INSTALL_HEADER]: install }),
    ...(from > 0 && { range: `bytes=${from}-` }),
  };
  await exchange({ path, init: { headers }, timeout, signal }, async (response, watch) => {
    if (!response.ok) throw await contentError(response, sha256);
    // A relay that ignores the range begins anew: what is here already is not taken twice.
    let known = resumes(response, from) ? 0 : from;
    const keep = async (piece: Uint8Array<ArrayBuffer>): Promise<void> => {
      const fresh = piece.subarray(Math.min(known, piece.length));
      known -= piece.length - fresh.length;
      // Whoever takes it may take their time.
      watch.end();
      if (fresh.length > 0) await take(fresh);
      watch.touch();
    };
    const tooLarge = () => new GenError('QuotaExceeded', 'too-large', { limit, sha256 });
    await readPieces(response, limit - from + known, keep, tooLarge);
  });
}

/** @param stall milliseconds without a byte. */
export function blobReader(exchange: Exchange, stall: number): RelayClient['readBlob'] {
  return (sha256, read, take) =>
    readContent(exchange, { ...read, path: `/blobs/${sha256}`, sha256, stall }, take);
}

/**
 * All of it, in memory. A stream that breaks is resumed once where it broke.
 *
 * @throws GenError HashMismatch `blob`; as `RelayClient.readBlob`.
 */
export async function wholeContent(exchange: Exchange, asked: ContentRead): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let from = 0;
  const take = (piece: Uint8Array): void => {
    pieces.push(piece.slice());
    from += piece.length;
  };
  try {
    await readContent(exchange, asked, take);
  } catch (fault) {
    if (from === 0 || !isBroken(fault)) throw fault;
    await readContent(exchange, { ...asked, from }, take);
  }
  const whole = concat(...pieces);
  const actual = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', whole)));
  if (actual !== asked.sha256) throw new GenError('HashMismatch', 'blob', { expected: asked.sha256, actual });
  return whole;
}

/** @throws GenError for another range than the one asked for. */
function resumes(response: Response, from: number): boolean {
  if (response.status !== 206) return false;
  const range = response.headers.get('content-range') ?? '';
  if (from === 0 || !range.startsWith(`bytes ${from}-`)) throw nonsense({ where: 'content-range' });
  return true;
}

function isBroken(fault: unknown): boolean {
  return fault instanceof GenError && fault.code === 'Network' && fault.reason === 'unreachable';
}

async function contentError(response: Response, sha256: Sha256): Promise<GenError> {
  const fault = await errorOf(response);
  const plain = fault.code === 'Network' && response.status === 404;
  return plain ? new GenError('NotFound', 'blob', { sha256 }, fault) : fault;
}
