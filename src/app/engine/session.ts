import { GenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import { AUTHORITY, isShard, type DocumentPath, type Epoch } from '../../core/record/document.ts';
import type { Member } from '../../core/record/member.ts';
import type { Topic } from '../../ports/engine.ts';
import type { RecordSource } from '../../ports/records.ts';
import type { OpenDocument } from '../../replica/open-document.ts';
import { createReplica, type Replica, type RepoOver } from '../../replica/replica.ts';
import { besideKnown } from '../carried.ts';
import type { NamespacePin } from '../pin-relay.ts';
import type { CardIntake } from './card-intake.ts';

/** How long a use case waits for the relay's word about a document while the link is up. */
const PATIENCE_MS = 3000;

export interface SessionOptions {
  readonly over: RepoOver;
  readonly pin: NamespacePin;
  readonly epoch: Epoch;
  readonly isOnline: () => boolean;
  readonly announce: (topics: readonly Topic[]) => void;
  readonly cards: Pick<CardIntake, 'level' | 'met'>;
  /** What files brought of a document; absent: nothing. */
  readonly carried?: (path: DocumentPath) => Promise<readonly Member[]>;
  /** Members that stand in a document now: what the outbox kept of them may go. */
  readonly onMet: (members: readonly Member[]) => void;
  /** The relay has nothing more of this document. */
  readonly onAnswered?: (path: DocumentPath) => void;
  /** Every document that all devices hold agrees with the relay's. */
  readonly onSynced: () => void;
  readonly onQuarantine: (path: DocumentPath, cause: unknown) => void;
  /** Begins the connection anew; absent: there is none. */
  readonly reconnect?: () => void;
}

/** The documents of one namespace, live: opened when needed, watched, and answered for. */
export interface Session {
  readonly replica: Replica;
  /** Opens the authority. The link may bring messages from then on. */
  open(): Promise<void>;
  /** The documents of the catalogue, which every device holds too. */
  readonly shards: readonly DocumentPath[];
  /** Opens a shard and brings the catalogue level with it; from then on it is in sync. */
  openShard(path: DocumentPath): Promise<void>;
  /** Waits for the relay where the link is up; for use cases. */
  readonly records: RecordSource;
  /** Throws a document away that an honest relay would refuse; what is opened in its place comes by sync. */
  beginAnew(document: OpenDocument): Promise<void>;
  /** What the relay sent of a document does not go with what is held of it. @returns whether it began anew. */
  misfit(document: OpenDocument, error: GenError): Promise<boolean>;
  /** What is known at once; opening it starts its sync. */
  peek(path: DocumentPath): Promise<OpenDocument>;
  /** What is known at once of a document, with what files brought of it. */
  members(path: DocumentPath): Promise<readonly Member[]>;
  /** The document if it is in memory already. */
  held(path: DocumentPath): OpenDocument | undefined;
  /** Whether the relay has said, in this connection, that it has nothing more. */
  hasAnswered(path: DocumentPath): boolean;
  /** Resolves when it has, in this connection or a later one. */
  whenAnswered(path: DocumentPath): Promise<void>;
  /** The relay spoke about a document. */
  answered(document: OpenDocument, complete: boolean): void;
  linkLost(): void;
}

function topicsOf(path: DocumentPath): Topic[] {
  const [root, id] = path.split('/');
  if (root === 'person') return ['people'];
  if (path === AUTHORITY) return ['import-rules'];
  return root === 'module' || root === 'ratings' || root === 'reports' ? [`module/${id as ModuleId}`] : [];
}

/** What the gate says where the histories of both ends cannot stand in one document. */
const MISFITS = new Set(['actor-sequence', 'operation', 'operation-number']);

/** It may end what this person holds, wherever that is shown. */
function isAboutPermission(member: Member): boolean {
  if (member.member !== 'record') return false;
  return member.path[0] === 'revocations' || member.path.at(-2) === 'publishers';
}

export function createSession(options: SessionOptions): Session {
  const { over, pin, epoch, announce, cards, onMet, onAnswered, onSynced, isOnline, onQuarantine } = options;
  const replica = createReplica(over, pin.namespace, epoch, onQuarantine);
  const answeredPaths = new Set<DocumentPath>();
  const waiting = new Map<DocumentPath, Set<() => void>>();
  const watched = new Map<DocumentPath, OpenDocument>();
  /** Shards of which what came as a file was thrown away for what the relay sent. */
  const misfits = new Set<DocumentPath>();
  const shards = Array.from({ length: epoch.shards }, (_, n) => `catalog/${n}` as DocumentPath);
  const everywhere = [AUTHORITY, ...shards];

  function changed(document: OpenDocument, added: readonly Member[]): void {
    const { path } = document.address;
    if (isShard(path)) cards.met(path, document.heads(), added);
    onMet(added);
    // A revocation or a settlement changes what every module's page says.
    const touched = document.address.path === AUTHORITY ? [...watched.keys()] : [document.address.path];
    announce([
      ...touched.flatMap(topicsOf),
      ...(added.some(isAboutPermission) ? (['identity'] as const) : []),
    ]);
  }

  async function peek(path: DocumentPath): Promise<OpenDocument> {
    const document = await replica.open(path);
    if (watched.get(path) !== document) {
      watched.set(path, document);
      document.onAdded((added) => changed(document, added));
      // Of a shard nothing is decoded that nobody asks for; the outbox asks by name.
      if (!isShard(path)) onMet([...document.members.values()]);
    }
    return document;
  }

  function answerTo(path: DocumentPath, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const listeners = waiting.get(path) ?? new Set();
      waiting.set(path, listeners);
      const done = (): void => {
        clearTimeout(timer);
        listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, PATIENCE_MS);
      listeners.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  async function members(path: DocumentPath): Promise<readonly Member[]> {
    const document = await peek(path);
    return besideKnown([...document.members.values()], (await options.carried?.(path)) ?? []);
  }

  const records: RecordSource = {
    async membersOf(path, signal) {
      await peek(path);
      if (isOnline() && !answeredPaths.has(path)) await answerTo(path, signal);
      signal?.throwIfAborted();
      const known = await members(path);
      if (known.length === 0 && !answeredPaths.has(path)) {
        throw new GenError('Network', 'document-unknown', { document: path });
      }
      return known;
    },
  };

  async function beginAnew(document: OpenDocument): Promise<void> {
    answeredPaths.delete(document.address.path);
    options.reconnect?.();
    await replica.discard(document);
  }

  async function openShard(path: DocumentPath): Promise<void> {
    const document = await peek(path);
    // It may have been begun with a snapshot, of which no signature was looked at.
    await cards.level(path, document.heads(), () => document.encoded(), { checked: false });
  }

  return {
    replica,
    async open() {
      await peek(AUTHORITY);
    },
    shards,
    openShard,
    beginAnew,
    async misfit(document, { reason }) {
      const { path } = document.address;
      // Once: a relay that sends what no gate takes is not met by asking again.
      if (!isShard(path) || !MISFITS.has(reason) || misfits.has(path)) return false;
      misfits.add(path);
      await beginAnew(document);
      await openShard(path);
      return true;
    },
    records,
    peek,
    members,
    held: (path) => watched.get(path),
    hasAnswered: (path) => answeredPaths.has(path),
    async whenAnswered(path) {
      if (answeredPaths.has(path)) return;
      await new Promise<void>((resolve) => {
        waiting.set(path, (waiting.get(path) ?? new Set()).add(resolve));
      });
    },
    answered(document, complete) {
      const { path } = document.address;
      if (!complete || answeredPaths.has(path)) return;
      answeredPaths.add(path);
      for (const done of waiting.get(path) ?? []) done();
      waiting.delete(path);
      announce(topicsOf(path));
      onAnswered?.(path);
      if (everywhere.includes(path) && everywhere.every((shared) => answeredPaths.has(shared))) onSynced();
    },
    linkLost() {
      answeredPaths.clear();
    },
  };
}
