import { compareBytes, equalBytes, toBase64Url } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { sha256 } from '../hash.ts';
import {
  MAX_MODULE_ID,
  MAX_VERSION,
  parseModuleId,
  parsePublicKey,
  parseRange,
  parseVersion,
  sha256Of,
} from '../ids.ts';
import { FIRST_EPOCH, parseDocumentPath } from '../record/document.ts';
import {
  ARRAY,
  isAllRead,
  plainCbor,
  readBytes,
  readHead,
  readText,
  UNSIGNED,
  type PlainCbor,
} from '../record/plain-cbor.ts';
import { MAX_RECORD } from '../record/record.ts';
import type { LockedRelease } from '../resolve/lockfile.ts';
import {
  BUNDLE_FORMAT,
  BUNDLE_MAGIC,
  BUNDLE_PREFIX,
  MAX_BUNDLE_HEADER,
  MOST_BLOBS,
  MOST_BUNDLED,
  MOST_MEMBERS,
  noBundle,
  type BundledBlob,
  type BundledDocument,
  type BundleHeader,
} from './bundle.ts';

const HASH = 32;
const LONGEST_RANGE = 256;
const LONGEST_PATH = 160;

/**
 * How many bytes the header takes, before there is room for it.
 *
 * @param prefix the first `BUNDLE_PREFIX` bytes. @param size of the whole file.
 * @throws GenError InvalidInput `bundle-file`.
 */
export function headerLength(prefix: Uint8Array, size: number): number {
  const magic = prefix.subarray(0, BUNDLE_MAGIC.length);
  if (!equalBytes(magic, BUNDLE_MAGIC)) throw noBundle('it begins otherwise');
  if (prefix.length < BUNDLE_PREFIX) throw noBundle('it is cut off');
  const length = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(BUNDLE_MAGIC.length);
  if (length > MAX_BUNDLE_HEADER) throw noBundle(`${length} bytes of records, ${MAX_BUNDLE_HEADER} at most`);
  if (BUNDLE_PREFIX + Number(length) > size) throw noBundle('it is cut off');
  return Number(length);
}

/** Reads nothing any more where the items so far do not fit, so that a lying count costs nothing. */
function* items(cbor: PlainCbor, most: number): Iterable<void> {
  const count = readHead(cbor, ARRAY);
  if (count > most) throw noBundle(`${count} entries, ${most} at most`);
  for (let place = 0; place < count; place += 1) {
    if (!cbor.fits) return;
    yield;
  }
}

function tuple(cbor: PlainCbor, length: number): void {
  if (readHead(cbor, ARRAY) !== length) cbor.fits = false;
}

/** @throws GenError InvalidInput `bundle-file`: what was just read is no item of its kind. */
function requireFits({ fits }: PlainCbor): void {
  if (!fits) throw noBundle('its records are not written as they have to be');
}

function requireAscending<One>(
  list: readonly One[],
  compare: (a: One, b: One) => number,
  what: string,
): void {
  for (let place = 1; place < list.length; place += 1)
    if (compare(list[place - 1] as One, list[place] as One) >= 0)
      throw noBundle(`${what} twice, or out of order`);
}

const byText = (a: string, b: string): number => (a < b ? -1 : a === b ? 0 : 1);

function readWishes(cbor: PlainCbor): BundleHeader['wishes'] {
  const wishes: BundleHeader['wishes'][number][] = [];
  for (const _ of items(cbor, MOST_BUNDLED)) {
    tuple(cbor, 2);
    const [id, range] = [readText(cbor, 1, MAX_MODULE_ID), readText(cbor, 1, LONGEST_RANGE)];
    requireFits(cbor);
    wishes.push({ id: parseModuleId(id), range: parseRange(range) });
  }
  requireAscending(wishes, (a, b) => byText(a.id, b.id), 'a wish');
  return wishes;
}

