import { fromBase64Url } from '../core/bytes.ts';
import { verifyEd25519 } from '../core/ed25519.ts';
import { GenError } from '../core/errors.ts';
import { publicKeyOf, type Did, type Sha256 } from '../core/ids.ts';
import { PUT_BLOB_SCHEME, putBlobMessage } from '../core/record/put-blob-message.ts';

/** How far a request's time may be from the relay's clock. */
const TOLERANCE_MS = 5 * 60_000;
const HEADER = new RegExp(`^${PUT_BLOB_SCHEME} (did:key:z\\w{1,80}) (\\d{1,15}) ([\\w-]{86})$`);

/**
 * Who may be held to what is stored. A request that is overheard can only store the same blob again.
 *
 * @param header `Gen <did> <unix ms> <base64url signature>`.
 * @param now milliseconds since 1970.
 * @throws GenError SignatureInvalid `authorization` | `authorization-time`; InvalidInput `did`.
 */
export function authorisedOwner(header: string | undefined, sha256: Sha256, now: number): Promise<Did> {
  return signedBy(header, now, (did, at) => putBlobMessage({ did, at, sha256 }));
}

/** Who signed a request. @throws as `authorisedOwner` */
export async function signedBy(
  header: string | undefined,
  now: number,
  messageOf: (did: Did, at: number) => Uint8Array<ArrayBuffer>,
): Promise<Did> {
  const [, did, time, signature] = HEADER.exec(header ?? '') ?? [];
  if (did === undefined || time === undefined || signature === undefined) {
    throw new GenError('SignatureInvalid', 'authorization');
  }
  const owner = did as Did;
  const at = Number(time);
  if (Math.abs(at - now) > TOLERANCE_MS)
    throw new GenError('SignatureInvalid', 'authorization-time', { now });
  const message = messageOf(owner, at);
  if (!(await verifyEd25519(publicKeyOf(owner), fromBase64Url(signature), message))) {
    throw new GenError('SignatureInvalid', 'authorization');
  }
  return owner;
}
