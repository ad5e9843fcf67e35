import * as z from 'zod/mini';
import { ascii, concat, equalBytes, uint64 } from '../bytes.ts';
import { verifyEd25519 } from '../ed25519.ts';
import { GenError } from '../errors.ts';
import {
  parseMicros,
  publicKeyOf,
  sha256Bytes,
  sha256Of,
  type Did,
  type Micros,
  type NamespaceId,
  type Sha256,
} from '../ids.ts';
import { decodeCanonical, encodeCanonical } from '../record/canonical-cbor.ts';
import type { DocumentPath, Epoch } from '../record/document.ts';
import { CLOCK_TOLERANCE } from './record-set.ts';

/** A catalogue shard as a file: the Automerge document as it was saved at some time. */
export interface SnapshotFile {
  readonly path: DocumentPath;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** Members in it. */
  readonly cards: number;
}

/**
 * What a relay says that its catalogue held, as files. An index and no evidence: what a file holds is judged by who
 * reads it, and what came since is told by sync.
 */
export interface SnapshotList {
  readonly namespace: NamespaceId;
  readonly epoch: number;
  readonly time: Micros;
  /** By shard, each at most once. */
  readonly files: readonly SnapshotFile[];
}

/** A list as a relay serves it: nothing of it is believed yet. */
export interface ServedSnapshots {
  /** Canonical CBOR: docs/FORMAT.md, "Snapshots of the catalogue". */
  readonly list: Uint8Array;
  /** Ed25519, 64 bytes. */
  readonly signature: Uint8Array;
}

/** Bytes of one file: beyond it a shard is had by sync alone. */
export const MAX_SNAPSHOT = 16 * 1024 * 1024;

const DOMAIN = ascii('gen-registry/snapshots/1');
const MAX_SHARDS = 256;

const count = z.int().check(z.nonnegative());
const bytes32 = z.instanceof(Uint8Array).check(z.refine(({ length }) => length === 32));
const file = z.tuple([
  z.int().check(z.nonnegative(), z.lt(MAX_SHARDS)),
  bytes32,
  z.int().check(z.positive(), z.lte(MAX_SNAPSHOT)),
  count,
]);
const shape = z.strictObject({
  namespace: bytes32,
  epoch: count,
  time: count,
  files: z.array(file).check(z.maxLength(MAX_SHARDS)),
});

function shardOfPath(path: DocumentPath): number {
  return Number(path.slice('catalog/'.length));
}

export function encodeSnapshots({ namespace, epoch, time, files }: SnapshotList): Uint8Array<ArrayBuffer> {
  const listed = files.map(({ path, sha256, size, cards }) => [
    shardOfPath(path),
    sha256Bytes(sha256),
    size,
    cards,
  ]);
  return encodeCanonical({ namespace, epoch, time, files: listed });
}

/** What the relay's key signs: each part behind its length, so that no two kinds of messages share bytes. */
export function snapshotsMessage(list: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(uint64(DOMAIN.length), DOMAIN, uint64(list.length), list);
}

/** @throws GenError InvalidInput `cbor` | `snapshots` */
function readSnapshots(list: Uint8Array, { number, shards }: Epoch): SnapshotList {
  const parsed = shape.safeParse(decodeCanonical(list));
  if (!parsed.success) throw new GenError('InvalidInput', 'snapshots', {}, parsed.error);
  const { namespace, epoch, time, files } = parsed.data;
  const inOrder = files.every(([shard], index) => shard > (files[index - 1]?.[0] ?? -1) && shard < shards);
  if (!inOrder || epoch !== number) throw new GenError('InvalidInput', 'snapshots', { epoch });
  return {
    namespace: namespace as NamespaceId,
    epoch,
    time: parseMicros(time),
    files: files.map(([shard, sha256, size, cards]) => ({
      path: `catalog/${shard}` as DocumentPath,
      sha256: sha256Of(sha256),
      size,
      cards,
    })),
  };
}

/**
 * Verifies that the pinned relay signed this list, for this namespace and epoch.
 *
 * @param relay whose key is pinned as the relay's: nobody else speaks for it.
 * @throws GenError SignatureInvalid `snapshots` | InvalidInput (`cbor`, `snapshots`, `snapshots-ahead`)
 */
export async function verifySnapshots(
  { list, signature }: ServedSnapshots,
  { namespace, epoch, relay, now }: { namespace: NamespaceId; epoch: Epoch; relay: Did; now: Micros },
): Promise<SnapshotList> {
  if (!(await verifyEd25519(publicKeyOf(relay), signature, snapshotsMessage(list))))
    throw new GenError('SignatureInvalid', 'snapshots', { by: relay });
  const read = readSnapshots(list, epoch);
  if (!equalBytes(read.namespace, namespace)) throw new GenError('InvalidInput', 'snapshots');
  if (read.time > now + CLOCK_TOLERANCE) throw new GenError('InvalidInput', 'snapshots-ahead');
  return read;
}
