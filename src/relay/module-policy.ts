import parseSpdx from 'spdx-expression-parse';
import { equalBytes } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { parseSha256, parseVersion, type ModuleId } from '../core/ids.ts';
import { splitModulePath } from '../core/record/document.ts';
import { METADATA_FIELDS, TAG, readBody, readMetadata, type BodyKind } from '../core/record/kinds.ts';
import type { GenRecord } from '../core/record/record.ts';
import { grantedFor, isOwners } from '../core/view/grants.ts';
import { moduleRecords } from '../core/view/module-records.ts';
import { precedence } from '../core/view/releases.ts';
import { capabilityOf } from '../core/view/record-set.ts';
import { judgeCard } from './card-policy.ts';
import { judgePublisher } from './publisher-policy.ts';
import { requireOpen } from './require-open.ts';
import { TAKEN, hasGrant, nameOf, requireBlob, type Acceptance, type Name, type World } from './world.ts';

/** A record below a module, with what its verdict needs. */
export interface Case extends Name {
  readonly record: GenRecord;
  readonly id: ModuleId;
  /** The path after `@`. */
  readonly rest: readonly string[];
  readonly world: World;
}

/** What devices fetch of a readme or changelog. */
const MAX_TEXT = 256 * 1024;

function badBody(kind: string): GenError {
  return new GenError('InvalidInput', 'body', { kind });
}

function bodyOf<Kind extends BodyKind>(kind: Kind, { payload }: GenRecord) {
  const body = readBody(kind, payload);
  if (body === undefined) throw badBody(kind);
  return body;
}

/** Releases of one version other than this one in its content; those that lost their standing keep the version too. */
function rivalsOf({ set, id, grant, standing, record }: Case, version: string): GenRecord[] {
  const { standing: stands, fallen } = moduleRecords(set, id, grant, standing);
  const below = [...stands].flatMap(([path, records]) => records.map((rival) => ({ path, rival })));
  const all = [...below, ...fallen.map((one) => ({ path: one.below, rival: one.record }))];
  return all.flatMap(({ path, rival }) => {
    const [folder, text = ''] = path.split('/');
    if (folder !== 'versions' || precedence(text) !== precedence(version)) return [];
    if (text === version && equalBytes(rival.payload, record.payload)) return [];
    return readBody('release', rival.payload) === undefined ? [] : [rival];
  });
}

function hasTombstone({ set, id, grant, standing }: Case): boolean {
  return moduleRecords(set, id, grant, standing).standing.has('tombstone');
}

function judgeRelease(current: Case): Acceptance {
  const { record, id, rest, world } = current;
  const version = parseVersion(rest[1] ?? '');
  const body = bodyOf('release', record);
  if (hasTombstone(current)) throw new GenError('InvalidState', 'unregistered', { id });
  if (rivalsOf(current, version).length > 0)
    throw new GenError('VersionConflict', 'version-taken', { id, version });
  requireBlob(world, body.sha256, (size) => size === body.size);
  world.requireExamined(record.id);
  if (body.changelog !== undefined) requireBlob(world, body.changelog, (size) => size <= MAX_TEXT);
  const needed = body.dependencies.filter(({ optional }) => optional !== true).map((one) => one.id);
  for (const dependency of new Set(needed)) {
    if (!hasGrant(world, dependency)) throw new GenError('NotFound', 'dependency', { id: dependency });
  }
  return TAKEN;
}

function isSpdx(text: string): boolean {
  try {
    parseSpdx(text);
    return true;
  } catch {
    return false;
  }
}

function judgeMetadata({ record, rest, world }: Case): Acceptance {
  const field = METADATA_FIELDS.find((name) => name === rest[1]);
  if (field === undefined || rest.length > 2) return TAKEN;
  const body = readMetadata(field, record.payload);
  if (body === undefined) throw badBody(`metadata/${field}`);
  if (field === 'licence' && !isSpdx(body.value ?? '')) {
    throw new GenError('InvalidInput', 'spdx', { field: 'licence', value: body.value ?? '' });
  }
  if (field !== 'readme' || body.value === null) return TAKEN;
  requireBlob(world, parseSha256(body.value), (size) => size <= MAX_TEXT);
  return TAKEN;
}

function judgeTag({ record, rest }: Case): Acceptance {
  if (rest.length !== 2 || !TAG.test(rest[1] ?? ''))
    throw new GenError('InvalidInput', 'tag', { value: rest[1] ?? '' });
  bodyOf('tag', record);
  return TAKEN;
}

function judgeStatus({ record, rest }: Case): Acceptance {
  parseVersion(rest[1] ?? '');
  bodyOf('status', record);
  return TAKEN;
}

/** Only the owner ends a name: whoever was let publish acts by another capability. */
function judgeTombstone(current: Case): Acceptance {
  const { record, grant, id, set } = current;
  const used = capabilityOf(set, record);
  if (used === undefined || !isOwners(grant, used))
    throw new GenError('PermissionDenied', 'no-grant', { id });
  bodyOf('tombstone', record);
  return TAKEN;
}

/** Who was let publish cannot give away what is not theirs, and to themselves owners give nothing. */
function judgeTransfer(current: Case): Acceptance {
  const { record, grant, id, rest, set } = current;
  const used = capabilityOf(set, record);
  if (used === undefined || !isOwners(grant, used))
    throw new GenError('PermissionDenied', 'no-grant', { id });
  const body = bodyOf('transfer', record);
  if (rest.length !== 1 || ('to' in body && body.to === grant.to))
    throw new GenError('InvalidInput', 'body', { kind: 'transfer', field: 'to' });
  return TAKEN;
}

/** A map, as kinds are named by strangers: `constructor` is one that this relay does not know. */
const JUDGES: ReadonlyMap<string, (current: Case) => Acceptance | Promise<Acceptance>> = new Map<
  string,
  (current: Case) => Acceptance | Promise<Acceptance>
>([
  ['versions', judgeRelease],
  ['metadata', judgeMetadata],
  ['tags', judgeTag],
  ['status', judgeStatus],
  ['tombstone', judgeTombstone],
  ['publishers', judgePublisher],
  ['transfer', judgeTransfer],
]);

/** Kinds that this relay does not know are kept where the name's grant covers them: newer devices read them. */
export function judgeModuleRecord(record: GenRecord, world: World): Acceptance | Promise<Acceptance> {
  const { id, rest } = splitModulePath(record.path);
  const [kind = ''] = rest;
  if (kind === 'grant') throw new GenError('PermissionDenied', 'policy', { path: 'grant' });
  const name = nameOf(world, id);
  if (name === undefined) throw new GenError('PermissionDenied', 'no-grant', { id });
  if (kind === 'card' && rest.length === 1) return judgeCard(record, name, id, world);
  const used = capabilityOf(name.set, record);
  if (used === undefined || grantedFor(name.grant, used) === undefined)
    throw new GenError('PermissionDenied', 'no-grant', { id });
  requireOpen(used, name.standing, { id });
  return JUDGES.get(kind)?.({ record, id, rest, world, ...name }) ?? TAKEN;
}
