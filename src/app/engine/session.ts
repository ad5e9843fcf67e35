import { GenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import { AUTHORITY, type DocumentPath, type Epoch } from '../../core/record/document.ts';
import type { Member } from '../../core/record/member.ts';
import type { Topic } from '../../ports/engine.ts';
import type { RecordSource } from '../../ports/records.ts';
import type { OpenDocument } from '../../replica/open-document.ts';
import { createReplica, type Replica, type RepoOver } from '../../replica/replica.ts';
import type { Pin } from '../pin-relay.ts';

/** How long a use case waits for the relay's word about a document while the link is up. */
const PATIENCE_MS = 3000;

export interface SessionOptions {
  readonly over: RepoOver;
  readonly pin: Pin;
  readonly epoch: Epoch;
  readonly isOnline: () => boolean;
  readonly announce: (topics: readonly Topic[]) => void;
  readonly onCards: (members: Iterable<Member>) => void;
  /** Members that stand in a document now: what the outbox kept of them may go. */
  readonly onMet: (members: readonly Member[]) => void;
  /** Every document that all devices hold agrees with the relay's. */
  readonly onSynced: () => void;
  readonly onQuarantine: (path: DocumentPath, cause: unknown) => void;
}

/** The documents of one namespace, live: opened when needed, watched, and answered for. */
export interface Session {
  readonly replica: Replica;
  /** Opens what every device holds. The link may bring messages from the first document on. */
  open(): Promise<void>;
  /** Waits for the relay where the link is up; for use cases. */
  readonly records: RecordSource;
  /** What is known at once; opening it starts its sync. */
  peek(path: DocumentPath): Promise<OpenDocument>;
  /** The document if it is in memory already. */
  held(path: DocumentPath): OpenDocument | undefined;
  /** Whether the relay has said, in this connection, that it has nothing more. */
  hasAnswered(path: DocumentPath): boolean;
  /** The relay spoke about a document. */
  answered(document: OpenDocument, complete: boolean): void;
  linkLost(): void;
}

function topicsOf(path: DocumentPath): Topic[] {
  const [root, id] = path.split('/');
  if (root === 'catalog') return ['catalogue'];
  if (root === 'person') return ['people'];
  if (path === AUTHORITY) return ['import-rules'];
  return root === 'module' || root === 'ratings' || root === 'reports' ? [`module/${id as ModuleId}`] : [];
}

/** It may end what this person holds, wherever that is shown. */
function isAboutPermission(member: Member): boolean {
  if (member.member !== 'record') return false;
  return member.path[0] === 'revocations' || member.path.at(-2) === 'publishers';
}

export function createSession(options: SessionOptions): Session {
  const { over, pin, epoch, announce, onCards, onMet, onSynced, isOnline, onQuarantine } = options;
  const replica = createReplica(over, pin.namespace, epoch, onQuarantine);
  const answeredPaths = new Set<DocumentPath>();
  const waiting = new Map<DocumentPath, Set<() => void>>();
  const watched = new Map<DocumentPath, OpenDocument>();
  const everywhere = [
    AUTHORITY,
    ...Array.from({ length: epoch.shards }, (_, n) => `catalog/${n}` as DocumentPath),
  ];

  function changed(document: OpenDocument, added: readonly Member[]): void {
    if (document.address.path.startsWith('catalog/')) onCards(added);
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
      onMet([...document.members.values()]);
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

  const records: RecordSource = {
    async membersOf(path, signal) {
      const document = await peek(path);
      if (isOnline() && !answeredPaths.has(path)) await answerTo(path, signal);
      signal?.throwIfAborted();
      if (document.members.size === 0 && !answeredPaths.has(path)) {
        throw new GenError('Network', 'document-unknown', { document: path });
      }
      return [...document.members.values()];
    },
  };

  return {
    replica,
    async open() {
      const documents = await Promise.all(everywhere.map(peek));
      for (const document of documents) {
        if (document.address.path !== AUTHORITY) onCards(document.members.values());
      }
    },
    records,
    peek,
    held: (path) => watched.get(path),
    hasAnswered: (path) => answeredPaths.has(path),
    answered(document, complete) {
      const { path } = document.address;
      if (!complete || answeredPaths.has(path)) return;
      answeredPaths.add(path);
      for (const done of waiting.get(path) ?? []) done();
      waiting.delete(path);
      announce(topicsOf(path));
      if (everywhere.includes(path) && everywhere.every((shared) => answeredPaths.has(shared))) onSynced();
    },
    linkLost() {
      answeredPaths.clear();
    },
  };
}
