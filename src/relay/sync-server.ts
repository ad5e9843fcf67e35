import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { GenError, toGenError } from '../core/errors.ts';
import type { Signer } from '../ports/identity.ts';
import { addressGroup } from './address-group.ts';
import { closeSocket, cutOffLater } from './close-socket.ts';
import { provenPeer } from './handshake-socket.ts';
import { ignoreRest } from './ignore-rest.ts';
import type { Readers } from './readers.ts';
import type { GuardedServerAdapter } from './session.ts';
import type { SocketPlaces } from './socket-places.ts';
import type { UnfinishedFrames } from './unfinished-frames.ts';

export const SYNC_PATH = '/sync';
/** A larger frame closes the socket with 1009 before it is read. */
export const MAX_FRAME = 4 * 1024 * 1024;

export interface SyncServerOptions {
  readonly adapter: GuardedServerAdapter;
  readonly relay: Signer;
  readonly places: SocketPlaces;
  readonly frames: UnfinishedFrames;
  /** Of a private relay. */
  readonly readers?: Readers | undefined;
  readonly onRefused: (peer: string, error: GenError) => void;
}

/** What `ws` itself closes a socket for. */
function errorOf(thrown: Error): GenError {
  const code = 'code' in thrown ? String(thrown.code) : '';
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    return new GenError('QuotaExceeded', 'frame-size', { limit: MAX_FRAME });
  if (code.startsWith('WS_ERR_')) return new GenError('InvalidInput', 'frame', { text: code });
  return new GenError('Network', 'socket', {}, thrown);
}

/** Takes WebSockets at `/sync` of an HTTP server. @returns what closes them all. */
export function attachSync(server: Server, options: SyncServerOptions): () => Promise<void> {
  const { adapter, relay, places, frames, readers, onRefused } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false });

  async function greet(socket: WebSocket, stream: Duplex, address: string): Promise<void> {
    // Without a listener, an error of one socket (an oversized frame) would end the process. `ws` has sent the close.
    socket.on('error', (thrown) => {
      const error = errorOf(thrown);
      if (error.code === 'Network') socket.terminate();
      else {
        onRefused('', error);
        ignoreRest(socket, stream);
        cutOffLater(socket);
      }
    });
    frames.watch(socket, stream);
    try {
      places.enter(socket, address);
      const { peer, reader } = await provenPeer(socket, relay, readers);
      places.prove(socket, peer.split('/')[0] ?? '');
      frames.proved(socket);
      adapter.admitSocket(socket, peer, reader);
      socket.resume();
    } catch (thrown) {
      const error = toGenError(thrown);
      // Who went away again, or was closed for another reason, is not refused once more.
      if (socket.readyState !== socket.OPEN) return;
      onRefused('', error);
      closeSocket(socket, error);
    }
  }

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (request.url?.split('?')[0] !== SYNC_PATH) {
      stream.destroy();
      return;
    }
    const address = addressGroup(request.socket.remoteAddress ?? '');
    sockets.handleUpgrade(request, stream, head, (socket) => void greet(socket, stream, address));
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
