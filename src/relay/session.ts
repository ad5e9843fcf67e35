import { EventEmitter } from 'node:events';
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket';
import { cbor, type DocumentId, type Message, type PeerId } from '@automerge/automerge-repo/slim';
import type { WebSocket } from 'ws';
import { GenError, toGenError } from '../core/errors.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { Gate } from '../replica/gate.ts';
import { HeldChanges } from '../replica/held-changes.ts';
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
type Outgoing = Parameters<WebSocketServerAdapter['send']>[0];
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
  /** Who asked for documents that do not exist yet. */
  readonly #parked = new Map<DocumentId, Set<WebSocket>>();
  readonly #parkedBy = new Map<WebSocket, Set<DocumentId>>();
  readonly #joined = new WeakSet<WebSocket>();
  readonly #held = new WeakMap<WebSocket, HeldChanges>();
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
      for (const id of this.#parkedBy.get(socket) ?? []) this.#unpark(id, socket);
      this.#parkedBy.delete(socket);
    });
    this.#proven.emit('connection', socket);
  }

  get peerCount(): number {
    return this.#peers.size;
  }

  isFollowed(path: DocumentPath): boolean {
    return [...this.#following.values()].some((paths) => paths.has(path));
  }

  /** A document came into being: whoever asked for it before is told now. */
  documentExists(id: DocumentId, path: DocumentPath): void {
    const waiting = this.#parked.get(id) ?? new Set();
    this.#parked.delete(id);
    for (const socket of waiting) {
      this.#parkedBy.get(socket)?.delete(id);
      const peer = this.#peers.get(socket);
      if (peer === undefined) continue;
      this.#following.get(socket)?.add(path);
      this.#options.beginSync(id, peer as PeerId).catch((thrown: unknown) => this.#refuse(socket, thrown));
    }
  }

  override send(message: Outgoing): void {
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
      .catch((thrown: unknown) => this.#refuse(socket, thrown));
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
    if (message.type === 'join') {
      this.#joined.add(socket);
      return super.receiveMessage(data, adapterSocket);
    }
    if (!this.#joined.has(socket)) throw new GenError('InvalidState', 'not-joined');
    if (message.type !== 'sync' && message.type !== 'request') return undefined;
    if (typeof message.documentId !== 'string' || !(message.data instanceof Uint8Array)) {
      throw new GenError('InvalidInput', 'message');
    }
    const path = this.#options.pathOf(message.documentId);
    if (path === undefined) return this.#park(message.documentId, socket, message);
    const document = await this.#options.open(path);
    const { forward, ask } = await this.#options.gate.judge(document, message.data, this.#heldBy(socket));
    const following = this.#following.get(socket);
    if (following !== undefined && !following.has(path)) {
      following.add(path);
      await this.#options.beginSync(message.documentId, message.senderId);
    }
    super.receiveMessage(Uint8Array.from(cbor.encode({ ...message, data: forward })), adapterSocket);
    if (ask !== undefined) this.#answer(message, { type: 'sync', data: ask });
    return undefined;
  }

  #heldBy(socket: WebSocket): HeldChanges {
    const held = this.#held.get(socket) ?? new HeldChanges();
    this.#held.set(socket, held);
    return held;
  }

  #answer({ documentId, senderId }: Message, answer: { type: string; data?: Uint8Array }): void {
    if (this.peerId === undefined) return;
    this.send({ ...answer, senderId: this.peerId, targetId: senderId, documentId } as Outgoing);
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

  #refuse(socket: WebSocket, thrown: unknown): void {
    this.#options.onRefused(this.#peers.get(socket) ?? '', toGenError(thrown));
    socket.close(1002);
  }

  #park(id: DocumentId, socket: WebSocket, message: Message): void {
    const mine = this.#parkedBy.get(socket) ?? new Set();
    mine.add(id);
    if (mine.size > MAX_PARKED)
      throw new GenError('QuotaExceeded', 'unknown-documents', { limit: MAX_PARKED });
    this.#parkedBy.set(socket, mine);
    const waiting = this.#parked.get(id) ?? new Set();
    this.#parked.set(id, waiting.add(socket));
    this.#answer(message, { type: 'doc-unavailable' });
  }

  #unpark(id: DocumentId, socket: WebSocket): void {
    this.#parkedBy.get(socket)?.delete(id);
    const waiting = this.#parked.get(id);
    waiting?.delete(socket);
    if (waiting?.size === 0) this.#parked.delete(id);
  }
}
