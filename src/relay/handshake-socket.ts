import { randomBytes } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import { GenError, toGenError } from '../core/errors.ts';
import type { Signer } from '../ports/identity.ts';
import {
  checkProof,
  encodeFrame,
  NONCE_BYTES,
  parseProof,
  welcomePeer,
  type Challenge,
} from '../replica/handshake.ts';

const PATIENCE = 10_000;

/** The first message of a socket, as bytes; rejects when it closes or takes too long. */
function firstMessage(socket: WebSocket): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new GenError('Timeout', 'handshake')), PATIENCE);
    socket.once('message', (data: RawData) => {
      clearTimeout(timer);
      resolve(new Uint8Array(data as Buffer));
    });
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new GenError('Network', 'closed'));
    });
  });
}

/**
 * Challenges a new socket. @returns the proved peer id, or `undefined` when the socket was closed instead.
 */
export async function provenPeer(
  socket: WebSocket,
  relay: Signer,
  onRefused: (error: GenError) => void,
): Promise<string | undefined> {
  const asked: Challenge = {
    gen: 'challenge',
    nonce: Uint8Array.from(randomBytes(NONCE_BYTES)),
    relay: relay.did,
  };
  try {
    const answer = firstMessage(socket);
    socket.send(encodeFrame(asked));
    const given = parseProof(await answer);
    await checkProof(asked, given);
    socket.send(encodeFrame(await welcomePeer(given, (message) => relay.sign(message))));
    return given.peer;
  } catch (thrown) {
    onRefused(toGenError(thrown));
    socket.close(1002);
    return undefined;
  }
}
