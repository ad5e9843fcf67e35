import type { Attack } from './attack.ts';
import { boasts, endlessWork } from './bombs.ts';
import { expiredCapabilities, revokedKeys, secondReleases } from './ended-permissions.ts';
import { largeFrames, nothing, slowSockets, unknownDocuments } from './floods.ts';
import { flippedRecords, forgedRecords, ratingsForAnother } from './forged-records.ts';
import { fuzzedFrames } from './fuzz.ts';
import {
  bendingHeads,
  deletion,
  flippedFrames,
  forgingBySync,
  orphans,
  overwriting,
  ratingForAnotherBySync,
  writingAndUndoing,
  writingOutside,
} from './hostile-changes.ts';
import { anothersPeerId } from './impostors.ts';

const MIB = 1024 * 1024;

export interface AttackPlan {
  readonly what: string;
  readonly attack: Attack;
  /** How often, in full. */
  readonly times: number;
  /** Played as often first, until the memory has settled: sockets by themselves are no growth. */
  readonly after?: 'peer-id';
  /** Bytes that the relay's memory may grow by while nobody else does anything, or be in all. */
  readonly mostGrowth?: number;
  readonly mostMemory?: number;
}

export const ATTACKS = {
  nothing: { what: 'nobody attacks, to compare with', attack: nothing, times: 1000 },
  'flipped-records': { what: 'every bit of records, flipped and posted', attack: flippedRecords, times: 100 },
  'forged-records': { what: "somebody else's record, posted", attack: forgedRecords, times: 2000 },
  'forging-by-sync': { what: "somebody else's record, by sync", attack: forgingBySync, times: 500 },
  'flipped-frames': { what: 'bits of sync frames, flipped', attack: flippedFrames, times: 2000 },
  deletion: { what: 'a delete of what all hold', attack: deletion, times: 500 },
  overwriting: { what: 'an overwrite of what all hold', attack: overwriting, times: 500 },
  'write-and-undo': {
    what: 'a write that is undone in the same message',
    attack: writingAndUndoing,
    times: 500,
  },
  'writing-outside': { what: 'a write outside the records', attack: writingOutside, times: 500 },
  'bent-heads': {
    what: 'a genuine record brought back with bent operation numbers or actors',
    attack: bendingHeads,
    times: 500,
  },
  orphans: { what: 'a child without its parent', attack: orphans, times: 500 },
  'rating-for-another': { what: 'a rating for another, posted', attack: ratingsForAnother, times: 10_000 },
  'rating-by-sync': { what: 'a rating for another, by sync', attack: ratingForAnotherBySync, times: 500 },
  'second-release': { what: 'a second release of a version', attack: secondReleases, times: 60 },
  'revoked-key': { what: 'a release of a withdrawn key, dated back', attack: revokedKeys, times: 60 },
  'expired-capability': {
    what: 'a release by a capability that has ended, dated back',
    attack: expiredCapabilities,
    times: 60,
  },
  'peer-id': { what: "another one's peer id", attack: anothersPeerId, times: 1000 },
  'endless-work': { what: 'a few bytes that ask for endless work', attack: endlessWork, times: 1000 },
  boasts: { what: 'frames that claim millions of entries', attack: boasts, times: 500, mostGrowth: 64 * MIB },
  'large-frames': {
    what: 'frames of 4 MiB + 1',
    attack: largeFrames,
    times: 200,
    after: 'peer-id',
    mostGrowth: 16 * MIB,
  },
  'unknown-documents': {
    what: 'documents that do not exist',
    attack: unknownDocuments,
    times: 100_000,
    mostMemory: 512 * MIB,
  },
  'slow-sockets': { what: 'slow sockets', attack: slowSockets, times: 1000 },
  fuzz: { what: 'fuzzed frames', attack: fuzzedFrames, times: 1_000_000 },
} as const satisfies Readonly<Record<string, AttackPlan>>;

export type AttackName = keyof typeof ATTACKS;
