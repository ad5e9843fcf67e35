import { pairedCommunalNamespace } from '../core/access/delegation.ts';
import { fromBase64Url } from '../core/bytes.ts';
import { publicKeyOf } from '../core/ids.ts';
import type { Path } from '../core/path.ts';
import { signRecord, type GenRecord } from '../core/record/record.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import type { Device } from './device.ts';
import { communalShare } from './hand-to-device.ts';
import { nextTimestamp } from './known-records.ts';

/**
 * Something said in the person's own name, where everybody has their subspace and needs no grant; signed by this device.
 *
 * @param known what it is said after: its document, as far as it is here.
 * @throws GenError PermissionDenied `main-key` on a device that the person's key has let do nothing yet.
 */
export async function signCommunal(
  device: Device,
  path: Path,
  payload: Uint8Array<ArrayBuffer>,
  known: RecordSet,
): Promise<GenRecord> {
  const [{ did }, signer] = [await device.identity.facts(), await device.identity.signer()];
  const share = await communalShare(device);
  return signRecord(
    {
      namespace: pairedCommunalNamespace(device.namespace),
      subspace: publicKeyOf(did),
      path,
      timestamp: nextTimestamp(known, device.clock()),
      credential: share === undefined ? new Uint8Array() : fromBase64Url(share.id),
      payload,
    },
    (message) => signer.sign(message),
  );
}
