import type { DatabaseSync } from 'node:sqlite';
import { FIRST_EPOCH, shardOf } from '../../core/record/document.ts';
import type { Did, ModuleId, Sha256 } from '../../core/ids.ts';
import type { ModuleAggregate } from '../../core/view/aggregate.ts';
import { asStorage, transact } from '../database.ts';

/** A rating as the journal has it. */
export interface CountedRating {
  readonly module: ModuleId;
  /** Hex of the key: its DID costs ten times as much as all else about a rating. */
  readonly rater: string;
  readonly stars: number;
  readonly time: number;
  readonly digest: Uint8Array;
}

export interface InvitedKey {
  readonly did: Did;
  /** Encoded, as the capability is in a member. */
  readonly member: Uint8Array<ArrayBuffer>;
}

/**
 * What was counted, kept with how far in the journal it goes, so that a start counts nothing twice and reads nothing anew.
 * All methods throw GenError Storage.
 */
export interface TallyStore {
  /** Behind the last entry of the journal that was looked at. */
  position(): number;
  /** One transaction, durable when it returns: all or nothing. */
  transact(work: () => void): void;
  reached(position: number): void;
  /** The newest of a rater takes the place of the one before. */
  rate(rating: CountedRating, isTrusted: boolean): void;
  /** A release has named a blob. */
  release(sha256: Sha256, module: ModuleId): void;
  invite(invited: InvitedKey): void;
  /** Installs are among the downloads: more of them are not counted. */
  fetched(module: ModuleId, downloads: number, installs: number): void;
  /** The first that named it first, at most so many. */
  modulesOf(sha256: Sha256, limit: number): readonly ModuleId[];
  /** Whether a release of this module has named the blob. */
  names(module: ModuleId, sha256: Sha256): boolean;
  /** By person, in no order, behind one of them; at most so many. */
  invited(after: Did | undefined, limit: number): readonly InvitedKey[];
  /** Changes whenever somebody was invited. */
  invitedCount(): number;
  hasRated(rater: string): boolean;
  /** Raters whose ratings are counted as trusted. */
  trustedRaters(): readonly string[];
  /** Counts a person's ratings as trusted, or no more; at most so many. @returns whether there are more. */
  recount(rater: string, isTrusted: boolean, limit: number): boolean;
  /** In the order of ids, at most so many. */
  part(place: number, limit: number): readonly ModuleAggregate[];
  /** Of which something was counted since they were read. At first all are. */
  changedParts(): readonly number[];
}

/** As the catalogue's shards: what changes one module leaves the other parts as they are. */
export const PARTS = FIRST_EPOCH.shards;

const STARS = [1, 2, 3, 4, 5] as const;
const COUNTS = ['downloads', 'installs', ...STARS.map((n) => `r${n}`), ...STARS.map((n) => `t${n}`)];

