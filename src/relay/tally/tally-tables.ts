/**
 * What the relay counted. `ratings` has the newest of each person and module, with whether it is counted as trusted in
 * `tallies`: so who is trusted may change without anything being counted anew. Names as `tally-store.ts` has them.
 */
export const TALLY_TABLES = `
  CREATE TABLE IF NOT EXISTS tallies (
    part INTEGER NOT NULL,
    module TEXT NOT NULL,
    downloads INTEGER NOT NULL,
    installs INTEGER NOT NULL,
    r1 INTEGER NOT NULL, r2 INTEGER NOT NULL, r3 INTEGER NOT NULL, r4 INTEGER NOT NULL, r5 INTEGER NOT NULL,
    t1 INTEGER NOT NULL, t2 INTEGER NOT NULL, t3 INTEGER NOT NULL, t4 INTEGER NOT NULL, t5 INTEGER NOT NULL,
    PRIMARY KEY (part, module)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ratings (
    module TEXT NOT NULL,
    rater TEXT NOT NULL,
    stars INTEGER NOT NULL,
    time INTEGER NOT NULL,
    digest BLOB NOT NULL,
    trusted INTEGER NOT NULL,
    PRIMARY KEY (module, rater)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS ratings_by_rater ON ratings (rater, trusted);
  CREATE INDEX IF NOT EXISTS trusted_ratings ON ratings (rater) WHERE trusted = 1;
  CREATE TABLE IF NOT EXISTS release_blobs (sha256 TEXT NOT NULL, module TEXT NOT NULL, UNIQUE (sha256, module));
  CREATE TABLE IF NOT EXISTS invited (did TEXT NOT NULL, member BLOB NOT NULL, PRIMARY KEY (did, member)) WITHOUT ROWID;
`;
