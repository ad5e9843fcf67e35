import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { encode } from 'cborg';
import { toBase64Url } from '../core/bytes.ts';
import { toGenError, type GenError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { parseMicros, sha256Of, type Micros, type NamespaceId, type Sha256 } from '../core/ids.ts';
import type { DocumentPath, Epoch } from '../core/record/document.ts';
import { encodeSnapshots, MAX_SNAPSHOT, snapshotsMessage } from '../core/view/signed-snapshots.ts';
import type { Signer } from '../ports/identity.ts';
import { writeDurably } from './durable-file.ts';
import { catalogPaths } from './catalog-paths.ts';
import { isFarAhead, nextTime } from './next-time.ts';
import type { KeptSnapshot, SnapshotIndex } from './snapshot-index.ts';

/** A catalogue shard at some moment. */
export interface ShardState {
  /** Its Automerge heads, as one text. */
  readonly heads: string;
  readonly cards: number;
  /** The whole document; a few milliseconds for each thousand cards. */
  save(): Uint8Array;
}

/** The list as `GET /snapshots` answers it. */
export interface PublishedSnapshots {
  readonly etag: string;
  /** CBOR: docs/FORMAT.md, "Snapshots of the catalogue". */
  readonly answer: Uint8Array;
}

/** The catalogue as files, for devices that hold nothing of it yet. */
export interface Snapshots {
  readonly folder: string;
  /**
   * What there is; renews what is old beside it, and waits for that where the list lacks much of what there is.
   *
   * @returns `undefined` where the catalogue is too small to be worth a file.
   */
  newest(): Promise<PublishedSnapshots | undefined>;
  /** Bytes of a file of the newest list, or of one before it. */
  size(sha256: Sha256): number | undefined;
  /** Ends when what was begun is done. */
  close(): Promise<void>;
}

export interface SnapshotsOptions {
  /** The relay's data folder. */
  readonly data: string;
  readonly index: SnapshotIndex;
  readonly namespace: NamespaceId;
  readonly epoch: Epoch;
  readonly signer: Signer;
  readonly shard: (path: DocumentPath) => Promise<ShardState>;
  /** Cards of a shard, by the journal: known before its document is open. */
  readonly count: (path: DocumentPath) => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds before a shard that changed is saved anew: until then the rest comes by sync. */
  readonly every: number;
  readonly onFault: (fault: GenError) => void;
}

/** Below this sync is as fast. */
const FEWEST_CARDS = 32;
/** A device that has the list asks for its files within this time. */
const KEPT_MS = 3_600_000;
/** Of one shard, however often it changes. */
const KEPT_FILES = 3;
/** Of the catalogue, a list that has less is made anew before it is answered. */
const WORTH_ANSWERING = 0.9;

interface Catalogue {
  /** Shards that are worth a file, and whose newest one is another. */
  readonly changed: readonly DocumentPath[];
  /** One of them waits no longer. */
  readonly isDue: boolean;
  /** The list lacks much of what there is. */
  readonly isPoor: boolean;
}

/** A shard that did not become a file. */
interface Attempt {
  readonly heads: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly isTooLarge: boolean;
}

/** Makes the files, one shard after the other, when somebody asks for the list. */
export async function catalogueSnapshots(options: SnapshotsOptions): Promise<Snapshots> {
  const { index, namespace, epoch, signer, shard, count, clock, every, onFault } = options;
  const folder = join(options.data, 'snapshots');
  const paths = catalogPaths(epoch);
  let kept: readonly KeptSnapshot[] = [];
  let published: PublishedSnapshots | undefined;
  let signedFor: Micros | undefined;
  let underway: Promise<void> | undefined;
  let closed = false;
  /** Every document was open once: they are open from then on. */
  let hasLooked = false;
  const inVain = new Map<DocumentPath, Attempt>();

  const current = (): readonly KeptSnapshot[] => kept.filter(({ replacedAt }) => replacedAt === undefined);
  const micros = (): Micros => parseMicros(clock() * 1000);
  /** A clock that was ahead once holds nothing up. */
  const isOlder = (time: number, than: number): boolean => clock() >= time + than || clock() < time;
  const isAhead = (): boolean => signedFor !== undefined && isFarAhead(signedFor, micros());
  const cardsListed = (): number => current().reduce((sum, { cards }) => sum + cards, 0);

  const listsLittleOf = (cards: number): boolean => cardsListed() < cards * WORTH_ANSWERING;

  /** After a start the documents of a large catalogue take seconds to open, and the files of before are there at once. */
  function isGoodMeanwhile(): boolean {
    if (hasLooked || published === undefined || isAhead()) return false;
    const counts = paths.map(count).filter((cards) => cards >= FEWEST_CARDS);
    return !listsLittleOf(counts.reduce((sum, cards) => sum + cards, 0));
  }

  /** A crash leaves files without rows; whoever restores a folder in part, rows without files. */
  async function tidy(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = new Set(await readdir(folder));
    const valid = new Set<string>(paths);
    for (const { sha256: name, path } of index.all())
      if (!files.has(name) || !valid.has(path)) index.remove(name);
    kept = index.all();
    const named = new Set<string>(kept.map(({ sha256: name }) => name));
    for (const file of files) if (!named.has(file)) await rm(join(folder, file), { recursive: true });
  }

  async function prune(): Promise<void> {
    const ofShard = new Map<DocumentPath, number>();
    for (const { path, sha256: name, replacedAt } of kept) {
      const newer = ofShard.get(path) ?? 0;
      ofShard.set(path, newer + 1);
      if (replacedAt === undefined || (!isOlder(replacedAt, KEPT_MS) && newer < KEPT_FILES)) continue;
      index.remove(name);
      await rm(join(folder, name), { force: true });
    }
    kept = index.all();
  }

  /** Saving is the dear part: it is not tried again for each who asks. */
  function waits(path: DocumentPath, heads: string): boolean {
    const last = inVain.get(path);
    if (last === undefined) return false;
    return !isOlder(last.at, every) || (last.isTooLarge && last.heads === heads);
  }

  async function look(): Promise<Catalogue> {
    const saved = new Map(current().map((snapshot) => [snapshot.path, snapshot]));
    const changed: DocumentPath[] = [];
    let [cards, isDue] = [0, false];
    for (const path of paths) {
      const { heads, cards: inShard } = await shard(path);
      if (inShard < FEWEST_CARDS || waits(path, heads)) continue;
      cards += inShard;
      const last = saved.get(path);
      if (last?.heads === heads) continue;
      changed.push(path);
      if (last === undefined || isOlder(last.madeAt, every)) isDue = true;
    }
    hasLooked = true;
    return { changed, isDue, isPoor: listsLittleOf(cards) };
  }

  async function save(path: DocumentPath): Promise<void> {
    const { heads, cards, save: bytesOf } = await shard(path);
    // Whatever comes of it.
    inVain.set(path, { heads, at: clock(), isTooLarge: false });
    const bytes = bytesOf();
    if (bytes.length > MAX_SNAPSHOT) {
      inVain.set(path, { heads, at: clock(), isTooLarge: true });
      return;
    }
    const name = sha256Of(new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))));
    await writeDurably(join(folder, name), bytes);
    try {
      index.add({ path, sha256: name, size: bytes.length, cards, heads, madeAt: clock() });
    } catch (thrown) {
      // Unless an earlier row names the very same bytes.
      if (!kept.some(({ sha256: held }) => held === name)) await rm(join(folder, name), { force: true });
      throw thrown;
    }
    inVain.delete(path);
    kept = index.all();
  }

  async function publish(): Promise<void> {
    const shards = new Map(current().map((snapshot) => [snapshot.path, snapshot]));
    const files = paths.map((path) => shards.get(path)).filter((file) => file !== undefined);
    if (files.length === 0) return;
    const time = nextTime(signedFor, micros());
    const list = encodeSnapshots({ namespace, epoch: epoch.number, time, files });
    const signature = await signer.sign(snapshotsMessage(list));
    const etag = `W/"${toBase64Url(sha256(list)).slice(0, 16)}"`;
    published = { etag, answer: encode({ list, signature }) };
    signedFor = time;
  }

  async function saveAll(changed: readonly DocumentPath[]): Promise<void> {
    for (const path of changed) {
      if (closed) return;
      await save(path);
      await setImmediate();
    }
    await prune();
    await publish();
  }

  /** A fault leaves what there was: the rest is had by sync. */
  function renew(changed: readonly DocumentPath[]): Promise<void> {
    underway ??= saveAll(changed)
      .catch((thrown: unknown) => onFault(toGenError(thrown, 'Storage')))
      .finally(() => {
        underway = undefined;
      });
    return underway;
  }

  async function lookAndRenew(): Promise<void> {
    const { changed, isDue, isPoor } = await look();
    const renewing = isDue || isPoor || isAhead() ? renew(changed) : underway;
    if (published === undefined || isPoor || isAhead()) await renewing;
  }

  await tidy();
  await publish();

  return {
    folder,
    async newest() {
      if (closed) return published;
      const looking = lookAndRenew();
      if (isGoodMeanwhile()) looking.catch((thrown: unknown) => onFault(toGenError(thrown, 'Storage')));
      else await looking;
      return published;
    },
    size: (name) => kept.find(({ sha256: held }) => held === name)?.size,
    async close() {
      closed = true;
      await underway;
    },
  };
}
