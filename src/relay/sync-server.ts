import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { GenError } from '../core/errors.ts';
import type { Signer } from '../ports/identity.ts';
import { provenPeer } from './handshake-socket.ts';
import type { GuardedServerAdapter } from './session.ts';

export const SYNC_PATH = '/sync';
/** A larger frame closes the socket with 1009 before it is read. */
export const MAX_FRAME = 4 * 1024 * 1024;

export interface SyncServerOptions {
  readonly adapter: GuardedServerAdapter;
  readonly relay: Signer;
  readonly onRefused: (peer: string, error: GenError) => void;
}

/** Takes WebSockets at `/sync` of an HTTP server. @returns what closes them all. */
export function attachSync(
  server: Server,
  { adapter, relay, onRefused }: SyncServerOptions,
): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false });

  async function greet(socket: WebSocket): Promise<void> {
    // Without a listener, an error of one socket (an oversized frame) would end the process.
    socket.on('error', () => socket.terminate());
    const peer = await provenPeer(socket, relay, (error) => onRefused('', error));
    if (peer !== undefined) adapter.admitSocket(socket, peer);
  }

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (request.url?.split('?')[0] !== SYNC_PATH) {
      stream.destroy();
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => void greet(socket));
  }

  server.on('upgrade', onUpgrade);
  return () =>
    new Promise((resolve) => {
      server.off('upgrade', onUpgrade);
      for (const socket of sockets.clients) socket.close(1001);
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, 500).unref();
      sockets.close(() => resolve());
    });
}
