import type { WebSocket } from 'ws';
import type { GenError } from '../core/errors.ts';

/** Close codes of RFC 6455 and its registry. */
const PROTOCOL = 1002;
const POLICY = 1008;
const TRY_LATER = 1013;
/** For the other side to answer the close; who does not is cut off. */
const PATIENCE_MS = 1000;
/** Bytes of a close reason. */
const LONGEST_REASON = 120;

/** 1013 when waiting helps, 1008 above a quota, 1002 for what breaks the protocol or its rules. */
function closeCodeOf({ code, data }: GenError): number {
  if (code !== 'QuotaExceeded') return PROTOCOL;
  return data['retryAfterMs'] === undefined ? POLICY : TRY_LATER;
}

/** Ends a socket with the reason of an error. Reads on meanwhile, or the answer to the close would never be seen. */
export function closeSocket(socket: WebSocket, error: GenError): void {
  if (socket.isPaused) socket.resume();
  socket.close(closeCodeOf(error), `${error.code} ${error.reason}`.slice(0, LONGEST_REASON));
  cutOffLater(socket);
}

/** Of a socket that is closing. */
export function cutOffLater(socket: WebSocket): void {
  const timer = setTimeout(() => socket.terminate(), PATIENCE_MS);
  socket.once('close', () => clearTimeout(timer));
}
