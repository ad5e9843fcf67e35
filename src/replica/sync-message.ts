import * as Automerge from '@automerge/automerge/slim';
import { GenError } from '../core/errors.ts';

/**
 * What a sync message may ask of whoever reads it. Its Bloom filters say themselves how often each change of a
 * document is looked up in them: thirteen bytes can stand for four thousand million look-ups, or for a division by
 * zero. Source: the Automerge sync protocol, "Bloom filters"; honest ones have 10 bits an entry and 7 look-ups.
 */
const MAX_BITS_PER_ENTRY = 64;
const MAX_LOOKUPS = 32;
/** Honest messages have one. */
const MAX_FILTERS = 4;
const MAX_HASHES = 16_384;

function refuse(cause?: unknown): GenError {
  return new GenError('InvalidInput', 'sync-message', {}, cause);
}

/** An unsigned LEB128 number of 32 bits. @returns the value and the offset behind it. */
function readNumber(bytes: Uint8Array, start: number): [number, number] {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) throw refuse();
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return [value, start + index + 1];
  }
  throw refuse();
}

function checkFilter(bloom: Uint8Array): void {
  if (bloom.length === 0) return;
  const [entries, afterEntries] = readNumber(bloom, 0);
  const [bits, afterBits] = readNumber(bloom, afterEntries);
  const [lookups] = readNumber(bloom, afterBits);
  if (entries === 0) return;
  if (bits < 1 || bits > MAX_BITS_PER_ENTRY || lookups < 1 || lookups > MAX_LOOKUPS) throw refuse();
}

/** @throws GenError InvalidInput `sync-message`; QuotaExceeded `sync-hashes`. */
export function decodeSyncMessage(message: Uint8Array): Automerge.DecodedSyncMessage {
  let decoded: Automerge.DecodedSyncMessage;
  try {
    decoded = Automerge.decodeSyncMessage(message);
  } catch (cause) {
    throw refuse(cause);
  }
  const { heads, need, have } = decoded;
  const hashes = have.reduce((sum, { lastSync }) => sum + lastSync.length, heads.length + need.length);
  if (hashes > MAX_HASHES || have.length > MAX_FILTERS) {
    throw new GenError('QuotaExceeded', 'sync-hashes', { limit: MAX_HASHES });
  }
  for (const { bloom } of have) checkFilter(bloom);
  // Automerge gives up the document over a hash that is needed twice (3.5.0).
  for (const list of [heads, need, ...have.map(({ lastSync }) => lastSync)]) {
    if (new Set(list).size !== list.length) throw refuse();
  }
  return decoded;
}