export function sqliteTally(database: DatabaseSync): TallyStore {
  const position = database.prepare("SELECT position FROM positions WHERE name = 'tally'");
  const reach = database.prepare("INSERT OR REPLACE INTO positions (name, position) VALUES ('tally', ?)");
  const change = database.prepare(
    `INSERT INTO tallies (part, module, ${COUNTS.join(', ')}) VALUES (?, ?, ${COUNTS.map(() => '?').join(', ')})
     ON CONFLICT (part, module) DO UPDATE SET ${COUNTS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`,
  );
  const rows = database.prepare('SELECT * FROM tallies WHERE part = ? ORDER BY module LIMIT ?');
  const rating = database.prepare(
    'SELECT stars, time, digest, trusted FROM ratings WHERE module = ? AND rater = ?',
  );
  const putRating = database.prepare(
    'INSERT OR REPLACE INTO ratings (module, rater, stars, time, digest, trusted) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const trust = database.prepare('UPDATE ratings SET trusted = ? WHERE module = ? AND rater = ?');
  const ofRater = database.prepare(
    'SELECT module, stars FROM ratings WHERE rater = ? AND trusted = ? LIMIT ?',
  );
  const anyOf = database.prepare('SELECT 1 FROM ratings WHERE rater = ? LIMIT 1');
  const trustedRaters = database.prepare('SELECT DISTINCT rater FROM ratings WHERE trusted = 1');
  const name = database.prepare('INSERT OR IGNORE INTO release_blobs (sha256, module) VALUES (?, ?)');
  const modules = database.prepare(
    'SELECT module FROM release_blobs WHERE sha256 = ? ORDER BY rowid LIMIT ?',
  );
  const naming = database.prepare('SELECT 1 FROM release_blobs WHERE sha256 = ? AND module = ?');
  const atMostFetched = database.prepare(
    'UPDATE tallies SET installs = downloads WHERE part = ? AND module = ? AND installs > downloads',
  );
  const invite = database.prepare('INSERT OR IGNORE INTO invited (did, member) VALUES (?, ?)');
  const invited = database.prepare(
    'SELECT did, member FROM invited WHERE did IN (SELECT DISTINCT did FROM invited WHERE did > ? ORDER BY did LIMIT ?)',
  );
  const invitedCount = database.prepare('SELECT COUNT(*) AS count FROM invited');
  const changed = new Set(Array.from({ length: PARTS }, (_, place) => place));

  function add(module: ModuleId, counts: Readonly<Record<string, number>>): void {
    const part = shardOf(module, PARTS);
    change.run(part, module, ...COUNTS.map((count) => counts[count] ?? 0));
    changed.add(part);
  }

  function isNewer({ time, digest }: CountedRating, before: Record<string, unknown>): boolean {
    const known = Number(before['time']);
    return time > known || (time === known && Buffer.compare(digest, before['digest'] as Uint8Array) > 0);
  }

  return {
    position: () => Number(asStorage(() => position.get())?.['position'] ?? 0),
    transact: (work) => transact(database, work),
    reached: (at) => void asStorage(() => reach.run(at)),
    rate(one, isTrusted) {
      const { module, rater, stars, time, digest } = one;
      const before = asStorage(() => rating.get(module, rater));
      if (before !== undefined && !isNewer(one, before)) return;
      putRating.run(module, rater, stars, time, digest, Number(isTrusted));
      if (before !== undefined)
        add(module, { [`r${before['stars']}`]: -1, [`t${before['stars']}`]: -Number(before['trusted']) });
      add(module, { [`r${stars}`]: 1, [`t${stars}`]: Number(isTrusted) });
    },
    release: (sha256, module) => void asStorage(() => name.run(sha256, module)),
    invite: ({ did, member }) => void asStorage(() => invite.run(did, member)),
    fetched: (module, downloads, installs) =>
      asStorage(() => {
        add(module, { downloads, installs });
        atMostFetched.run(shardOf(module, PARTS), module);
      }),
    modulesOf: (sha256, limit) =>
      asStorage(() => modules.all(sha256, limit).map(({ module }) => String(module) as ModuleId)),
    names: (module, sha256) => asStorage(() => naming.get(sha256, module)) !== undefined,
    invited: (after, limit) =>
      asStorage(() => invited.all(after ?? '', limit)).map(({ did, member }) => ({
        did: String(did) as Did,
        member: Uint8Array.from(member as Uint8Array),
      })),
    invitedCount: () => Number(asStorage(() => invitedCount.get())?.['count']),
    hasRated: (rater) => asStorage(() => anyOf.get(rater)) !== undefined,
    trustedRaters: () => asStorage(() => trustedRaters.all()).map(({ rater }) => String(rater)),
    recount(rater, isTrusted, limit) {
      const found = asStorage(() => ofRater.all(rater, Number(!isTrusted), limit));
      if (found.length === 0) return false;
      transact(database, () => {
        for (const { module, stars } of found) {
          trust.run(Number(isTrusted), String(module), rater);
          add(String(module) as ModuleId, { [`t${stars}`]: isTrusted ? 1 : -1 });
        }
      });
      return found.length === limit;
    },
    part(place, limit) {
      const found = asStorage(() => rows.all(place, limit)).map(aggregateOf);
      changed.delete(place);
      return found;
    },
    changedParts: () => [...changed],
  };
}

function aggregateOf(row: Record<string, unknown>): ModuleAggregate {
  const of = (letter: string) =>
    STARS.map((stars) => Number(row[`${letter}${stars}`])) as unknown as ModuleAggregate['ratings'];
  return {
    id: String(row['module']) as ModuleId,
    downloads: Number(row['downloads']),
    installs: Number(row['installs']),
    ratings: of('r'),
    trusted: of('t'),
  };
}
