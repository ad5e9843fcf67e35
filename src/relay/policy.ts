import { GenError } from '../core/errors.ts';
import {
  documentOf,
  FIRST_EPOCH,
  isDevicePath,
  modulePath,
  splitModulePath,
} from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import { hasPrefix, pathText } from '../core/path.ts';
import type { GenRecord } from '../core/record/record.ts';
import { capabilityOf, CLOCK_TOLERANCE } from '../core/view/record-set.ts';
import { judgeAuthority } from './authority-policy.ts';
import { answerClaim } from './claims.ts';
import { judgeDevice } from './device-policy.ts';
import { judgeModuleRecord } from './module-policy.ts';
import { judgeListed, judgeReport } from './report-policy.ts';
import { requireDevices } from './require-device.ts';
import { TAKEN, hasGrant, requireBlob, type Acceptance, type World } from './world.ts';

/** @throws GenError NotFound | PermissionDenied … when the record must not be taken. */
type Judge = (record: GenRecord, world: World) => Acceptance | Promise<Acceptance>;

function judgeClaim(record: GenRecord, world: World): Promise<Acceptance> {
  const { id, rest } = splitModulePath(record.path);
  const body = readBody('claim', record.payload);
  if (rest.length > 0 || body === undefined) throw new GenError('InvalidInput', 'body', { kind: 'claim' });
  return answerClaim(record, id, body.capability, world);
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

/** Who speaks is the signer, as admission saw to; other things that people may say of themselves are not known here. */
function judgeProfile(record: GenRecord, world: World): Acceptance | Promise<Acceptance> {
  const { path, payload } = record;
  if (isDevicePath(path)) return judgeDevice(record, world);
  if (path[1] === 'moderation') return judgeListed(record, world);
  if (path.length !== 2 || path[1] !== 'name')
    throw new GenError('PermissionDenied', 'policy', { path: 'profiles' });
  if (readBody('profile', payload) === undefined)
    throw new GenError('InvalidInput', 'body', { kind: 'profile' });
  return TAKEN;
}

/** Below these the path begins with a module's id. */
const NAMED_ROOTS: ReadonlySet<string> = new Set(['modules', 'claims', 'ratings', 'reports']);

const JUDGES: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['claims', judgeClaim],
  ['ratings', judgeRating],
  ['reports', judgeReport],
  ['profiles', judgeProfile],
  ['modules', judgeModuleRecord],
  ['revocations', judgeAuthority],
  ['moderation', judgeAuthority],
]);

/** Admission reads `io.acme.codec` as one component too. One id has one path here, or two records would stand at one. */
function requireOneSpelling({ path }: GenRecord, root: string): void {
  if (!hasPrefix(path, [root, ...modulePath(splitModulePath(path).id)]))
    throw new GenError('InvalidInput', 'record-path', { path: pathText(path) });
}

/**
 * Whether the relay takes an admitted record, and what follows.
 *
 * Everything else under the root's or a relay's own paths (keys, receipts, epochs …) comes from the relay itself or from
 * its owner's commands, never over HTTP.
 */
export async function judge(record: GenRecord, world: World): Promise<Acceptance> {
  if (record.timestamp > world.now + CLOCK_TOLERANCE) {
    throw new GenError('InvalidInput', 'clock-ahead', { timestamp: record.timestamp, now: world.now });
  }
  const [root = ''] = record.path;
  if (NAMED_ROOTS.has(root)) requireOneSpelling(record, root);
  const used = capabilityOf(world.set(documentOf(record, FIRST_EPOCH)), record);
  if (used !== undefined) requireDevices(used, world);
  const judgeKind = JUDGES.get(root);
  if (judgeKind === undefined) throw new GenError('PermissionDenied', 'policy', { path: root });
  return judgeKind(record, world);
}
