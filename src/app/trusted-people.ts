import type { Did } from '../core/ids.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import { vouchedByAuthority } from '../core/view/vouched.ts';
import type { Device } from './device.ts';
import { followedModerators } from './moderators.ts';

export interface TrustSources {
  /** The authority's document, as far as it is here. */
  readonly authority: RecordSet;
  /** As the relay says, of those who rated: only modules' documents tell. */
  readonly invited: ReadonlySet<Did>;
  /** Absent: there is nobody here yet. */
  readonly own: Did | undefined;
}

/**
 * Whose ratings count for this person: those of people whom the registry vouches for, of whom this person follows, and
 * their own. Whom they follow is told to nobody, so no relay can count it for them.
 */
export async function trustedPeople(
  device: Pick<Device, 'tables' | 'clock'>,
  { authority, invited, own }: TrustSources,
): Promise<ReadonlySet<Did>> {
  const { people } = await followedModerators(device);
  const mine = own === undefined ? [] : [own];
  return new Set([...vouchedByAuthority(authority, device.clock()), ...invited, ...people, ...mine]);
}
