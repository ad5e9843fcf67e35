import { EventEmitter } from 'node:events';
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket';
import { cbor, type DocumentId, type PeerId } from '@automerge/automerge-repo/slim';
import type { WebSocket } from 'ws';
import { GenError, toGenError } from '../core/errors.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { Reader } from '../core/view/may-read.ts';
import type { Gate } from '../replica/gate.ts';
import { HeldChanges } from '../replica/held-changes.ts';
import type { OpenDocument } from '../replica/open-document.ts';
import { AskedDocuments } from './asked-documents.ts';
import { closeSocket } from './close-socket.ts';
import type { Limits } from './config.ts';
import { DocumentSync } from './document-sync.ts';
import { FrameLine } from './frame-line.ts';
import { FrameRate } from './frame-rate.ts';
import { readPeerMessage, type PeerMessage } from './peer-message.ts';
import { SlowReaders } from './slow-readers.ts';
import { Turns } from './turns.ts';

const KEEP_ALIVE = 30_000;
/** Frames of different sockets that are judged at a time. */
const JUDGED_AT_ONCE = 4;

export interface SessionOptions {
  readonly gate: Gate;
  readonly limits: Limits;
  /** The path of a document that this relay holds; others are unknown until a record makes them. */
  readonly pathOf: (id: DocumentId) => DocumentPath | undefined;
  /** Asked at each sending: a permission to read may end, or be revoked, while the socket is open. */
  readonly mayRead: (reader: Reader | undefined, path: DocumentPath) => boolean;
  readonly open: (path: DocumentPath) => Promise<OpenDocument>;
  readonly onRefused: (peer: string, error: GenError) => void;
  readonly onFault: (path: DocumentPath, cause: unknown) => void;
}

/** The emitter shape that the adapter expects of a WebSocket server; it sees proven sockets only. */
class ProvenSockets extends EventEmitter {
  readonly clients = new Set<WebSocket>();
}

type AdapterServer = ConstructorParameters<typeof WebSocketServerAdapter>[0];
type Outgoing = Parameters<WebSocketServerAdapter['send']>[0];
type SyncMessage = Extract<PeerMessage, { type: 'sync' | 'request' }>;

/** A proved socket that may still send. */
interface Session {
  readonly socket: WebSocket;
  readonly peer: PeerId;
  readonly reader: Reader | undefined;
  readonly line: FrameLine;
  readonly held: HeldChanges;
  joined: boolean;
}

/**
 * The repo's WebSocket adapter behind a guard: a message reaches a document only from a peer that has proved its id, for
 * a document that exists, and after the gate admitted what it carries. Whatever is thrown closes that socket.
 */
export class GuardedServerAdapter extends WebSocketServerAdapter {
  readonly #options: SessionOptions;
  readonly #proven: ProvenSockets;
  readonly #sessions = new Map<WebSocket, Session>();
  readonly #turns = new Turns(JUDGED_AT_ONCE);
  readonly #asked: AskedDocuments;
  /** Of documents that somebody follows. Each socket begins anew: what an earlier one of that peer was sent may be lost. */
  readonly #syncs = new Map<DocumentPath, DocumentSync<Session>>();
  readonly #slow: SlowReaders;

