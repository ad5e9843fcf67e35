import { randomBytes } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import { GenError } from '../core/errors.ts';
import type { Signer } from '../ports/identity.ts';
import type { Reader } from '../core/view/may-read.ts';
import {
  checkProof,
  encodeFrame,
  keyOfPeer,
  NONCE_BYTES,
  parseProof,
  welcomePeer,
  type Challenge,
} from '../replica/handshake.ts';
import type { Readers } from './readers.ts';

const PATIENCE = 10_000;

/** The first message of a socket, as bytes; rejects when it closes or takes too long. */
function firstMessage(socket: WebSocket): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new GenError('Timeout', 'handshake')), PATIENCE);
    socket.once('message', (data: RawData) => {
      clearTimeout(timer);
      // What follows is read when somebody listens.
      socket.pause();
      resolve(new Uint8Array(data as Buffer));
    });
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new GenError('Network', 'closed'));
    });
  });
}

export interface ProvenPeer {
  readonly peer: string;
  /** Where the relay is private: with what they showed. */
  readonly reader: Reader | undefined;
}

/**
 * Challenges a new socket.
 *
 * @param readers of a private relay: capabilities are asked for before anything is said of a document.
 * @returns the proved peer id; the socket is paused until it is resumed.
 * @throws GenError InvalidInput | SignatureInvalid | PermissionDenied; Timeout `handshake`; Network `closed`.
 */
export async function provenPeer(
  socket: WebSocket,
  relay: Signer,
  readers?: Pick<Readers, 'reader'>,
): Promise<ProvenPeer> {
  const asked: Challenge = {
    gen: 'challenge',
    nonce: Uint8Array.from(randomBytes(NONCE_BYTES)),
    relay: relay.did,
  };
  const answer = firstMessage(socket);
  socket.send(encodeFrame(asked));
  const given = parseProof(await answer);
  await checkProof(asked, given);
  const reader = await readers?.reader(keyOfPeer(given.peer), given.capabilities ?? []);
  socket.send(encodeFrame(await welcomePeer(given, (message) => relay.sign(message))));
  return { peer: given.peer, reader };
}
