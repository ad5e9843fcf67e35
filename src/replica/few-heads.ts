import { GenError } from '../core/errors.ts';

/**
 * Branches of a document that are not joined, and parents of one change. Whatever is written next joins all branches there
 * are, and a gate takes no change with more than 256 parents: with more branches than that nobody could write any more.
 */
export const MAX_HEADS = 32;

/** @throws GenError QuotaExceeded `heads` */
export function requireFewHeads(heads: number): void {
  if (heads > MAX_HEADS) throw new GenError('QuotaExceeded', 'heads', { limit: MAX_HEADS });
}
