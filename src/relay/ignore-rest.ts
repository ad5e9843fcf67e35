import { getDefaultHighWaterMark, type Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Fills the buffer of a stream, so that Node stops reading; the same for all, as nobody reads it. */
const FULL = new Uint8Array(getDefaultHighWaterMark(false));

/** What `ws` holds beside the header that it has judged. It has no way to be told to let go. */
function unjudged(socket: WebSocket): unknown[] {
  if (!('_receiver' in socket)) return [];
  const { _receiver: receiver } = socket;
  if (!(receiver instanceof Object && '_buffers' in receiver && Array.isArray(receiver._buffers))) return [];
  return receiver._buffers;
}

/**
 * Reads at most one piece more of a socket that `ws` is closing for what it sent, and holds none. Otherwise each such
 * socket leaves two pieces of 64 KiB behind, which V8 comes to collect when there are hundreds.
 *
 * @param stream what the socket reads from.
 */
export function ignoreRest(socket: WebSocket, stream: Duplex): void {
  unjudged(socket).length = 0;
  // A mere pause would still take a piece, and keep it.
  stream.on('data', () => {
    stream.pause();
    stream.unshift(FULL);
  });
}
