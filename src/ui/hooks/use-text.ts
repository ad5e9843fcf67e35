import type { Sha256 } from '../../core/ids.ts';
import { useQuery, type Query } from './use-query.ts';

/** A readme, changelog or review. What failed for want of a network is tried again when there is one. */
export function useText(hash: Sha256): Query<string> {
  return useQuery(`text ${hash}`, (engine) => engine.text(hash), { topics: ['connection'] });
}
