import type { DocumentPath } from '../../core/record/document.ts';
import type { Micros, ModuleId } from '../../core/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MemberId } from '../../core/record/record.ts';
import type { UncheckedCard } from '../card-checks.ts';
import type { ShelfEntry } from '../card-shelf.ts';
import type { Catalogue } from '../catalogue.ts';
import { inSlices } from '../in-slices.ts';

/**
 * How the cards of others come into the catalogue. What a shard holds as it is opened comes at once. What sync brings later
 * comes at once too, and after that not before the index interval has passed: a flood costs one pass an interval. While a device
 * is catching up with its relay nothing is held back, for as long as that takes an honest one. Each pass announces `catalogue`: the index was updated.
 */
export interface CardIntake {
  /**
   * What a shard's document holds as it is opened, from disk or out of a snapshot. Heads that the catalogue was levelled with are
   * passed over without a look at the entries. Resolves when all of it can be found.
   *
   * @param heads of the document that the entries are all of.
   */
  level(
    path: DocumentPath,
    heads: readonly string[],
    entries: () => Iterable<ShelfEntry>,
    how: { readonly checked: boolean },
  ): Promise<void>;
  /** What a shard that is not here may turn out to hold: the levelling takes back what it does not. */
  ahead(path: DocumentPath, entries: Iterable<ShelfEntry>): Promise<void>;
  /** What sync brought into an open shard; the gate has checked it. */
  met(path: DocumentPath, heads: readonly string[], entries: readonly ShelfEntry[]): void;
  /** Cards whose signatures are to be checked, those that are on a screen first. */
  unchecked(limit: number): readonly UncheckedCard[];
  /** Of these modules, those that show. */
  uncheckedOf(ids: Iterable<ModuleId>): readonly UncheckedCard[];
  markChecked(records: Iterable<MemberId>): void;
  /** A signature that fails: its card is never shown again. */
  refuse(record: MemberId): void;
}

export interface CardIntakeControl extends CardIntake {
  /** All shards agree with the relay's: resolves when what came is in the index. From now on the interval counts. */
  synced(): Promise<void>;
  /** The link is gone: there will be something to catch up with. */
  linkLost(): void;
  /** Whether cards are on their way into the catalogue. */
  isBusy(): boolean;
  /** Seconds; 0: at once. */
  setInterval(seconds: number): void;
}

/** Cards put into shelf and index at once: a millisecond. */
const SLICE = 16;
/** Milliseconds between two passes while catching up, and between two announcements. */
const CATCHING_UP = 250;
/** Microseconds of catching up, after which the interval counts. */
const LONGEST_BEHIND = 60_000_000;

interface Waiting {
  heads: readonly string[];
  readonly entries: ShelfEntry[];
}

export function createCardIntake(
  catalogue: Catalogue,
  clock: Clock,
  announce: () => void,
  report: (fault: unknown) => void,
): CardIntakeControl {
  const waiting = new Map<DocumentPath, Waiting>();
  /** Shards of which nothing is missing that their documents held when they were opened. */
  const level = new Set<DocumentPath>();
  let interval = 0;
  let catchesUp = true;
  /** When it began to catch up. */
  let since: Micros | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let turn: Promise<void> = Promise.resolve();
  let works = 0;

  /** One after the other, so that heads are never noted before what they stand for. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    works += 1;
    const done = turn.then(work);
    turn = done
      .catch(() => undefined)
      .then(() => {
        works -= 1;
      });
    return done;
  }

  function tell(): void {
    telling ??= setTimeout(() => {
      telling = undefined;
      announce();
    }, CATCHING_UP);
  }

  /** @param add tells whether that shows. @returns whether any did. */
  async function put(
    entries: Iterable<ShelfEntry>,
    add: (some: readonly ShelfEntry[]) => boolean,
  ): Promise<boolean> {
    let shown = false;
    await inSlices(entries, SLICE, (some) => {
      if (add(some)) shown = true;
    });
    return shown;
  }

  async function pass(): Promise<void> {
    const taken = [...waiting];
    waiting.clear();
    let shown = false;
    for (const [path, { heads, entries }] of taken) {
      const met = (some: readonly ShelfEntry[]) => catalogue.addShard(path, some, { checked: true }, clock());
      if (await put(entries, met)) shown = true;
      // A row that lost a card stands for nothing until it was levelled with its document anew.
      const isSpoilt = catalogue.shardHeads(path)?.length === 0;
      if (level.has(path) && !isSpoilt) catalogue.levelled(path, heads);
    }
    if (shown) announce();
  }

  /** Who never says that this is all, however often the link is made anew, has no more than its share. */
  function isBehind(): boolean {
    if (!catchesUp) return false;
    const now = clock();
    since ??= now;
    return Math.abs(now - since) < LONGEST_BEHIND;
  }

  function begin(): Promise<void> {
    clearTimeout(pause);
    pause = setTimeout(
      () => {
        pause = undefined;
        if (waiting.size > 0) void begin();
      },
      isBehind() ? CATCHING_UP : interval * 1000,
    );
    const done = inTurn(pass);
    done.catch(report);
    return done;
  }

  return {
    level(path, heads, entries, how) {
      return inTurn(async () => {
        if (catalogue.shardHeads(path)?.join() !== heads.join()) {
          level.delete(path);
          if (await put(entries(), (some) => catalogue.addShard(path, some, how, clock()))) tell();
          if (catalogue.withdraw(path)) tell();
          catalogue.levelled(path, heads);
        }
        level.add(path);
      });
    },
    ahead(path, entries) {
      return inTurn(async () => {
        const isHere = (catalogue.shardHeads(path)?.length ?? 0) > 0;
        if (!isHere && (await put(entries, (some) => catalogue.addAhead(path, some, clock())))) tell();
      });
    },
    met(path, heads, entries) {
      const before = waiting.get(path);
      const bytes = entries.map((entry) => ({ id: entry.id, bytes: entry.bytes }));
      if (before === undefined) waiting.set(path, { heads, entries: bytes });
      else {
        before.heads = heads;
        before.entries.push(...bytes);
      }
      if (pause === undefined) void begin();
    },
    unchecked: (limit) => catalogue.unchecked(limit),
    uncheckedOf: (ids) => catalogue.uncheckedOf(ids),
    markChecked(records) {
      if (catalogue.markChecked(records)) tell();
    },
    refuse(record) {
      if (catalogue.hide(record)) tell();
    },
    async synced() {
      catchesUp = false;
      since = undefined;
      clearTimeout(pause);
      pause = undefined;
      await (waiting.size > 0 ? begin() : inTurn(async () => undefined));
    },
    isBusy: () => works > 0,
    linkLost() {
      catchesUp = true;
    },
    setInterval(seconds) {
      interval = seconds;
      if (pause === undefined) return;
      clearTimeout(pause);
      pause = undefined;
      if (waiting.size > 0) void begin();
    },
  };
}
