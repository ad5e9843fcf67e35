import { encodeCapability } from '../core/access/capability-encoding.ts';
import { fromBase64Url } from '../core/bytes.ts';
import type { Did, ModuleId, PublicKey } from '../core/ids.ts';
import { publicKeyOf } from '../core/ids.ts';
import { modulePath } from '../core/record/document.ts';
import { writeBody, type RawBody } from '../core/record/kinds.ts';
import { capabilityMember, type CapabilityMember } from '../core/record/member.ts';
import { signRecord, type GenRecord } from '../core/record/record.ts';
import { statedFor } from '../core/view/stated-capabilities.ts';
import type { Signer } from '../ports/identity.ts';
import type { Device } from './device.ts';
import { handToDevice, isShareOf, mayHandOn } from './hand-to-device.ts';
import { nextTimestamp } from './known-records.ts';
import { permissionsAt, type Known, type Permission } from './permission.ts';

/** What is said of a publisher or a device below a module, by the person's own key. */
export function sayOfPublisher(
  device: Pick<Device, 'namespace' | 'clock'>,
  { set }: Pick<Known, 'set'>,
  { permission, signer }: { readonly permission: Permission; readonly signer: Signer },
  { id, to, body }: { readonly id: ModuleId; readonly to: Did; readonly body: RawBody<'publisher'> },
): Promise<GenRecord> {
  return signRecord(
    {
      namespace: device.namespace,
      subspace: permission.subspace,
      path: ['modules', ...modulePath(id), 'publishers', to],
      timestamp: nextTimestamp(set, device.clock()),
      credential: fromBase64Url(permission.id),
      payload: writeBody('publisher', body),
    },
    (message) => signer.sign(message),
  );
}

export interface ModuleShare {
  readonly capabilities: readonly CapabilityMember[];
  /** That tell everybody what was not said before. */
  readonly records: readonly GenRecord[];
}

/**
 * All that the person may write by below a module, for one of their devices: as was said before, or handed to it now. A full
 * chain is not handed on.
 */
export async function shareModule(
  device: Device,
  known: Known,
  id: ModuleId,
  { main, to }: { readonly main: Signer; readonly to: Did },
): Promise<ModuleShare> {
  const receiver: PublicKey = publicKeyOf(to);
  const stated = await statedFor(to, id, known.set);
  const permissions = permissionsAt(known, id, main.did, ['publishers', to]).filter(({ capability }) =>
    mayHandOn(capability),
  );
  const shares = await Promise.all(
    permissions.map(async (permission) => {
      const before = stated.find(
        (share) => isShareOf(share, permission.capability) && known.standing.ended(share) === undefined,
      );
      if (before !== undefined) return { capability: capabilityMember(before), records: [] };
      const capability = await handToDevice(permission.capability, receiver, main);
      const body = { capability: encodeCapability(capability.capability) };
      const record = await sayOfPublisher(device, known, { permission, signer: main }, { id, to, body });
      return { capability, records: [record] };
    }),
  );
  return {
    capabilities: shares.map(({ capability }) => capability),
    records: shares.flatMap(({ records }) => records),
  };
}
