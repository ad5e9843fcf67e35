import { compareBytes, concat, fromBase64Url, uint64 } from '../bytes.ts';
import { sha256 } from '../hash.ts';
import { sha256Bytes } from '../ids.ts';
import { encodeCanonical } from '../record/canonical-cbor.ts';
import { BUNDLE_FORMAT, BUNDLE_MAGIC, type BundleHeader } from './bundle.ts';

function by<One>(key: (one: One) => string): (a: One, b: One) => number {
  return (a, b) => (key(a) < key(b) ? -1 : 1);
}

/** All of a bundle that goes before the bytes of its blobs. In whatever order it is given, the bytes are the same. */
export function writeHeader(bundle: BundleHeader): Uint8Array<ArrayBuffer> {
  const { namespace, wishes, releases, documents, blobs } = bundle;
  const header = encodeCanonical([
    BUNDLE_FORMAT,
    namespace,
    wishes.toSorted(by(({ id }) => id)).map(({ id, range }) => [id, range]),
    releases.map(({ id, version, sha256: hash, record }) => [
      id,
      version,
      sha256Bytes(hash),
      fromBase64Url(record),
    ]),
    documents
      .toSorted(by(({ path }) => path))
      .map(({ path, members }) => [path, members.toSorted(compareBytes)]),
    blobs.toSorted(by(({ sha256: hash }) => hash)).map(({ sha256: hash, size }) => [sha256Bytes(hash), size]),
  ]);
  return concat(BUNDLE_MAGIC, uint64(header.length), sha256(header), header);
}
