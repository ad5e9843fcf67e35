import { setImmediate, setTimeout } from 'node:timers/promises';
import * as Automerge from '@automerge/automerge/slim';
import type { DocHandle } from '@automerge/automerge-repo/slim';
import type { RecordsDocument } from '../replica/genesis.ts';

/** Milliseconds in which changes are gathered before they are told. */
const TOGETHER_MS = 100;
/** Milliseconds of telling before other work has its turn. */
const SLICE_MS = 15;

/** As Automerge gives it out, and takes it back; its types leave out what is not named here. */
type SyncState = ReturnType<typeof Automerge.initSyncState> & {
  readonly theirNeed?: readonly string[] | null;
  readonly theirCapabilities?: readonly string[];
  readonly haveResponded?: boolean;
};

interface Told {
  readonly after: SyncState;
  readonly message: Uint8Array | null;
}

function headsText(heads: readonly string[]): string {
  return heads.toSorted().join(' ');
}

export interface DocumentSyncOptions<Peer> {
  readonly handle: DocHandle<RecordsDocument>;
  /** Hands a sync message to one peer; throws nothing. */
  readonly send: (peer: Peer, message: Uint8Array) => void;
  readonly onFault: (cause: unknown) => void;
}

/**
 * Automerge's sync of one open document with the peers that follow it. The repo's own holds a kilobyte for each peer and
 * document, and goes through all peers at each message. Here those who hold just what the relay holds share one state, as
 * nothing else is to be said of them, and what is new is put into a message once for all of them.
 */
export class DocumentSync<Peer> {
  readonly #options: DocumentSyncOptions<Peer>;
  readonly #states = new Map<Peer, SyncState>();
  /** The states of those who are level, at some heads. */
  readonly #level = new Map<string, SyncState>();
  #levelAt = '';
  #isStale = false;
  #isTelling = false;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(options: DocumentSyncOptions<Peer>) {
    this.#options = options;
    options.handle.on('heads-changed', this.#onHeads);
  }

  get isIdle(): boolean {
    return this.#states.size === 0;
  }

  /** Different states that are kept: a few, however many peers are level. */
  get stateCount(): number {
    return new Set(this.#states.values()).size;
  }

  /** Says what there is to a peer who has not said anything. */
  begin(peer: Peer): void {
    this.#tell(peer, Automerge.initSyncState(), new Map());
  }

  /** @param message one that the gate let through. @throws Error of Automerge */
  receive(peer: Peer, message: Uint8Array): void {
    let state = this.#states.get(peer) ?? Automerge.initSyncState();
    this.#options.handle.update((doc) => {
      const [next, after] = Automerge.receiveSyncMessage(doc, state, message);
      state = after;
      return next;
    });
    this.#tell(peer, state, new Map());
  }

  leave(peer: Peer): void {
    this.#states.delete(peer);
  }

  close(): void {
    this.#options.handle.off('heads-changed', this.#onHeads);
    this.#isStale = false;
    this.#states.clear();
  }

  /** @param told what was made of each state, of the document as it is now. */
  #tell(peer: Peer, state: SyncState, told: Map<SyncState, Told>): void {
    let next = told.get(state);
    if (next === undefined) {
      const [after, message] = Automerge.generateSyncMessage(this.#options.handle.doc(), state);
      next = { after: this.#shared(after), message };
      told.set(state, next);
    }
    this.#states.set(peer, next.after);
    if (next.message !== null) this.#options.send(peer, next.message);
  }

  /**
   * Who named the heads that this document has holds all that is in it: its filter, and what was sent to it before, say
   * less than that. What it named it was told too, or it would still have to be.
   */
  #shared(state: SyncState): SyncState {
    const heads = Automerge.getHeads(this.#options.handle.doc());
    const at = headsText(heads);
    const { theirHeads, lastSentHeads, sharedHeads, theirNeed } = state;
    const isLevel = [theirHeads, lastSentHeads, sharedHeads].every((known) => headsText(known ?? []) === at);
    if (!isLevel || (theirNeed ?? []).length > 0) return state;
    if (at !== this.#levelAt) this.#level.clear();
    this.#levelAt = at;
    const { theirCapabilities, haveResponded, readOnly, peerReadOnly } = state;
    const key = JSON.stringify([theirCapabilities, haveResponded, readOnly, peerReadOnly]);
    const known = this.#level.get(key);
    if (known !== undefined) return known;
    const theirHave = [{ lastSync: heads, bloom: new Uint8Array() }];
    const shared = { ...state, theirHave, sentHashes: {}, inFlight: false } as unknown as SyncState;
    this.#level.set(key, shared);
    return shared;
  }

  readonly #onHeads = (): void => {
    this.#isStale = true;
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#tellAll()
      .catch(this.#options.onFault)
      .finally(() => {
        this.#isTelling = false;
      });
  };

  async #tellAll(): Promise<void> {
    while (this.#isStale) {
      await setTimeout(Math.max(0, this.#toldAt + TOGETHER_MS - performance.now()));
      this.#isStale = false;
      this.#toldAt = performance.now();
      await this.#tellEach([...this.#states.keys()]);
    }
  }

  async #tellEach(peers: readonly Peer[]): Promise<void> {
    const { handle } = this.#options;
    let [doc, told, began] = [handle.doc(), new Map<SyncState, Told>(), performance.now()];
    for (const peer of peers) {
      if (performance.now() - began > SLICE_MS) {
        await setImmediate();
        began = performance.now();
      }
      if (handle.doc() !== doc) [doc, told] = [handle.doc(), new Map()];
      const state = this.#states.get(peer);
      // It has left meanwhile.
      if (state !== undefined) this.#tell(peer, state, told);
    }
  }
}
