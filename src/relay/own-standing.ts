import type { FastifyBaseLogger } from 'fastify';
import { GenError } from '../core/errors.ts';
import type { Micros } from '../core/ids.ts';
import { AUTHORITY, type DocumentPath } from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import { endView, type EndView } from '../core/view/publishers.ts';
import { upTo, type RecordSet } from '../core/view/record-set.ts';
import { standingOf } from '../core/view/standing.ts';
import type { Clock } from '../ports/clock.ts';
import type { RelayKey, RelayKeys } from './keys.ts';
import type { RecordSets } from './record-sets.ts';
import { requireOpen } from './require-open.ts';
import { authorityStanding, type World } from './world.ts';

/**
 * A relay acts by what the root handed on to it, and the root or an admin may end that. What it signed from then on would
 * count for no reader: it says so instead of signing.
 */

/** @throws GenError InvalidState `notary-ended` | `naming-ended` with `by`, `text` and `time`. */
function requireOwn(reason: 'notary-ended' | 'naming-ended', { capability }: RelayKey, world: World): void {
  try {
    requireOpen(capability.capability, authorityStanding(world), {});
  } catch (thrown) {
    if (!(thrown instanceof GenError)) throw thrown;
    throw new GenError('InvalidState', reason, thrown.data);
  }
}

/**
 * What would get no receipt that counts is not taken, but for the word of the root and its admins: that counts without one.
 *
 * @throws GenError InvalidState `notary-ended`
 */
export function requireReceipting(document: DocumentPath, notary: RelayKey, world: World): void {
  if (document !== AUTHORITY) requireOwn('notary-ended', notary, world);
}

/**
 * @param made what the relay would answer with: a grant among it, if a name was claimed.
 * @throws GenError InvalidState `naming-ended`
 */
export function requireGranting(made: readonly Member[], world: World): void {
  const { naming } = world;
  const isGrant = made.some((one) => one.member === 'record' && one.credential === naming.capability.id);
  if (isGrant) requireOwn('naming-ended', naming, world);
}

export type OwnRole = 'naming' | 'notary' | 'heads';

/** Which of the relay's own keys have ended. */
export interface OwnStanding {
  /** `undefined`: it may act by it, or never might. */
  ended(role: OwnRole): EndView | undefined;
}

/** Whether a revocation counts may change with the clock alone; asked anew this often. */
const STANDING_MICROS = 1_000_000;

export function ownStanding(sets: RecordSets, keys: RelayKeys, clock: Clock): OwnStanding {
  let known: { set: RecordSet; since: Micros; ends: Map<OwnRole, EndView> } | undefined;

  function endsOf(set: RecordSet, now: Micros): Map<OwnRole, EndView> {
    const standing = standingOf(upTo(set, now), now);
    const ends = new Map<OwnRole, EndView>();
    for (const role of ['naming', 'notary', 'heads'] as const) {
      const key = keys[role];
      const fault = key === undefined ? undefined : standing.ended(key.capability.capability);
      if (fault !== undefined) ends.set(role, endView(fault));
    }
    return ends;
  }

  return {
    ended(role) {
      const now = clock();
      const set = sets.of(AUTHORITY);
      const isFresh = known?.set === set && now >= known.since && now < known.since + STANDING_MICROS;
      if (!isFresh) known = { set, since: now, ends: endsOf(set, now) };
      return known?.ends.get(role);
    },
  };
}

const LOSES: Readonly<Record<OwnRole, string>> = {
  naming: 'this relay grants no names any more: its naming key was ended',
  notary: 'this relay takes no records any more: its notary key was ended, and no receipt of it would count',
  heads: 'this relay shows no signed heads any more: the permission for them was ended',
};

/** @returns logs each key that has ended since it was called last. */
export function sayWhatEnded(own: OwnStanding, log: Pick<FastifyBaseLogger, 'error'>): () => void {
  const said = new Set<OwnRole>();
  return () => {
    for (const role of ['naming', 'notary', 'heads'] as const) {
      const end = said.has(role) ? undefined : own.ended(role);
      if (end === undefined) continue;
      said.add(role);
      log.error({ by: end.by, why: end.reason, endedAt: end.time }, LOSES[role]);
    }
  };
}
