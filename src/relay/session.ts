import { EventEmitter } from 'node:events';
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket';
import { cbor, type DocumentId, type Message, type PeerId } from '@automerge/automerge-repo/slim';
import type { WebSocket } from 'ws';
import { GenError, toGenError } from '../core/errors.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { Gate } from '../replica/gate.ts';
import type { OpenDocument } from '../replica/open-document.ts';

/** A slow reader is dropped rather than buffered for. */
export const MAX_BUFFERED = 8 * 1024 * 1024;
/** Documents that one socket may wait for before they exist. */
const MAX_PARKED = 256;
const KEEP_ALIVE = 30_000;

export interface SessionOptions {
  readonly gate: Gate;
  /** The path of a document that this relay holds; others are unknown until a record makes them. */
  readonly pathOf: (id: DocumentId) => DocumentPath | undefined;
  readonly open: (path: DocumentPath) => Promise<OpenDocument>;
  /**
   * Begins the sync of a document with a peer anew. A repo keeps a peer's sync state after it has gone, and would
   * answer nothing to one who comes back, or hold back what it believes delivered.
   */
  readonly beginSync: (id: DocumentId, peer: PeerId) => Promise<void>;
  readonly onRefused: (peer: string, error: GenError) => void;
}

/** The emitter shape that the adapter expects of a WebSocket server; it sees proven sockets only. */
class ProvenSockets extends EventEmitter {
  readonly clients = new Set<WebSocket>();
}

type AdapterServer = ConstructorParameters<typeof WebSocketServerAdapter>[0];
type AdapterSocket = Parameters<WebSocketServerAdapter['receiveMessage']>[1];

/**
 * The repo's WebSocket adapter behind a guard: a message reaches it only from a peer that has proved its id, for
 * a document that exists, and after the gate admitted what it carries. Whatever is thrown closes that socket.
 */
export class GuardedServerAdapter extends WebSocketServerAdapter {
  readonly #options: SessionOptions;
  readonly #proven: ProvenSockets;
  readonly #peers = new Map<WebSocket, string>();
  readonly #queues = new WeakMap<WebSocket, Promise<void>>();
  readonly #parked = new Map<DocumentId, Map<WebSocket, Uint8Array>>();
  readonly #following = new Map<WebSocket, Set<DocumentPath>>();

  constructor(options: SessionOptions) {
    const proven = new ProvenSockets();
    super(proven as EventEmitter as AdapterServer, KEEP_ALIVE);
    this.#options = options;
    this.#proven = proven;
  }

  /** Hands a socket over whose peer id is proved. */
  admitSocket(socket: WebSocket, peer: string): void {
    this.#peers.set(socket, peer);
    this.#following.set(socket, new Set());
    this.#proven.clients.add(socket);
    socket.on('close', () => {
      this.#peers.delete(socket);
      this.#following.delete(socket);
      this.#proven.clients.delete(socket);
      for (const waiting of this.#parked.values()) waiting.delete(socket);
    });
    this.#proven.emit('connection', socket);
  }

  get peerCount(): number {
    return this.#peers.size;
  }

  isFollowed(path: DocumentPath): boolean {
    return [...this.#following.values()].some((paths) => paths.has(path));
  }

  /** A document came into being: whoever asked for it before is answered now. */
  documentExists(id: DocumentId): void {
    const waiting = this.#parked.get(id);
    this.#parked.delete(id);
    for (const [socket, data] of waiting ?? []) this.receiveMessage(data, socket as AdapterSocket);
  }

  override send(message: Parameters<WebSocketServerAdapter['send']>[0]): void {
    const socket: WebSocket | undefined = this.sockets[message.targetId];
    if (socket === undefined || socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_BUFFERED) {
      this.#options.onRefused(message.targetId, new GenError('QuotaExceeded', 'slow-reader'));
      socket.terminate();
      return;
    }
    super.send(message);
  }

  override receiveMessage(data: Uint8Array, adapterSocket: AdapterSocket): void {
    const socket: WebSocket = adapterSocket;
    const queue = (this.#queues.get(socket) ?? Promise.resolve())
      .then(() => this.#receive(Uint8Array.from(data), socket, adapterSocket))
      .catch((thrown: unknown) => {
        this.#options.onRefused(this.#peers.get(socket) ?? '', toGenError(thrown));
        socket.close(1002);
      });
    this.#queues.set(socket, queue);
  }

  async #receive(
    data: Uint8Array<ArrayBuffer>,
    socket: WebSocket,
    adapterSocket: AdapterSocket,
  ): Promise<void> {
    const peer = this.#peers.get(socket);
    if (peer === undefined) return;
    const message = this.#decode(data);
    if (message.senderId !== peer) throw new GenError('PermissionDenied', 'peer-id');
    if (message.type === 'join') return super.receiveMessage(data, adapterSocket);
    if (message.type !== 'sync' && message.type !== 'request') return undefined;
    if (typeof message.documentId !== 'string' || !(message.data instanceof Uint8Array)) {
      throw new GenError('InvalidInput', 'message');
    }
    const path = this.#options.pathOf(message.documentId);
    if (path === undefined) return this.#park(message.documentId, data, socket, message);
    const document = await this.#options.open(path);
    await this.#options.gate.judge(document, message.data);
    const following = this.#following.get(socket);
    if (following !== undefined && !following.has(path)) {
      following.add(path);
      await this.#options.beginSync(message.documentId, message.senderId);
    }
    return super.receiveMessage(data, adapterSocket);
  }

  #decode(data: Uint8Array): Message {
    let message: unknown;
    try {
      message = cbor.decode(data);
    } catch (cause) {
      throw new GenError('InvalidInput', 'message', {}, cause);
    }
    if (typeof message !== 'object' || message === null) throw new GenError('InvalidInput', 'message');
    return message as Message;
  }

  #park(id: DocumentId, data: Uint8Array, socket: WebSocket, { senderId }: Message): void {
    const count = [...this.#parked.values()].filter((waiting) => waiting.has(socket)).length;
    if (count >= MAX_PARKED) throw new GenError('QuotaExceeded', 'unknown-documents', { limit: MAX_PARKED });
    const waiting = this.#parked.get(id) ?? new Map<WebSocket, Uint8Array>();
    waiting.set(socket, data);
    this.#parked.set(id, waiting);
    if (this.peerId === undefined) return;
    this.send({ type: 'doc-unavailable', senderId: this.peerId, targetId: senderId, documentId: id });
  }
}
