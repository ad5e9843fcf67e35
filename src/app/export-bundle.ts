import { toHex } from '../core/bytes.ts';
import { BUNDLE_PREFIX, type BundledBlob, type BundledDocument } from '../core/bundle/bundle.ts';
import { namedFiles } from '../core/bundle/named-files.ts';
import { readHeader } from '../core/bundle/read-header.ts';
import { writeHeader } from '../core/bundle/write-header.ts';
import { GenError } from '../core/errors.ts';
import { streamHash } from '../core/hash.ts';
import { parseRange, type ModuleId, type Sha256 } from '../core/ids.ts';
import {
  AUTHORITY,
  catalogDocument,
  FIRST_EPOCH,
  moduleDocument,
  type DocumentPath,
} from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import type { GenRecord } from '../core/record/record.ts';
import type { BlobRow, Tables } from '../ports/tables.ts';
import type { Generation, PlannedRelease, Wish } from '../ports/sets.ts';
import { MAX_TEXT, type Device } from './device.ts';
import { withNeeds } from './uninstall.ts';

/** A bundle whose blobs are still where they are kept. */
export interface OutgoingBundle {
  /** Everything before the blobs. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** In the order in which their bytes follow. */
  readonly blobs: readonly BundledBlob[];
  readonly releases: readonly PlannedRelease[];
}

export interface BundleWanted {
  readonly generation: Generation;
  /** Of it; absent: everything. */
  readonly ids?: readonly ModuleId[] | undefined;
  /** The card that a list shows of a module: it goes with it, so that the module is found where the bundle is taken. */
  readonly cardOf: (id: ModuleId) => Promise<GenRecord | undefined>;
}

interface Chosen {
  readonly wishes: readonly Wish[];
  readonly releases: readonly PlannedRelease[];
}

/** What is there because something else needs it is asked for as it is, where somebody chose it. */
function chosen({ wishes, releases }: Generation, ids: readonly ModuleId[] | undefined): Chosen {
  const absent = ids?.find((id) => !releases.some((release) => release.id === id));
  if (absent !== undefined) throw new GenError('NotFound', 'installation', { id: absent });
  const kept = ids === undefined ? releases : withNeeds(ids, releases);
  if (kept.length === 0) throw new GenError('InvalidState', 'bundle-empty');
  const wishOf = (id: ModuleId): readonly Wish[] => {
    const version = releases.find((release) => release.id === id)?.version;
    const wish = wishes.find((one) => one.id === id);
    return wish === undefined ? [{ id, range: parseRange(`^${version}`) }] : [wish];
  };
  return { wishes: ids === undefined ? wishes : [...new Set(ids)].flatMap(wishOf), releases: kept };
}

const bytesOf = (members: readonly Member[]): readonly Uint8Array[] => members.map(({ bytes }) => bytes);

async function sizeOfKept(tables: Tables, sha256: Sha256): Promise<number | undefined> {
  return (await tables.get('blobs', sha256))?.size;
}

/**
 * What is installed as a bundle: with all that is known of it but what this device has not sent yet, so that who takes it can
 * check all of it. Same records and blobs, same bytes.
 *
 * @throws GenError NotFound `installation` | `blob-lost`; InvalidState `bundle-empty`, or `bundle-unsent` for a release that is in
 * no document; InvalidInput `bundle-file` where it is more than a bundle holds; Network.
 */
export async function exportBundle(
  { tables, records, namespace }: Pick<Device, 'tables' | 'records' | 'namespace'>,
  { generation, ids, cardOf }: BundleWanted,
  signal?: AbortSignal,
): Promise<OutgoingBundle> {
  const { wishes, releases } = chosen(generation, ids);
  const documents: BundledDocument[] = [
    { path: AUTHORITY, members: bytesOf(await records.membersOf(AUTHORITY, signal)) },
  ];
  const cards = new Map<DocumentPath, Uint8Array[]>();
  const sizes = new Map<Sha256, number>();
  for (const release of releases) {
    const { id, version, sha256 } = release;
    const members = await records.membersOf(moduleDocument(id), signal);
    const { size, texts } = namedFiles(release, members);
    if (size === undefined) throw new GenError('InvalidState', 'bundle-unsent', { id, version });
    if ((await sizeOfKept(tables, sha256)) !== size) throw new GenError('NotFound', 'blob-lost', { sha256 });
    sizes.set(sha256, size);
    for (const text of texts) {
      const kept = await sizeOfKept(tables, text);
      if (kept !== undefined && kept <= MAX_TEXT) sizes.set(text, kept);
    }
    documents.push({ path: moduleDocument(id), members: bytesOf(members) });
    const [card, shard] = [await cardOf(id), catalogDocument(id, FIRST_EPOCH)];
    if (card !== undefined) cards.set(shard, [...(cards.get(shard) ?? []), card.bytes]);
  }
  for (const [path, members] of cards) documents.push({ path, members });
  const blobs = [...sizes].map(([sha256, size]): BundledBlob => ({ sha256, size }));
  const head = writeHeader({ namespace, wishes, releases, documents, blobs });
  // Nobody is given what they could not read.
  const whole = blobs.reduce((sum, { size }) => sum + size, head.length);
  const read = readHeader(head.subarray(0, BUNDLE_PREFIX), head.subarray(BUNDLE_PREFIX), whole);
  return { head, blobs: read.blobs, releases };
}

const PIECE = 1024 * 1024;

async function hashOf(content: BlobRow['content']): Promise<string> {
  const hash = streamHash();
  if (content instanceof Uint8Array) hash.update(content);
  else
    for (let at = 0; at < content.size; at += PIECE)
      hash.update(new Uint8Array(await content.slice(at, at + PIECE).arrayBuffer()));
  return toHex(hash.digest());
}

/** The bytes of one, as they are kept; checked before anybody gets them. @throws GenError NotFound | HashMismatch `stored`. */
export async function bundledContent(tables: Tables, { sha256 }: BundledBlob): Promise<BlobRow['content']> {
  const row = await tables.get('blobs', sha256);
  if (row === undefined) throw new GenError('NotFound', 'blob-lost', { sha256 });
  const actual = await hashOf(row.content);
  if (actual !== sha256) throw new GenError('HashMismatch', 'stored', { expected: sha256, actual });
  return row.content;
}
