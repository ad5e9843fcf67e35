import type { DocumentPath } from '../../core/record/document.ts';
import { nextTurn } from '../in-slices.ts';
import type { Bootstrap } from './bootstrap.ts';
import type { Session } from './session.ts';

/** The catalogue's documents on their way, behind whatever else the engine has to do. */
export interface ShardsOpening {
  /** What this device holds of them is in the catalogue. */
  readonly held: Promise<void>;
  /** All are open and in sync. */
  readonly all: Promise<void>;
  /** What this device holds of one shard is in the catalogue: out of turn, for who asks about a module. */
  about(path: DocumentPath): Promise<void>;
}

export interface OpenShardsOptions {
  readonly session: Pick<Session, 'shards' | 'openShard' | 'replica'>;
  /** Whether the catalogue came back with it: then nobody has to look whether there is a document. */
  readonly isKnown: (path: DocumentPath) => boolean;
  /** Without it everything comes by sync. */
  readonly bootstrap?: Bootstrap | undefined;
  /** What this device holds of a shard is in the catalogue now. */
  readonly onOpened: () => void;
  /** Everything that was missing can be found, out of files. */
  readonly onBegun: () => void;
  readonly signal: AbortSignal;
  readonly report: (fault: unknown) => void;
}

/** Milliseconds before a shard that did not open is tried again. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;

/**
 * One after the other with a turn between, each some 20 ms at 1,600 cards: those that this device holds, then those that come as
 * files, then what sync alone brings. One that fails is reported, tried again, and keeps no other waiting.
 */
export function openShards(options: OpenShardsOptions): ShardsOpening {
  const { session, isKnown, bootstrap, onOpened, onBegun, signal, report } = options;

  const openings = new Map<DocumentPath, Promise<void>>();

  const isHeld = async (path: DocumentPath): Promise<boolean> => isKnown(path) || session.replica.holds(path);

  async function openOnce(path: DocumentPath, pause = FIRST_PAUSE): Promise<void> {
    if (signal.aborted) return;
    try {
      await session.openShard(path);
      onOpened();
    } catch (fault) {
      report(fault);
      setTimeout(() => void openOnce(path, Math.min(LONGEST_PAUSE, 2 * pause)), pause);
    }
    await nextTurn();
  }

  function open(path: DocumentPath): Promise<void> {
    const opening = openings.get(path) ?? openOnce(path);
    openings.set(path, opening);
    return opening;
  }

  async function openHeld(): Promise<readonly DocumentPath[]> {
    const missing: DocumentPath[] = [];
    for (const path of session.shards) {
      if (await isHeld(path)) await open(path);
      else missing.push(path);
    }
    return missing;
  }

  async function openMissing(missing: readonly DocumentPath[]): Promise<void> {
    const seeded = (await bootstrap?.seed(missing, { left: open, onAhead: onBegun })) ?? missing;
    for (const path of seeded) await open(path);
  }

  const held = openHeld();
  const all = held.then(openMissing);
  all.catch(report);
  return {
    held: held.then(() => undefined),
    all,
    async about(path) {
      if (openings.has(path) || (!isKnown(path) && (await session.replica.holds(path)))) await open(path);
    },
  };
}
