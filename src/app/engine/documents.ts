import { GenError } from '../../core/errors.ts';
import type { Did } from '../../core/ids.ts';
import { FIRST_EPOCH, type DocumentPath } from '../../core/record/document.ts';
import type { Member } from '../../core/record/member.ts';
import type { SnapshotSource } from '../../ports/snapshots.ts';
import type { RepoOver } from '../../replica/replica.ts';
import type { KeepingDevice } from '../device.ts';
import type { Connectivity } from './connectivity.ts';
import { fillCatalogue, type CatalogueFilling } from './fill-catalogue.ts';
import { createLifecycle } from './lifecycle.ts';
import type { LiveCatalogue } from './live-catalogue.ts';
import { openRated } from './rated-modules.ts';
import { createSession, type Session } from './session.ts';

export interface Running {
  readonly device: KeepingDevice;
  readonly session: Session;
  readonly shards: CatalogueFilling;
  /** Ends what goes on behind it. */
  readonly end: () => void;
}

/** The documents of an engine: opened with the identity that is here, and anew with another one. */
export interface Documents {
  /** Waits as long as it takes. */
  running(): Promise<Running>;
  /** Closes what runs; whoever asks from now on gets what is opened then. */
  restart(): void;
  /** There before it is open: what the relay says of its documents must find them. */
  session(): Session | undefined;
  /** Documents may be asked for. */
  isOpen(): boolean;
}

/** What follows the documents. It may ask for them in turn, so it is told of after it was made. */
export interface Followers {
  readonly liveCatalogue: LiveCatalogue;
  readonly trusted: () => Promise<ReadonlySet<Did>>;
  /** Members that stand in a document now. */
  readonly met: (members: readonly Member[]) => void;
  readonly answered: (path: DocumentPath) => void;
  readonly synced: () => void;
  /** Documents may be asked for from now on. */
  readonly opened: () => void;
}

export interface DocumentsOptions {
  readonly device: Omit<KeepingDevice, 'records' | 'namespace'>;
  readonly connectivity: Connectivity;
  /** Made once the namespace is known, with the gate in front of the link; anew when the identity has changed. */
  readonly openRepo: (session: () => Session | undefined) => Promise<RepoOver>;
  /** Without it a fresh device has its catalogue by sync alone. */
  readonly snapshots?: SnapshotSource | undefined;
  readonly report: (fault: unknown) => void;
}

/** Nothing is opened before the turn after this one: `followers` may be made meanwhile. */
export function createDocuments(
  { device: base, connectivity, openRepo, snapshots, report }: DocumentsOptions,
  followers: () => Followers,
): Documents {
  let over: RepoOver | undefined;
  let live: Session | undefined;
  let isOpen = false;

  async function open(): Promise<Running> {
    const pin = await connectivity.pinned();
    const { liveCatalogue, trusted, met, answered, synced, opened } = followers();
    await liveCatalogue.begin(pin.namespace);
    over ??= await openRepo(() => live);
    const session = createSession({
      over,
      pin,
      epoch: FIRST_EPOCH,
      isOnline: () => connectivity.state().state === 'online',
      announce: (topics) => base.announce(topics),
      cards: liveCatalogue.cards,
      carried: (path) => liveCatalogue.carried.members(path),
      onMet: met,
      onAnswered: answered,
      onSynced: synced,
      onQuarantine: (path: DocumentPath, cause) =>
        report(new GenError('Storage', 'quarantine', { document: path }, cause)),
      reconnect: () => connectivity.networkLost(),
    });
    live = session;
    await session.open();
    await liveCatalogue.refresh();
    const ending = new AbortController();
    const shards = fillCatalogue({
      session,
      catalogue: liveCatalogue,
      pin,
      epoch: FIRST_EPOCH,
      snapshots,
      clock: base.clock,
      signal: ending.signal,
      report,
    });
    void shards.held.then(() => openRated(base, session, trusted)).catch(report);
    isOpen = true;
    opened();
    if (pin.relay === undefined) void connectivity.met().then(() => life.restart());
    base.announce(['catalogue', 'connection']);
    const device = { ...base, namespace: pin.namespace, records: session.records };
    return { device, session, shards, end: () => ending.abort() };
  }

  async function close({ session, end }: Running): Promise<void> {
    end();
    over = undefined;
    live = undefined;
    isOpen = false;
    await session.replica.repo.shutdown();
  }

  const life = createLifecycle<Running>({
    open,
    close,
    onFailure(error) {
      report(error);
      connectivity.problem(error);
    },
  });
  return {
    running: () => life.running(),
    restart: () => life.restart(),
    session: () => live,
    isOpen: () => isOpen,
  };
}
