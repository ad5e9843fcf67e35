import { isAuthority } from '../core/access/authority.ts';
import { GenError } from '../core/errors.ts';
import { AUTHORITY, IMPORT_RULES_PATH } from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import { moderatedAt, vouchedAt } from '../core/record/moderation-path.ts';
import type { GenRecord } from '../core/record/record.ts';
import { capabilityOf } from '../core/view/record-set.ts';
import { standingOf } from '../core/view/standing.ts';
import { requireOpen } from './require-open.ts';
import { TAKEN, type Acceptance, type World } from './world.ts';

/** The kinds that admins post; what each path carries. */
function hasBody({ path, payload }: GenRecord): boolean {
  const [root, kind] = path;
  if (root === 'revocations') return path.length === 2 && readBody('revocation', payload) !== undefined;
  if (kind === 'releases') return readBody('settlement', payload) !== undefined;
  if (kind === IMPORT_RULES_PATH[1])
    return path.length === IMPORT_RULES_PATH.length && readBody('importRules', payload) !== undefined;
  if (kind === 'vouches') return vouchedAt(path) !== undefined && readBody('vouch', payload) !== undefined;
  return moderatedAt(path) !== undefined && readBody('moderation', payload) !== undefined;
}

/**
 * Revocations, settlements, what is hidden, what an install asks about and who is vouched for, by whom the root made an
 * admin. Whom a revocation may concern is for folds to say.
 */
export function judgeAuthority(record: GenRecord, world: World): Acceptance {
  const [root = ''] = record.path;
  const set = world.set(AUTHORITY);
  const acting = capabilityOf(set, record);
  if (acting === undefined || !isAuthority(acting, root)) throw new GenError('PermissionDenied', 'no-admin');
  requireOpen(acting, standingOf(set, world.now), {});
  if (!hasBody(record)) throw new GenError('InvalidInput', 'body', { kind: root });
  return TAKEN;
}