function readReleases(cbor: PlainCbor): readonly LockedRelease[] {
  const releases: LockedRelease[] = [];
  for (const _ of items(cbor, MOST_BUNDLED)) {
    tuple(cbor, 4);
    const [id, version] = [readText(cbor, 1, MAX_MODULE_ID), readText(cbor, 1, MAX_VERSION)];
    const [hash, record] = [readBytes(cbor, HASH), readBytes(cbor, HASH)];
    requireFits(cbor);
    if (record.length !== HASH) throw noBundle('a release without its record');
    releases.push({
      id: parseModuleId(id),
      version: parseVersion(version),
      sha256: sha256Of(hash),
      record: toBase64Url(record),
    });
  }
  return releases;
}

function readDocuments(cbor: PlainCbor): readonly BundledDocument[] {
  const documents: BundledDocument[] = [];
  let room = MOST_MEMBERS;
  // The authority's, and for each module its own and a part of the catalogue.
  for (const _ of items(cbor, 2 * MOST_BUNDLED + 1)) {
    tuple(cbor, 2);
    const path = readText(cbor, 1, LONGEST_PATH);
    const members: Uint8Array[] = [];
    for (const __ of items(cbor, room)) members.push(readBytes(cbor, MAX_RECORD));
    requireFits(cbor);
    room -= members.length;
    requireAscending(members, compareBytes, 'a record');
    documents.push({ path: parseDocumentPath(path, FIRST_EPOCH), members });
  }
  requireAscending(documents, (a, b) => byText(a.path, b.path), 'a document');
  return documents;
}

function readBlobs(cbor: PlainCbor): readonly BundledBlob[] {
  const blobs: BundledBlob[] = [];
  for (const _ of items(cbor, MOST_BLOBS)) {
    tuple(cbor, 2);
    const [hash, size] = [readBytes(cbor, HASH), readHead(cbor, UNSIGNED)];
    requireFits(cbor);
    blobs.push({ sha256: sha256Of(hash), size });
  }
  requireAscending(blobs, (a, b) => byText(a.sha256, b.sha256), 'a file');
  return blobs;
}

function readAll(bytes: Uint8Array): BundleHeader {
  const cbor = plainCbor(bytes);
  tuple(cbor, 6);
  const format = readText(cbor, 1, 64);
  if (format !== BUNDLE_FORMAT) throw noBundle('it is of another format');
  const namespace = parsePublicKey(readBytes(cbor, HASH));
  const wishes = readWishes(cbor);
  const releases = readReleases(cbor);
  const documents = readDocuments(cbor);
  const blobs = readBlobs(cbor);
  if (!isAllRead(cbor)) requireFits({ ...cbor, fits: false });
  const named = new Set(releases.map(({ id }) => id));
  if (named.size !== releases.length) throw noBundle('a module twice');
  if (!wishes.every(({ id }) => named.has(id))) throw noBundle('a wish for what it does not hold');
  return { namespace, wishes, releases, documents, blobs };
}

/**
 * The form alone: nothing that it says has been checked. Members are views of `header`.
 *
 * @param header the bytes after the prefix. @param size of the whole file: no byte less or more than it says.
 * @throws GenError InvalidInput `bundle-file`.
 */
export function readHeader(prefix: Uint8Array, header: Uint8Array, size: number): BundleHeader {
  if (!equalBytes(sha256(header), prefix.subarray(BUNDLE_PREFIX - HASH, BUNDLE_PREFIX)))
    throw noBundle('its records are not whole');
  const read = typed(() => readAll(header));
  const whole = read.blobs.reduce((sum, blob) => sum + blob.size, BUNDLE_PREFIX + header.length);
  if (whole !== size) throw noBundle(whole > size ? 'it is cut off' : 'there is more in it than it says');
  return read;
}

function typed<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof GenError) || thrown.reason === 'bundle-file') throw thrown;
    throw noBundle(`${thrown.reason} ${String(thrown.data['value'] ?? '')}`.trim(), thrown);
  }
}
