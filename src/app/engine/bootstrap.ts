import type { NamespaceId, Did } from '../../core/ids.ts';
import type { DocumentPath, Epoch } from '../../core/record/document.ts';
import { verifySnapshots, type SnapshotFile } from '../../core/view/signed-snapshots.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SnapshotSource } from '../../ports/snapshots.ts';
import type { Replica } from '../../replica/replica.ts';
import { admitSnapshot, cardsAhead } from '../../replica/snapshot.ts';
import { turnIfDue } from '../in-slices.ts';
import type { CardIntake } from './card-intake.ts';

/**
 * The catalogue for a device that holds none of it: shards as files, each believed no further than structural
 * admission reaches, so that sync has to bring the difference only. Their cards can be found before that, as soon as all
 * files are here; those of a shard that fails are taken back when it is opened for sync, to which it is left.
 */
export interface Bootstrap {
  /**
   * Begins shards that this device does not hold with what the relay serves of them.
   *
   * @param told `left` of each shard that has to come by sync alone, as soon as that is known; `onAhead` when the cards of all
   * that are missing can be found.
   * @returns those that were begun.
   */
  seed(
    missing: readonly DocumentPath[],
    told: { readonly left: (path: DocumentPath) => Promise<void>; readonly onAhead: () => void },
  ): Promise<readonly DocumentPath[]>;
}

export interface BootstrapOptions {
  readonly snapshots: SnapshotSource;
  readonly replica: Pick<Replica, 'seed' | 'addressOf'>;
  readonly pin: { readonly namespace: NamespaceId; readonly relay: Did };
  readonly epoch: Epoch;
  readonly cards: Pick<CardIntake, 'level' | 'ahead'>;
  readonly clock: Clock;
  /** Ends it between two files. */
  readonly signal: AbortSignal;
  /** Told of what was refused and what failed. */
  readonly report: (fault: unknown) => void;
}

/** As many connections as a browser opens to one host. */
const AT_ONCE = 6;
/** Bytes of files that wait for the others; of a hundred thousand cards there are some 30 MB. */
const MOST_WAITING = 64 * 1024 * 1024;
/** Milliseconds they wait. A slow network leaves time for them, and a device that ends then has kept what came. */
const LONGEST_WAIT = 10_000;

export function createBootstrap(options: BootstrapOptions): Bootstrap {
  const { snapshots, replica, pin, epoch, cards, clock, signal, report } = options;

  async function listed(): Promise<ReadonlyMap<DocumentPath, SnapshotFile>> {
    try {
      const served = await snapshots.snapshots(signal);
      if (served === undefined) return new Map();
      const { files } = await verifySnapshots(served, { ...pin, epoch, now: clock() });
      return new Map(files.map((file) => [file.path, file]));
    } catch (fault) {
      if (!signal.aborted) report(fault);
      return new Map();
    }
  }

  /** @returns `undefined` for a file that cannot be had, or holds what is no card of its shard. */
  async function fetched({ path, sha256, size }: SnapshotFile): Promise<Uint8Array | undefined> {
    try {
      const saved = await snapshots.snapshot(sha256, size, signal);
      await cards.ahead(path, await cardsAhead(replica.addressOf(path), saved, turnIfDue));
      return saved;
    } catch (fault) {
      if (!signal.aborted) report(fault);
      return undefined;
    }
  }

  /** @returns whether the shard begins with the file. */
  async function begin(path: DocumentPath, saved: Uint8Array): Promise<boolean> {
    try {
      const { cards: found, heads } = await admitSnapshot(replica.addressOf(path), saved, turnIfDue);
      if (!(await replica.seed(path, saved))) return false;
      // Kept from here on: a device that ends now does not fetch it again.
      await cards.level(path, heads, () => found, { checked: false });
      return true;
    } catch (fault) {
      if (!signal.aborted) report(fault);
      return false;
    }
  }

  return {
    async seed(missing, { left, onAhead }) {
      if (missing.length === 0) return [];
      const files = await listed();
      const queue = missing.flatMap((path) => files.get(path) ?? []);
      const seeded: DocumentPath[] = [];
      const waiting: [DocumentPath, Uint8Array][] = [];
      let room = MOST_WAITING;
      let found = 0;
      /** A file that was judged is let go. */
      async function beginAll(): Promise<void> {
        for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
          const [path, saved] = next;
          room += saved.length;
          if (await begin(path, saved)) seeded.push(path);
          else await left(path);
        }
      }
      async function work(): Promise<void> {
        for (let file = queue.shift(); file !== undefined && !signal.aborted; file = queue.shift()) {
          const saved = await fetched(file);
          if (saved === undefined) {
            await left(file.path);
            continue;
          }
          found += 1;
          if (found === missing.length) onAhead();
          room -= saved.length;
          waiting.push([file.path, saved]);
          if (room < 0) await beginAll();
        }
      }
      const unlisted = missing.filter((path) => !files.has(path));
      const others = async (): Promise<void> => {
        for (const path of unlisted) await left(path);
      };
      const coming = Promise.all([others(), ...Array.from({ length: AT_ONCE }, work)]);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, LONGEST_WAIT);
      });
      await Promise.race([coming, late]);
      clearTimeout(timer);
      // None waits any more: what comes now is begun at once.
      room = -Infinity;
      await beginAll();
      await coming;
      return seeded;
    },
  };
}
