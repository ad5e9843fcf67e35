import type { NamespaceId, Did } from '../../core/ids.ts';
import type { DocumentPath, Epoch } from '../../core/record/document.ts';
import { verifySnapshots, type SnapshotFile } from '../../core/view/signed-snapshots.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SnapshotSource } from '../../ports/snapshots.ts';
import type { Replica } from '../../replica/replica.ts';
import { admitSnapshot } from '../../replica/snapshot.ts';
import { turnIfDue } from '../in-slices.ts';
import type { CardIntake } from './card-intake.ts';

/**
 * The catalogue for a device that holds none of it: shards as files, each believed no further than structural
 * admission reaches, so that sync has to bring the difference only. Whatever fails leaves its shard to sync.
 */
export interface Bootstrap {
  /**
   * Begins shards that this device does not hold with what the relay serves of them; their cards can be found at once.
   *
   * @param left told of each that has to come by sync alone, as soon as that is known.
   * @returns those that were begun.
   */
  seed(
    missing: readonly DocumentPath[],
    left: (path: DocumentPath) => Promise<void>,
  ): Promise<readonly DocumentPath[]>;
}

export interface BootstrapOptions {
  readonly snapshots: SnapshotSource;
  readonly replica: Pick<Replica, 'seed' | 'addressOf'>;
  readonly pin: { readonly namespace: NamespaceId; readonly relay: Did };
  readonly epoch: Epoch;
  readonly cards: Pick<CardIntake, 'level'>;
  readonly clock: Clock;
  /** Ends it between two files. */
  readonly signal: AbortSignal;
  /** Told of what was refused and what failed. */
  readonly report: (fault: unknown) => void;
}

/** As many connections as a browser opens to one host. */
const AT_ONCE = 6;

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

  /** @returns whether the shard begins with the file. */
  async function begin({ path, sha256, size }: SnapshotFile): Promise<boolean> {
    try {
      const saved = await snapshots.snapshot(sha256, size, signal);
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
    async seed(missing, left) {
      if (missing.length === 0) return [];
      const files = await listed();
      const seeded: DocumentPath[] = [];
      const queue = missing.flatMap((path) => files.get(path) ?? []);
      async function work(): Promise<void> {
        for (let file = queue.shift(); file !== undefined && !signal.aborted; file = queue.shift()) {
          if (await begin(file)) seeded.push(file.path);
          else await left(file.path);
        }
      }
      const unlisted = missing.filter((path) => !files.has(path));
      const others = async (): Promise<void> => {
        for (const path of unlisted) await left(path);
      };
      await Promise.all([others(), ...Array.from({ length: AT_ONCE }, work)]);
      return seeded;
    },
  };
}
