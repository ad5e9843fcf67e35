import parseSpdx from 'spdx-expression-parse';
import { equalBytes } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, parseSha256, parseVersion, type ModuleId } from '../core/ids.ts';
import { moduleDocument, splitModulePath } from '../core/record/document.ts';
import { METADATA_FIELDS, TAG, readBody, readMetadata, type BodyKind } from '../core/record/kinds.ts';
import type { GenRecord } from '../core/record/record.ts';
import { derivesFrom, grantOf, standingRecords, type Grant } from '../core/view/grants.ts';
import { capabilityOf, type RecordSet } from '../core/view/record-set.ts';
import { TAKEN, hasGrant, requireBlob, type Acceptance, type World } from './world.ts';

/** A record below a module, with what its verdict needs. */
interface Case {
  readonly record: GenRecord;
  readonly id: ModuleId;
  /** The path after `@`. */
  readonly rest: readonly string[];
  readonly set: RecordSet;
  readonly grant: Grant;
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

function requireOwner({ record, id, grant }: Case): void {
  if (didOf(record.subspace) !== grant.to) throw new GenError('PermissionDenied', 'no-grant', { id });
}

/** `1.0.0+a` and `1.0.0+b` are one version. */
function precedence(version: string): string {
  return version.split('+')[0] ?? version;
}

function standing({ set, id, grant }: Case): ReadonlyMap<string, readonly GenRecord[]> {
  return standingRecords(set, id, grant);
}

/** Releases of one version that stand, other than this one in its content. */
function rivalsOf(current: Case, version: string): GenRecord[] {
  const rivals: GenRecord[] = [];
  for (const [below, records] of standing(current)) {
    const [folder, text = ''] = below.split('/');
    if (folder !== 'versions' || precedence(text) !== precedence(version)) continue;
    rivals.push(
      ...records.filter(({ payload }) => text !== version || !equalBytes(payload, current.record.payload)),
    );
  }
  return rivals.filter(({ payload }) => readBody('release', payload) !== undefined);
}

function judgeRelease(current: Case): Acceptance {
  const { record, id, rest, world } = current;
  const version = parseVersion(rest[1] ?? '');
  const body = bodyOf('release', record);
  if (standing(current).has('tombstone')) throw new GenError('InvalidState', 'unregistered', { id });
  if (rivalsOf(current, version).length > 0)
    throw new GenError('VersionConflict', 'version-taken', { id, version });
  requireBlob(world, body.sha256, (size) => size === body.size);
  if (body.changelog !== undefined) requireBlob(world, body.changelog, (size) => size <= MAX_TEXT);
  for (const dependency of body.dependencies) {
    if (dependency.optional !== true && !hasGrant(world, dependency.id)) {
      throw new GenError('NotFound', 'dependency', { id: dependency.id });
    }
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

function judgeTombstone(current: Case): Acceptance {
  requireOwner(current);
  bodyOf('tombstone', current.record);
  return TAKEN;
}

/** A card is an index entry of a release that stands: nobody lists what cannot be installed. */
function judgeCard(current: Case): Acceptance {
  requireOwner(current);
  const { version } = bodyOf('card', current.record);
  if (!standing(current).has(`versions/${version}`)) {
    throw new GenError('NotFound', 'version', { id: current.id, version });
  }
  return TAKEN;
}

/** A map, as kinds are named by strangers: `constructor` is one that this relay does not know. */
const JUDGES: ReadonlyMap<string, (current: Case) => Acceptance> = new Map([
  ['versions', judgeRelease],
  ['metadata', judgeMetadata],
  ['tags', judgeTag],
  ['status', judgeStatus],
  ['tombstone', judgeTombstone],
  ['card', judgeCard],
]);

/** @param set with the capability that the record stands through, also where it came with the same POST. */
function standsThrough(grant: Grant, set: RecordSet, record: GenRecord): boolean {
  const used = capabilityOf(set, record);
  return used !== undefined && derivesFrom(used, grant.capability);
}

/** Kinds that this relay does not know are kept where the name's grant covers them: newer devices read them. */
export function judgeModuleRecord(record: GenRecord, world: World): Acceptance {
  const { id, rest } = splitModulePath(record.path);
  const [kind = ''] = rest;
  if (kind === 'grant') throw new GenError('PermissionDenied', 'policy', { path: 'grant' });
  const set = world.set(moduleDocument(id));
  const grant = grantOf(set, id, world.namespace)?.grant;
  const isCard = kind === 'card' && rest.length === 1;
  const stands = grant !== undefined && (isCard || standsThrough(grant, set, record));
  if (!stands) throw new GenError('PermissionDenied', 'no-grant', { id });
  return JUDGES.get(kind)?.({ record, id, rest, set, grant, world }) ?? TAKEN;
}
