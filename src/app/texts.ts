import { GenError } from '../core/errors.ts';
import { concat } from '../core/bytes.ts';
import { sha256 } from '../core/hash.ts';
import { sha256Of, type Sha256 } from '../core/ids.ts';
import type { BlobRow } from '../ports/tables.ts';
import { MAX_TEXT, type Device } from './device.ts';

/** A text as the blob that records name; `undefined` for none. */
export function textBlob(text: string): BlobRow | undefined {
  if (text.trim() === '') return undefined;
  const content = new TextEncoder().encode(text);
  return { sha256: sha256Of(sha256(content)), size: content.length, content };
}

export async function blobBytes({ content }: Pick<BlobRow, 'content'>): Promise<Uint8Array<ArrayBuffer>> {
  return content instanceof Uint8Array ? content : new Uint8Array(await content.arrayBuffer());
}

async function fetchedText(
  { relay }: Device,
  hash: Sha256,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  await relay.readBlob(hash, { limit: MAX_TEXT, signal }, (piece) => void pieces.push(piece.slice()));
  const bytes = concat(...pieces);
  const actual = sha256Of(sha256(bytes));
  if (actual !== hash) throw new GenError('HashMismatch', 'blob', { expected: hash, actual });
  return bytes;
}

/**
 * A readme, changelog or review by its hash: from this device, else from the relay, kept from then on.
 *
 * @throws GenError NotFound | Network | HashMismatch | InvalidInput `text` when it is no UTF-8.
 */
export async function readText(device: Device, hash: Sha256, signal?: AbortSignal): Promise<string> {
  const kept = await device.tables.get('blobs', hash);
  let bytes: Uint8Array<ArrayBuffer>;
  if (kept === undefined) {
    bytes = await fetchedText(device, hash, signal);
    await device.tables.write([
      { table: 'blobs', put: { sha256: hash, size: bytes.length, content: bytes } },
    ]);
  } else {
    bytes = await blobBytes(kept);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new GenError('InvalidInput', 'text', { sha256: hash }, cause);
  }
}
