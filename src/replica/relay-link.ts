import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket';
import {
  cbor,
  type DocumentId,
  type Message,
  type PeerId,
  type PeerMetadata,
  type SyncMessage,
} from '@automerge/automerge-repo/slim';
import { toGenError, type GenError } from '../core/errors.ts';
import type { Did } from '../core/ids.ts';
import type { Gate, Verdict } from './gate.ts';
import {
  checkWelcome,
  encodeFrame,
  NONCE_BYTES,
  parseChallenge,
  parseWelcome,
  prove,
  type Challenge,
  type Proof,
} from './handshake.ts';
import { HeldChanges } from './held-changes.ts';
import type { OpenDocument } from './open-document.ts';

export interface LinkOptions {
  /** `ws://…/sync` or `wss://…/sync`. */
  readonly url: string;
  readonly gate: Gate;
  /** The opened document of an id; messages for others are ignored. */
  readonly opened: (id: DocumentId) => OpenDocument | undefined;
  readonly relay: Did;
  /** `<did>/<device>`, the peer id of this device's repo. */
  readonly peer: string;
  readonly sign: (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
  /** Encoded capabilities that a private relay lets read by; asked for at each connection. */
  readonly capabilities?: () => Promise<readonly Uint8Array<ArrayBuffer>[]>;
  /** Milliseconds between attempts. */
  readonly retryInterval: number;
  readonly onState: (state: 'connecting' | 'online' | 'offline') => void;
  /** The relay spoke about a document; `complete`: it has nothing that this device lacks. */
  readonly onAnswer: (document: OpenDocument, complete: boolean) => void;
  readonly onRefused: (error: GenError) => void;
  /** The gate refused what the relay sent of a document; `onRefused` follows. */
  readonly onMisfit?: (document: OpenDocument, error: GenError) => void;
}

type Stage = { at: 'challenge' } | { at: 'welcome'; asked: Challenge; given: Proof } | { at: 'open' };

const DOCUMENT_MESSAGES = new Set(['sync', 'request', 'doc-unavailable']);

/**
 * The socket to one relay: proves both ends before the repo hears of a peer, and passes document messages
 * through the gate in their order. What the gate refuses closes the socket, so that sync begins cleanly.
 */
export class RelayLink extends WebSocketClientAdapter {
  readonly #options: LinkOptions;
  #stage: Stage = { at: 'challenge' };
  #queue: Promise<void> = Promise.resolve();
  #held = new HeldChanges();

  constructor(options: LinkOptions) {
    super(options.url, options.retryInterval);
    this.#options = options;
    const { onClose } = this;
    this.onClose = () => {
      options.onState('offline');
      onClose();
    };
    // A failed connection is followed by `close`, which plans the next attempt.
    this.onError = () => undefined;
    this.onMessage = ({ data }) => this.receiveMessage(new Uint8Array(data as ArrayBuffer));
  }

  override connect(peerId: PeerId, metadata?: PeerMetadata): void {
    this.#stage = { at: 'challenge' };
    this.#queue = Promise.resolve();
    this.#held = new HeldChanges();
    this.#options.onState('connecting');
    super.connect(peerId, metadata);
  }

  /** Tries again now instead of at the next interval. */
  retryNow(): void {
    const { socket } = this;
    if (this.peerId === undefined || (socket !== undefined && socket.readyState <= 1)) return;
    this.connect(this.peerId, this.peerMetadata);
  }

  /** Closes the socket; the next attempt follows as after any loss. */
  cut(): void {
    this.socket?.close();
  }

  /** The base class joins as soon as the socket opens; here it waits until both ends have proved themselves. */
  override join(): void {
    if (this.#stage.at === 'open') super.join();
  }

  override send(message: Parameters<WebSocketClientAdapter['send']>[0]): void {
    if (this.socket?.readyState === 1) super.send(message);
  }

  override receiveMessage(data: Parameters<WebSocketClientAdapter['receiveMessage']>[0]): void {
    const { socket } = this;
    this.#queue = this.#queue
      .then(() => (this.socket === socket ? this.#receive(Uint8Array.from(data)) : undefined))
      .catch((thrown: unknown) => {
        this.#options.onRefused(toGenError(thrown));
        socket?.close();
      });
  }

  async #receive(data: Uint8Array<ArrayBuffer>): Promise<void> {
    const stage = this.#stage;
    if (stage.at === 'open') return this.#receiveMessage(data);
    if (stage.at === 'challenge') {
      const asked = parseChallenge(data);
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const { peer, sign } = this.#options;
      const capabilities = await this.#options.capabilities?.();
      const given = await prove(asked, peer, nonce, sign, capabilities);
      this.#stage = { at: 'welcome', asked, given };
      this.socket?.send(encodeFrame(given));
      return undefined;
    }
    await checkWelcome(stage.asked, stage.given, parseWelcome(data), this.#options.relay);
    this.#stage = { at: 'open' };
    this.join();
    return undefined;
  }

  async #receiveMessage(data: Uint8Array<ArrayBuffer>): Promise<void> {
    const message = cbor.decode<Message>(data);
    if (message.type === 'peer') {
      super.receiveMessage(data);
      this.#options.onState('online');
      return;
    }
    if (!DOCUMENT_MESSAGES.has(message.type) || message.documentId === undefined) return;
    const document = this.#options.opened(message.documentId);
    if (document === undefined) return;
    if (message.data === undefined) {
      super.receiveMessage(data);
      this.#options.onAnswer(document, true);
      return;
    }
    const verdict = await this.#judged(document, message.data);
    // It may have been discarded meanwhile.
    if (this.#options.opened(message.documentId) !== document) return;
    super.receiveMessage(Uint8Array.from(cbor.encode({ ...message, data: verdict.forward })));
    if (verdict.ask !== undefined) this.#ask(message, verdict.ask);
    // The repo applies what it was handed some turns later; the answer counts once the document shows it.
    whenHeld(document, verdict.added, () => this.#options.onAnswer(document, verdict.complete));
  }

  async #judged(document: OpenDocument, data: Uint8Array): Promise<Verdict> {
    try {
      return await this.#options.gate.judge(document, data, this.#held);
    } catch (thrown) {
      this.#options.onMisfit?.(document, toGenError(thrown));
      throw thrown;
    }
  }

  #ask({ documentId, senderId }: Message, data: Uint8Array): void {
    if (this.peerId === undefined || documentId === undefined) return;
    const ask: SyncMessage = { type: 'sync', senderId: this.peerId, targetId: senderId, documentId, data };
    this.send(ask);
  }
}

function whenHeld(document: OpenDocument, added: Verdict['added'], then: () => void): void {
  const isHeld = (): boolean => added.every(({ id }) => document.members.has(id));
  if (isHeld()) {
    then();
    return;
  }
  const stop = document.onAdded(() => {
    if (!isHeld()) return;
    stop();
    then();
  });
}
