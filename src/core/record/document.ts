import { ascii, concat, uint64 } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { sha256 } from '../hash.ts';
import { didOf, parseDid, parseModuleId, type Did, type ModuleId, type NamespaceId } from '../ids.ts';
import type { Path } from '../path.ts';
import type { GenRecord } from './record.ts';

/**
 * Which document carries a record. A document path is text such as `catalog/17`, `module/io.acme.codec`,
 * `ratings/io.acme.codec` or `authority`.
 */
declare const documentBrand: unique symbol;
export type DocumentPath = string & { readonly [documentBrand]: 'DocumentPath' };

/** @property shards a power of two, at most 256. The authority's document is always of epoch 0. */
export interface Epoch {
  readonly number: number;
  readonly shards: number;
}

export const FIRST_EPOCH: Epoch = { number: 0, shards: 64 };

export interface DocumentAddress {
  /** The owned namespace; its paired communal namespace shares the documents. */
  readonly namespace: NamespaceId;
  readonly epoch: Epoch;
  readonly path: DocumentPath;
}

export const AUTHORITY = 'authority' as DocumentPath;
const DOCUMENT_DOMAIN = ascii('gen-registry/1');
const AUTHORITY_ROOTS = new Set(['keys', 'revocations', 'advisories', 'moderation', 'epochs', 'heads']);

/** `io.acme.codec` → `io/acme/codec/@`, the components after `modules`, `ratings`, … */
export function modulePath(id: ModuleId): Path {
  return [...id.split('.'), '@'];
}

/** Reads the module id after `path[0]`, and what follows the closing `@`. */
export function splitModulePath(path: Path): { id: ModuleId; rest: Path } {
  const end = path.indexOf('@', 1);
  if (end < 0) throw new GenError('InvalidInput', 'record-path', { path: path.join('/') });
  return { id: parseModuleId(path.slice(1, end).join('.')), rest: path.slice(end + 1) };
}

export function shardOf(id: ModuleId, shards: number): number {
  return Math.floor(((sha256(ascii(id))[0] ?? 0) * shards) / 256);
}

export function catalogDocument(id: ModuleId, epoch: Epoch): DocumentPath {
  return `catalog/${shardOf(id, epoch.shards)}` as DocumentPath;
}

/** Whether it holds cards and nothing else, a part of all of them. */
export function isShard(path: DocumentPath): boolean {
  return path.startsWith('catalog/');
}

export function moduleDocument(id: ModuleId): DocumentPath {
  return `module/${id}` as DocumentPath;
}

export function ratingsDocument(id: ModuleId): DocumentPath {
  return `ratings/${id}` as DocumentPath;
}

export function reportsDocument(id: ModuleId): DocumentPath {
  return `reports/${id}` as DocumentPath;
}

/** Where a person speaks of themselves: nobody else's records are in it. */
export function personDocument(did: Did): DocumentPath {
  return `person/${did}` as DocumentPath;
}

/** Where admins say what an install asks about. Below `moderation`: those who may hide may say this too. */
export const IMPORT_RULES_PATH = ['moderation', 'imports'] as const satisfies Path;

/** `profiles/devices/<did>`. */
export function isDevicePath(path: Path): boolean {
  return path.length === 3 && path[0] === 'profiles' && path[1] === 'devices';
}

/** `modules/…/@/card` and nothing longer: the first `@` closes the module's id. */
export function isCardPath(path: Path): boolean {
  return path[0] === 'modules' && path.at(-1) === 'card' && path.indexOf('@', 1) === path.length - 2;
}

/**
 * The one document that a record belongs to.
 *
 * @throws GenError InvalidInput `record-path` | `module-id` for a path that has no place.
 */
export function documentOf(record: Pick<GenRecord, 'path' | 'subspace'>, epoch: Epoch): DocumentPath {
  const { path } = record;
  const [root = ''] = path;
  if (AUTHORITY_ROOTS.has(root)) return AUTHORITY;
  if (root === 'receipts' && path.length >= 3) return path.slice(1, -1).join('/') as DocumentPath;
  if (root === 'services' && path.length >= 2) return `services/${path[1]}` as DocumentPath;
  if (root === 'profiles' || root === 'follows') return personDocument(didOf(record.subspace));
  const { id } = splitModulePath(path);
  if (isCardPath(path)) return catalogDocument(id, epoch);
  if (root === 'modules' || root === 'claims') return moduleDocument(id);
  if (root === 'ratings') return ratingsDocument(id);
  if (root === 'reports') return reportsDocument(id);
  throw new GenError('InvalidInput', 'record-path', { path: path.join('/') });
}

/** @throws GenError InvalidInput `document` | `module-id` | `did` for text that names no document of this epoch. */
export function parseDocumentPath(text: string, epoch: Epoch): DocumentPath {
  const [root = '', name, ...more] = text.split('/');
  const known = ['module', 'ratings', 'reports'];
  if (text === AUTHORITY) return AUTHORITY;
  if (name === undefined || more.length > 0)
    throw new GenError('InvalidInput', 'document', { value: text.slice(0, 200) });
  if (known.includes(root)) parseModuleId(name);
  else if (root === 'person') parseDid(name);
  else if (root !== 'catalog' || !/^(0|[1-9]\d{0,2})$/.test(name) || Number(name) >= epoch.shards) {
    throw new GenError('InvalidInput', 'document', { value: text.slice(0, 200) });
  }
  return text as DocumentPath;
}

export function epochOf(path: DocumentPath, epoch: Epoch): Epoch {
  return path === AUTHORITY ? FIRST_EPOCH : epoch;
}

/** 16 bytes: any peer finds a document without an index. */
export function documentIdBytes({ namespace, epoch, path }: DocumentAddress): Uint8Array<ArrayBuffer> {
  const number = uint64(epochOf(path, epoch).number);
  return sha256(concat(DOCUMENT_DOMAIN, namespace, number, ascii(path))).slice(0, 16);
}
