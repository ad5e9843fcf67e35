import * as Automerge from '@automerge/automerge/slim';
import { cbor, type DocumentId, type PeerId } from '@automerge/automerge-repo/slim';
import { WebSocket, type RawData } from 'ws';
import { encodeFrame, NONCE_BYTES, parseChallenge, peerIdOf, prove } from '../../src/replica/handshake.ts';
import type { Signer } from '../../src/ports/identity.ts';

/** A WebSocket client that says whatever a test wants, below every guard of our own client. */
export interface RawPeer {
  readonly socket: WebSocket;
  readonly peer: string;
  /** Messages of the repo protocol that came so far. */
  readonly received: { type: string; documentId?: string; data?: Uint8Array }[];
  send(message: Record<string, unknown>): void;
  sync(documentId: DocumentId, data: Uint8Array): void;
  /** The code that the socket was closed with. */
  closed(): Promise<number>;
}

export async function rawSocket(address: string): Promise<WebSocket> {
  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/sync`);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

function nextMessage(socket: WebSocket): Promise<Uint8Array> {
  return new Promise((resolve) =>
    socket.once('message', (data: RawData) => resolve(new Uint8Array(data as Buffer))),
  );
}

export function closing(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** Proves itself like an honest device and joins; from then on it is the test's. */
export async function rawPeer(
  address: string,
  signer: Signer,
  device = 'raw',
  capabilities: readonly Uint8Array<ArrayBuffer>[] = [],
): Promise<RawPeer> {
  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/sync`);
  const asked = parseChallenge(await nextMessage(socket));
  const peer = peerIdOf(signer.did, device);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const welcome = nextMessage(socket);
  const given = await prove(asked, peer, nonce, (message) => signer.sign(message), capabilities);
  socket.send(encodeFrame(given));
  await welcome;
  const received: RawPeer['received'] = [];
  socket.on('message', (data: RawData) => received.push(cbor.decode(new Uint8Array(data as Buffer))));
  const send = (message: Record<string, unknown>): void => socket.send(cbor.encode(message));
  send({ type: 'join', senderId: peer, peerMetadata: {}, supportedProtocolVersions: ['1'] });
  return {
    socket,
    peer,
    received,
    send,
    sync: (documentId, data) =>
      send({ type: 'sync', senderId: peer as PeerId, targetId: asked.relay, documentId, data }),
    closed: () => closing(socket),
  };
}

/** A sync message that brings the whole history of a document. */
export function syncMessage<T>(doc: Automerge.Doc<T>): Uint8Array {
  return Automerge.encodeSyncMessage({
    heads: Automerge.getHeads(doc),
    need: [],
    have: [],
    changes: Automerge.getAllChanges(doc),
  });
}
