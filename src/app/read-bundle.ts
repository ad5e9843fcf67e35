import { toHex } from '../core/bytes.ts';
import { BUNDLE_PREFIX, noBundle, type BundledBlob, type BundleHeader } from '../core/bundle/bundle.ts';
import { namedFiles } from '../core/bundle/named-files.ts';
import { headerLength, readHeader } from '../core/bundle/read-header.ts';
import { GenError } from '../core/errors.ts';
import { streamHash } from '../core/hash.ts';
import type { ModuleId } from '../core/ids.ts';
import {
  AUTHORITY,
  catalogDocument,
  FIRST_EPOCH,
  isShard,
  moduleDocument,
  splitModulePath,
  type DocumentPath,
} from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import { memberIdOf } from '../core/record/record.ts';
import type { BundleSource } from '../ports/bundles.ts';
import { admittedMembers } from './admitted.ts';
import { MAX_BLOB, MAX_TEXT } from './device.ts';

/** Bytes of a file that are in memory at once while it is hashed. */
const PIECE = 1024 * 1024;

/** A blob, and where its bytes begin in the file. */
export interface PlacedBlob extends BundledBlob {
  readonly start: number;
}

/** A bundle of which every record was admitted and every byte compared with its hash. */
export interface CheckedBundle {
  readonly header: BundleHeader;
  readonly documents: ReadonlyMap<DocumentPath, readonly Member[]>;
  readonly blobs: readonly PlacedBlob[];
}

/** What a bundle says of itself: its form alone. @throws GenError InvalidInput `bundle-file`. */
export async function openBundle(source: BundleSource): Promise<BundleHeader> {
  const prefix = await source.read(0, Math.min(BUNDLE_PREFIX, source.size));
  const end = BUNDLE_PREFIX + headerLength(prefix, source.size);
  return readHeader(prefix, await source.read(BUNDLE_PREFIX, end), source.size);
}

/** Cards of other modules would show in lists that nobody asked for. */
function isForeign(member: Member, ids: ReadonlySet<ModuleId>): boolean {
  return member.member !== 'record' || !ids.has(splitModulePath(member.path).id);
}

async function admittedDocuments({
  namespace,
  releases,
  documents,
}: BundleHeader): Promise<CheckedBundle['documents']> {
  const ids = new Set(releases.map(({ id }) => id));
  const places = new Set<DocumentPath>([AUTHORITY]);
  for (const id of ids) places.add(moduleDocument(id)).add(catalogDocument(id, FIRST_EPOCH));
  const admitted = new Map<DocumentPath, readonly Member[]>();
  for (const { path, members } of documents) {
    if (!places.has(path)) throw noBundle(`${path} is of none of its modules`);
    const found = await admittedMembers(namespace, members, path);
    const good = new Set(
      found.filter((member) => !isShard(path) || !isForeign(member, ids)).map(({ id }) => id),
    );
    const bad = members.map(memberIdOf).find((id) => !good.has(id));
    if (bad !== undefined)
      throw new GenError('SignatureInvalid', 'bundle-member', { document: path, record: bad });
    admitted.set(path, found);
  }
  return admitted;
}

/** Only what its releases name is kept, so that no file fills a device with anything else. */
function requireNamed({ releases, blobs }: BundleHeader, documents: CheckedBundle['documents']): void {
  const sizes = new Map<string, number>();
  const texts = new Set<string>();
  for (const release of releases) {
    const { id, version, sha256 } = release;
    const files = namedFiles(release, documents.get(moduleDocument(id)) ?? []);
    if (files.size === undefined) throw noBundle(`no record says what ${id} ${version} is`);
    if (files.size > MAX_BLOB)
      throw new GenError('QuotaExceeded', 'too-large', { size: files.size, limit: MAX_BLOB });
    sizes.set(sha256, files.size);
    for (const text of files.texts) texts.add(text);
  }
  for (const { sha256, size } of blobs) {
    const isBinary = sizes.get(sha256) === size;
    if (!isBinary && !(texts.has(sha256) && size <= MAX_TEXT))
      throw noBundle(`nothing in it names ${sha256}`);
  }
  const here = new Set<string>(blobs.map(({ sha256 }) => sha256));
  const lacking = releases.find(({ sha256 }) => !here.has(sha256));
  if (lacking !== undefined) throw noBundle(`the binary of ${lacking.id} is not in it`);
}

async function requireHash(source: BundleSource, { sha256, size, start }: PlacedBlob): Promise<void> {
  const hash = streamHash();
  for (let at = 0; at < size; at += PIECE)
    hash.update(await source.read(start + at, start + Math.min(size, at + PIECE)));
  const actual = toHex(hash.digest());
  if (actual !== sha256) throw new GenError('HashMismatch', 'bundle-blob', { expected: sha256, actual });
}

/**
 * Everything that can be asked of a bundle without knowing anything else. Nothing is stored.
 *
 * @param header of this source. A blob is never whole in memory.
 * @throws GenError InvalidInput `bundle-file`; SignatureInvalid `bundle-member` with `document` and `record`, of the first that is
 * not admitted; HashMismatch `bundle-blob`; QuotaExceeded `too-large`; Cancelled.
 */
export async function checkBundle(
  source: BundleSource,
  header: BundleHeader,
  signal?: AbortSignal,
): Promise<CheckedBundle> {
  const documents = await admittedDocuments(header);
  requireNamed(header, documents);
  let start = source.size - header.blobs.reduce((sum, { size }) => sum + size, 0);
  const blobs: PlacedBlob[] = [];
  for (const blob of header.blobs) {
    signal?.throwIfAborted();
    const placed = { ...blob, start };
    await requireHash(source, placed);
    blobs.push(placed);
    start += blob.size;
  }
  return { header, documents, blobs };
}
