import { setImmediate } from 'node:timers/promises';
import { toGenError, type GenError } from '../../core/errors.ts';
import { MAX_MODULE_ID, type ModuleId, type Sha256 } from '../../core/ids.ts';
import { addressGroup } from '../address-group.ts';
import type { SeenOnDay, SeenToday } from './seen-today.ts';
import type { StandingReleases } from './standing-releases.ts';
import type { TallyStore } from './tally-store.ts';

/** A blob that was sent from some byte on, to the end or not. */
export interface SentBlob {
  readonly sha256: Sha256;
  /** Bytes of the whole. */
  readonly size: number;
  readonly address: string;
  /** The first byte that was asked for. */
  readonly from: number;
  /** Behind the last byte that was sent. */
  readonly to: number;
  /** For whose install an app fetched it, as it says. */
  readonly install: string | undefined;
}

/** Downloads and installs by module. */
export interface CountedDownloads {
  sent(blob: SentBlob): void;
  /** Writes what waits; done by itself a moment after something was sent. */
  flush(): Promise<void>;
  /** The last flush. */
  close(): Promise<void>;
}

export interface CountedDownloadsOptions {
  readonly store: TallyStore;
  /** Looks at what is new in the journal: a release may be younger than the last look. */
  readonly catchUp: () => Promise<void>;
  readonly seen: SeenToday;
  readonly releases: StandingReleases;
  readonly onFault: (fault: GenError) => void;
}

/** What a kill loses is no older. */
const EVERY_MS = 5_000;
/** More at once are not counted. */
const MOST_WAITING = 20_000;
/** Of the modules that named a blob first, so many are asked whether their release stands. */
const MOST_ASKED = 3;

interface Waiting extends Pick<SentBlob, 'sha256' | 'install'> {
  readonly group: string;
}

/**
 * Counts a blob once for each address group, module and day. Parts count where they joined to the whole, each beginning
 * no further than where the one before had ended: so to be counted costs what a download costs.
 */
export function countedDownloads(options: CountedDownloadsOptions): CountedDownloads {
  const { store, catchUp, seen, releases, onFault } = options;
  // Each once, however often it was sent.
  let waiting = new Map<string, Waiting>();
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  /** The one that it says, if that named it; then the first ones that did. */
  function namedBy({ sha256, install }: Waiting, naming: Map<Sha256, readonly ModuleId[]>): ModuleId[] {
    const first = naming.get(sha256) ?? store.modulesOf(sha256, MOST_ASKED);
    naming.set(sha256, first);
    const said = install as ModuleId;
    const isNamed = install !== undefined && (first.includes(said) || store.names(said, sha256));
    return isNamed ? [said, ...first.filter((module) => module !== said)] : [...first];
  }

  /** So that who fetches it again and again has no release looked up. */
  function wasCounted({ sha256, group, install }: Waiting, module: ModuleId, day: SeenOnDay): boolean {
    const isKnown = day.has('download', module, sha256, group);
    return isKnown && (install !== module || day.has('install', module, sha256, group));
  }

  async function count(blobs: Iterable<Waiting>): Promise<Map<ModuleId, readonly [number, number]>> {
    const counts = new Map<ModuleId, readonly [number, number]>();
    const naming = new Map<Sha256, readonly ModuleId[]>();
    const day = seen.today();
    for (const blob of blobs) {
      const asked = namedBy(blob, naming);
      if (asked[0] === undefined || wasCounted(blob, asked[0], day)) continue;
      // Its view is folded for that, and with it others might wait.
      await setImmediate();
      const module = asked.find((one) => releases(one).has(blob.sha256));
      if (module === undefined) continue;
      const what = [module, blob.sha256, blob.group] as const;
      const isNew = day.first('download', ...what);
      const isInstall = blob.install === module && day.first('install', ...what);
      const [downloads, installs] = counts.get(module) ?? [0, 0];
      counts.set(module, [downloads + Number(isNew), installs + Number(isInstall)]);
    }
    return counts;
  }

  async function write(): Promise<void> {
    const blobs = waiting;
    waiting = new Map();
    if (blobs.size === 0) return;
    await catchUp();
    const counts = await count(blobs.values());
    store.transact(() => {
      for (const [module, [downloads, installs]] of counts)
        if (downloads + installs > 0) store.fetched(module, downloads, installs);
    });
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const next = turn.then(write);
    turn = next.catch((thrown: unknown) => onFault(toGenError(thrown, 'Storage')));
    return turn;
  }

  return {
    sent({ sha256, size, address, from, to, install: said }) {
      const group = addressGroup(address);
      const install = said !== undefined && said.length <= MAX_MODULE_ID ? said : undefined;
      if (from > 0 || to < size) {
        const day = seen.today();
        const known = day.sentTo(sha256, group);
        if (from > known) return;
        if (to > known) day.sent(to, sha256, group);
        if (to < size) return;
      }
      if (waiting.size >= MOST_WAITING) return;
      waiting.set(`${sha256} ${group} ${install ?? ''}`, { sha256, group, install });
      timer ??= setTimeout(() => void flush(), EVERY_MS).unref();
    },
    flush,
    async close() {
      await flush();
    },
  };
}
