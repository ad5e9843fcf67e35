import { equalBytes } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { publicKeyOf } from '../core/ids.ts';
import { pathText, type Path } from '../core/path.ts';
import { modulePath, ratingsDocument } from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import { listedAt, reportedAt, type Subject } from '../core/record/moderation-path.ts';
import type { GenRecord } from '../core/record/record.ts';
import { TAKEN, hasGrant, type Acceptance, type World } from './world.ts';

/** Only what is there is reported and listed: a granted name, and under it somebody who rated it. */
function requireSubject(world: World, path: Path, subject: Subject | undefined): void {
  if (subject === undefined) throw new GenError('InvalidInput', 'record-path', { path: pathText(path) });
  const { id, rater } = subject;
  if (!hasGrant(world, id)) throw new GenError('NotFound', 'module', { id });
  if (rater === undefined) return;
  const [key, place] = [publicKeyOf(rater), pathText(['ratings', ...modulePath(id)])];
  const hasRated = world
    .set(ratingsDocument(id))
    .records.some(
      (record) =>
        equalBytes(record.subspace, key) &&
        pathText(record.path) === place &&
        readBody('rating', record.payload) !== undefined,
    );
  if (!hasRated) throw new GenError('NotFound', 'rating', { id, rater });
}

export function judgeReport({ path, payload }: GenRecord, world: World): Acceptance {
  if (readBody('report', payload) === undefined)
    throw new GenError('InvalidInput', 'body', { kind: 'report' });
  requireSubject(world, path, reportedAt(path));
  return TAKEN;
}

/** A line of somebody's own list: whoever signs it speaks for themselves, as admission saw to. */
export function judgeListed({ path, payload }: GenRecord, world: World): Acceptance {
  if (readBody('moderation', payload) === undefined)
    throw new GenError('InvalidInput', 'body', { kind: 'moderation' });
  requireSubject(world, path, listedAt(path));
  return TAKEN;
}
