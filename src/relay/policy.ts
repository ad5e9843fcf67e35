import { GenError } from '../core/errors.ts';
import { splitModulePath } from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import type { GenRecord } from '../core/record/record.ts';
import { CLOCK_TOLERANCE } from '../core/view/record-set.ts';
import { answerClaim } from './claims.ts';
import { judgeModuleRecord } from './module-policy.ts';
import { TAKEN, hasGrant, requireBlob, type Acceptance, type World } from './world.ts';

/** @throws GenError NotFound | PermissionDenied … when the record must not be taken. */
type Judge = (record: GenRecord, world: World) => Acceptance | Promise<Acceptance>;

function judgeClaim(record: GenRecord, world: World): Promise<Acceptance> {
  const { id, rest } = splitModulePath(record.path);
  if (rest.length > 0 || readBody('claim', record.payload) === undefined) {
    throw new GenError('InvalidInput', 'body', { kind: 'claim' });
  }
  return answerClaim(record, id, world);
}

function judgeRating(record: GenRecord, world: World): Acceptance {
  const { id, rest } = splitModulePath(record.path);
  const body = readBody('rating', record.payload);
  if (rest.length > 0 || body === undefined) throw new GenError('InvalidInput', 'body', { kind: 'rating' });
  if (!hasGrant(world, id)) throw new GenError('NotFound', 'module', { id });
  if (body.review === undefined) return TAKEN;
  requireBlob(world, body.review, (size) => size <= world.maxReview);
  return TAKEN;
}

const JUDGES: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['claims', judgeClaim],
  ['ratings', judgeRating],
  ['modules', judgeModuleRecord],
]);

/**
 * Whether the relay takes an admitted record, and what follows.
 *
 * Everything else under the root's or a relay's own paths (keys, receipts, revocations …) comes from the relay
 * itself or from its owner's commands, never over HTTP.
 */
export async function judge(record: GenRecord, world: World): Promise<Acceptance> {
  if (record.timestamp > world.now + CLOCK_TOLERANCE) {
    throw new GenError('InvalidInput', 'clock-ahead', { timestamp: record.timestamp, now: world.now });
  }
  const [root = ''] = record.path;
  const judgeKind = JUDGES.get(root);
  if (judgeKind === undefined) throw new GenError('PermissionDenied', 'policy', { path: root });
  return judgeKind(record, world);
}
