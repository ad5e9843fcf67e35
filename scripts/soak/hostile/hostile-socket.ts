import { cbor } from '@automerge/automerge-repo/slim';
import { WebSocket, type RawData } from 'ws';
import type { Signer } from '../../../src/ports/identity.ts';
import { encodeFrame, NONCE_BYTES, parseChallenge, peerIdOf, prove } from '../../../src/replica/handshake.ts';

/** A socket that says what it likes and never waits for ever. */
export interface HostileSocket {
  readonly socket: WebSocket;
  readonly peer: string;
  send(message: Record<string, unknown>): void;
  /** The close code, or `open` after the patience. */
  fate(patience?: number): Promise<number | 'open'>;
}

const PATIENCE_MS = 5000;

/** On Linux every address of 127/8 is this machine: a crowd of strangers. */
function addressOf(stranger: number | undefined): { localAddress: string } | Record<string, never> {
  if (stranger === undefined || process.platform !== 'linux') return {};
  return { localAddress: `127.0.${1 + Math.floor(stranger / 200)}.${1 + (stranger % 200)}` };
}

export function openSocket(address: string, stranger?: number): WebSocket {
  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/sync`, {
    perMessageDeflate: false,
    ...addressOf(stranger),
  });
  // A hostile end meets errors of all kinds; only how it was closed counts.
  socket.on('error', () => undefined);
  return socket;
}

/** Resolves with `undefined` when the socket closes first. */
export function nextMessage(socket: WebSocket): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    socket.once('message', (data: RawData) => resolve(new Uint8Array(data as Buffer)));
    socket.once('close', () => resolve(undefined));
  });
}

export function fateOf(socket: WebSocket, patience = PATIENCE_MS): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('open'), patience);
    socket.once('close', (code: number) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

/** Proves itself under its own key and joins. @returns `undefined` when the relay does not want it. */
export async function provedSocket(
  address: string,
  signer: Signer,
  { device = 'raw', stranger }: { readonly device?: string; readonly stranger?: number } = {},
): Promise<HostileSocket | undefined> {
  const socket = openSocket(address, stranger);
  const challenge = await nextMessage(socket);
  if (challenge === undefined) return undefined;
  const asked = parseChallenge(challenge);
  const peer = peerIdOf(signer.did, device);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const welcome = nextMessage(socket);
  socket.send(encodeFrame(await prove(asked, peer, nonce, (message) => signer.sign(message))));
  if ((await welcome) === undefined) return undefined;
  const send = (message: Record<string, unknown>): void => {
    if (socket.readyState === socket.OPEN) socket.send(cbor.encode({ targetId: asked.relay, ...message }));
  };
  send({
    type: 'join',
    senderId: peer,
    peerMetadata: { storageId: 'mallory' },
    supportedProtocolVersions: ['1'],
  });
  return { socket, peer, send, fate: (patience) => fateOf(socket, patience) };
}