  constructor(options: SessionOptions) {
    const proven = new ProvenSockets();
    super(proven as EventEmitter as AdapterServer, KEEP_ALIVE);
    this.#options = options;
    this.#proven = proven;
    this.#asked = new AskedDocuments(options.limits);
    this.#slow = new SlowReaders(options.limits, (socket, error) => {
      options.onRefused(this.#sessions.get(socket)?.peer ?? '', error);
      this.#end(socket);
    });
  }

  /** Hands a socket over whose peer id is proved. @param reader of a private relay: what the peer showed. */
  admitSocket(socket: WebSocket, peer: string, reader?: Reader): void {
    const line = new FrameLine({
      socket,
      rate: new FrameRate(this.#options.limits, performance.now()),
      judge: (frame) => this.#turns.take(() => this.#receive(frame, session)),
      onRefused: (error) => this.#refuse(socket, error),
    });
    const session: Session = {
      socket,
      peer: peer as PeerId,
      reader,
      line,
      held: new HeldChanges(),
      joined: false,
    };
    this.#sessions.set(socket, session);
    this.#asked.enter(socket, peer.split('/')[0] ?? '');
    this.#proven.clients.add(socket);
    socket.on('ping', (data) => line.spend(data.length));
    // Its line would read on.
    socket.on('error', () => this.#end(socket));
    socket.on('close', () => {
      this.#end(socket);
      this.#proven.clients.delete(socket);
    });
    this.#proven.emit('connection', socket);
  }

  get peerCount(): number {
    return this.#sessions.size;
  }

  get bufferedBytes(): number {
    return this.#slow.bytes;
  }

  isFollowed(path: DocumentPath): boolean {
    return this.#asked.isFollowed(path);
  }

  /** More documents are in memory than may be: whoever follows the most of them goes. */
  dropGreediest(limit: number): void {
    const socket = this.#asked.greediest();
    if (socket === undefined) return;
    this.#refuse(
      socket,
      new GenError('QuotaExceeded', 'documents', { per: 'relay', limit, retryAfterMs: 60_000 }),
    );
  }

  /** Whether somebody asked for it before there was any. */
  isAwaited(id: DocumentId): boolean {
    return this.#asked.isAwaited(id);
  }

  /** A document came into being: whoever asked for it before is told now. */
  documentExists(document: OpenDocument): void {
    const { documentId, address } = document;
    const mayRead = (socket: WebSocket): boolean =>
      this.#options.mayRead(this.#sessions.get(socket)?.reader, address.path);
    for (const socket of this.#asked.exists(documentId, address.path, mayRead)) {
      const session = this.#sessions.get(socket);
      if (session !== undefined) this.#syncOf(document).begin(session);
    }
  }

  #syncOf({ documentId, address: { path }, handle }: OpenDocument): DocumentSync<Session> {
    let sync = this.#syncs.get(path);
    sync ??= new DocumentSync<Session>({
      handle,
      send: (session, data) => {
        try {
          this.#answer(session, { type: 'sync', documentId, data });
        } catch (thrown) {
          // Others are told all the same.
          this.#refuse(session.socket, toGenError(thrown));
        }
      },
      onFault: (cause) => this.#options.onFault(path, cause),
    });
    this.#syncs.set(path, sync);
    return sync;
  }

  override send(message: Outgoing): void {
    const socket: WebSocket | undefined = this.sockets[message.targetId];
    if (socket === undefined || socket.readyState !== socket.OPEN) return;
    if (!this.#mayBeSent(message, socket)) return;
    if (this.#slow.mayReceive(socket)) super.send(message);
  }

  /** The one way out. */
  #mayBeSent(message: Outgoing, socket: WebSocket): boolean {
    // That there is nothing is said to anybody.
    if (message.type === 'doc-unavailable' || !('documentId' in message)) return true;
    if (message.documentId === undefined) return true;
    const path = this.#options.pathOf(message.documentId);
    return path !== undefined && this.#options.mayRead(this.#sessions.get(socket)?.reader, path);
  }

  /** Of `ws`, by the adapter's own listener. */
  override receiveMessage(data: Uint8Array, socket: WebSocket): void {
    this.#sessions.get(socket)?.line.push(new Uint8Array(data));
  }

  async #receive(frame: Uint8Array, session: Session): Promise<void> {
    const message = readPeerMessage(frame);
    if (this.#sessions.get(session.socket) !== session) return;
    if (message.senderId !== session.peer) throw new GenError('PermissionDenied', 'peer-id');
    if (message.type === 'join') {
      session.joined = true;
      super.receiveMessage(Uint8Array.from(cbor.encode(message)), session.socket);
      return;
    }
    if (!session.joined) throw new GenError('InvalidState', 'not-joined');
    if (message.type !== 'other') await this.#sync(message, session);
  }

  async #sync(message: SyncMessage, session: Session): Promise<void> {
    const documentId = message.documentId as DocumentId;
    const path = this.#options.pathOf(documentId);
    // What may not be read is answered as what does not exist, limits and all.
    if (path === undefined || !this.#options.mayRead(session.reader, path)) {
      this.#asked.wait(documentId, session.socket);
      this.#answer(session, { type: 'doc-unavailable', documentId });
      return;
    }
    // Before it is opened, or it could leave the memory again as nobody's.
    this.#asked.follow(path, session.socket);
    const document = await this.#options.open(path);
    const { forward, ask } = await this.#options.gate.judge(document, message.data, session.held);
    // A socket that was closed, or replaced by a newer one of the same peer, has no more to say.
    if (this.#sessions.get(session.socket) !== session || this.sockets[session.peer] !== session.socket)
      return;
    this.#syncOf(document).receive(session, forward);
    if (ask !== undefined) this.#answer(session, { type: 'sync', documentId, data: ask });
  }

  #answer(
    { peer, socket }: Session,
    answer: { type: string; documentId: DocumentId; data?: Uint8Array },
  ): void {
    // What is meant for one socket of a peer goes to no other one.
    if (this.peerId === undefined || this.sockets[peer] !== socket) return;
    this.send({ ...answer, senderId: this.peerId, targetId: peer } as Outgoing);
  }

  #refuse(socket: WebSocket, error: GenError): void {
    this.#options.onRefused(this.#sessions.get(socket)?.peer ?? '', error);
    this.#end(socket);
    closeSocket(socket, error);
  }

  /** What it has sent and was not judged is forgotten, and what it asked for. */
  #end(socket: WebSocket): void {
    const session = this.#sessions.get(socket);
    session?.line.end();
    this.#sessions.delete(socket);
    for (const path of this.#asked.leave(socket)) {
      const sync = this.#syncs.get(path);
      if (session !== undefined) sync?.leave(session);
      if (sync?.isIdle !== true) continue;
      sync.close();
      this.#syncs.delete(path);
    }
  }
}
