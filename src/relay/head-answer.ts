import { encode } from 'cborg';
import { concat, fromBase64Url } from '../core/bytes.ts';
import type { ServedHead } from '../core/view/signed-head.ts';
import type { Place } from '../core/view/chain-tree.ts';

/** One line of the list: docs/FORMAT.md, "Signed heads". */
export function encodeChain({ document, notary, number, receipt }: Place): Uint8Array {
  return encode([document, notary, number, fromBase64Url(receipt)]);
}

/** Of so many items (RFC 8949, 3): cborg writes an array only as a whole, and this one may hold a hundred thousand. */
function arrayHead(length: number): Uint8Array {
  if (length < 24) return Uint8Array.of(0x80 + length);
  const bytes = new Uint8Array(5);
  new DataView(bytes.buffer).setUint32(1, length);
  if (length < 0x100) return Uint8Array.of(0x98, length);
  if (length < 0x10000) return Uint8Array.of(0x99, ...bytes.subarray(3));
  bytes[0] = 0x9a;
  return bytes;
}

const MAP_OF_FOUR = Uint8Array.of(0xa4);

/** What `encode` would make of it all at once. @param encoded lines, some at a time. */
export function encodeHeadAnswer(
  { etag, head, capability }: Pick<ServedHead, 'head' | 'capability'> & { readonly etag: string },
  count: number,
  encoded: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  return concat(
    MAP_OF_FOUR,
    ...['etag', etag, 'head', head, 'chains'].map((value) => encode(value)),
    arrayHead(count),
    ...encoded,
    encode('capability'),
    encode(capability),
  );
}
