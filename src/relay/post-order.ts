import { toHex } from '../core/bytes.ts';
import { isCardPath } from '../core/record/document.ts';
import type { GenRecord } from '../core/record/record.ts';

type Placed = Pick<GenRecord, 'path' | 'subspace'>;

/** What one author says of one module, in one POST: a release and what is told along with it. */
export type Publish = string;

/** @returns `undefined` for what stands below no module: claims, ratings. */
export function publishOf({ path, subspace }: Placed): Publish | undefined {
  const end = path.indexOf('@', 1);
  return path[0] === 'modules' && end > 0 ? `${toHex(subspace)} ${path.slice(1, end).join('.')}` : undefined;
}

export function isRelease({ path }: Placed): boolean {
  return path[0] === 'modules' && path[path.indexOf('@', 1) + 1] === 'versions';
}

/**
 * In which order the records of a POST are judged. Names first; then releases, as a refused one takes what is told
 * along with it; cards last, as they list a release that may come with the same POST.
 */
export function turnOf(record: Placed): number {
  if (record.path[0] === 'claims') return 0;
  if (isRelease(record)) return 1;
  return isCardPath(record.path) ? 3 : 2;
}
