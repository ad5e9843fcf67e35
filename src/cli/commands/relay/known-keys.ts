import { wallClock, type Device } from '../../../app/device.ts';
import { toGenError, type GenError } from '../../../core/errors.ts';
import type { Micros, NamespaceId } from '../../../core/ids.ts';
import { AUTHORITY } from '../../../core/record/document.ts';
import { decodeMember, type Member } from '../../../core/record/member.ts';
import { openDatabase } from '../../../relay/database.ts';
import { readHandedOn } from '../../../relay/handed-on.ts';
import { sqliteJournal } from '../../../relay/journal.ts';
import { readRelayKeys } from '../../../relay/keys.ts';
import { capabilitiesIn, handedOnViews, type HandedOnView } from './handed-on.ts';

/** All that can be known of what the root handed on, out of the relay's folder and its authority document. */
export interface KnownKeys {
  readonly views: readonly HandedOnView[];
  /** Lines of the folder's file that say nothing. */
  readonly unreadable: number;
}

export interface AuthoritySource {
  readonly members: readonly Member[];
  /** Why nothing is known of what ended. */
  readonly problem?: GenError;
}

/** Of a relay that does not run. @throws GenError InvalidState `data-in-use` of one that does; Storage. */
function storedAuthority(folder: string): readonly Member[] {
  const database = openDatabase(folder);
  try {
    return sqliteJournal(database).members(AUTHORITY).map(decodeMember);
  } finally {
    database.close();
  }
}

/** From the running relay, else out of its folder. Failing both, nothing is known of what ended. */
export async function authorityFrom(
  relay: () => Promise<Pick<Device, 'records'>>,
  folder: string,
): Promise<AuthoritySource> {
  try {
    return { members: await (await relay()).records.membersOf(AUTHORITY) };
  } catch (thrown) {
    const problem = toGenError(thrown);
    if (problem.code === 'Cancelled') throw problem;
    // Nothing is made where no relay ever was.
    if ((await readRelayKeys(folder)) === undefined) return { members: [], problem };
    try {
      return { members: storedAuthority(folder) };
    } catch {
      return { members: [], problem };
    }
  }
}

/**
 * @param steps `one`: only what the root itself handed on, for a list; `any`: to be looked up in.
 * @throws GenError InvalidInput `relay-keys`; Storage.
 */
export async function knownKeys(
  folder: string,
  namespace: NamespaceId,
  authority: readonly Member[],
  steps: 'one' | 'any',
): Promise<KnownKeys> {
  const own = (await readRelayKeys(folder))?.authority ?? [];
  const { entries, unreadable } = await readHandedOn(folder);
  const members = [...capabilitiesIn([...own, ...authority], steps), ...entries.map(({ member }) => member)];
  const kept = new Map<string, Micros>(entries.map(({ at, member }) => [member.id, at]));
  return { views: handedOnViews(members, { namespace, authority, kept, now: wallClock() }), unreadable };
}
