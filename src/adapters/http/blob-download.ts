import { concat, toHex } from '../../core/bytes.ts';
import { GenError } from '../../core/errors.ts';
import type { Sha256 } from '../../core/ids.ts';
import { nonsense } from './answers.ts';
import { errorOf, readPieces, type Exchange } from './exchange.ts';

export interface BlobDownload {
  readonly path: string;
  readonly sha256: Sha256;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Bytes; more than this stops the stream. */
  readonly limit: number;
  /** Milliseconds without a byte. */
  readonly stall: number;
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Received {
  pieces: Uint8Array[];
  size: number;
  /** Whether an answer has begun: only then there is something to resume. */
  begun: boolean;
}

/** A stream that breaks is resumed once where it broke. It is hashed when it is whole, as it is kept whole anyway. */
export async function downloadBlob(
  exchange: Exchange,
  download: BlobDownload,
): Promise<Uint8Array<ArrayBuffer>> {
  const { path, sha256 } = download;
  const received: Received = { pieces: [], size: 0, begun: false };

  async function receive(): Promise<void> {
    const from = received.size;
    const headers = { ...download.headers, ...(from > 0 && { range: `bytes=${from}-` }) };
    const { stall: timeout, signal } = download;
    await exchange({ path, init: { headers }, timeout, signal }, async (response, watch) => {
      if (!resumes(response, from)) {
        received.pieces = [];
        received.size = 0;
      }
      if (!response.ok) throw await blobError(response, sha256);
      received.begun = true;
      const keep = (piece: Uint8Array) => {
        watch.touch();
        received.pieces.push(piece);
        received.size += piece.length;
        download.onProgress?.(received.size);
      };
      const tooLarge = () => new GenError('QuotaExceeded', 'too-large', { limit: download.limit, sha256 });
      await readPieces(response, download.limit - received.size, keep, tooLarge);
    });
  }

  try {
    await receive();
  } catch (fault) {
    if (!received.begun || !isBroken(fault)) throw fault;
    await receive();
  }
  const whole = concat(...received.pieces);
  const actual = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', whole)));
  if (actual !== sha256) throw new GenError('HashMismatch', 'blob', { expected: sha256, actual });
  return whole;
}

/** A relay may ignore the range and begin anew (200). @throws GenError for another range than the one asked for. */
function resumes(response: Response, from: number): boolean {
  if (response.status !== 206) return false;
  const range = response.headers.get('content-range') ?? '';
  if (from === 0 || !range.startsWith(`bytes ${from}-`)) throw nonsense({ where: 'content-range' });
  return true;
}

function isBroken(fault: unknown): boolean {
  return fault instanceof GenError && fault.code === 'Network' && fault.reason === 'unreachable';
}

async function blobError(response: Response, sha256: Sha256): Promise<GenError> {
  const fault = await errorOf(response);
  const plain = fault.code === 'Network' && response.status === 404;
  return plain ? new GenError('NotFound', 'blob', { sha256 }, fault) : fault;
}
