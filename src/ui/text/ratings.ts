import type { Did } from '../../core/ids.ts';
import type { ModulePage } from '../../ports/module-page.ts';
import { formatCount } from './format.ts';

const BY_RELAY = ', as counted by the relay';

export const NOBODY_TRUSTED =
  'None yet: nobody has rated it whom this registry vouches for or whom you follow.';

/** @param isCountedHere else the relay counted, which cannot know whom this person follows. */
export function trustedWords(count: number, isCountedHere: boolean): string {
  const people = formatCount(count, 'person', 'people');
  return isCountedHere
    ? `Of ${people} whom this registry vouches for or you follow. Your own counts too.`
    : `Of ${people} whom this registry vouches for${BY_RELAY}.`;
}

/** Beside a review; nothing beside this person's own, which the summary names, and beside those that count for nobody here. */
export function countsWords(
  rater: Did,
  { trustedRaters, mine }: Pick<ModulePage, 'trustedRaters' | 'mine'>,
): string | undefined {
  return rater !== mine && trustedRaters.includes(rater) ? 'Counts as trusted' : undefined;
}

export const WHY_IT_COUNTS = 'This registry vouches for this person, or you follow them.';

export function everybodyWords(count: number, isCountedHere: boolean): string {
  const ratings = `${formatCount(count, 'rating')}${isCountedHere ? '' : BY_RELAY}`;
  return `${ratings}. Unverified: anybody can make many identities.`;
}
