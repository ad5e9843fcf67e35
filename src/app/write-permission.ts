import { GenError, toGenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import type { Path } from '../core/path.ts';
import { capabilityMember } from '../core/record/member.ts';
import { endView } from '../core/view/publishers.ts';
import { statedFor } from '../core/view/stated-capabilities.ts';
import type { IdentityFacts, Signer } from '../ports/identity.ts';
import type { Device } from './device.ts';
import { ownShare } from './hand-to-device.ts';
import {
  endedError,
  mayPublish,
  permissionAt,
  permissionsAt,
  wasGiven,
  type Known,
  type Permission,
} from './permission.ts';

/** Who lets in, ends and decides: the person's own key where it is here, for what it gave a device cannot end. */
export async function actingSigner({ identity }: Pick<Device, 'identity'>): Promise<Signer> {
  return (await identity.main()) ?? identity.signer();
}

/** With what statements say that this device was given: a module that its person took on another one tells it so. */
async function withStated(known: Known, id: ModuleId, { did }: Signer): Promise<Known> {
  const stated = (await statedFor(did, id, known.set)).map(capabilityMember);
  const capabilities = new Map([
    ...known.set.capabilities,
    ...stated.map((member) => [member.id, member.capability] as const),
  ]);
  return { ...known, set: { ...known.set, capabilities } };
}

/** Kept, as what is signed by it names it and travels with it. */
async function keep({ tables, clock }: Device, { id, capability }: Permission): Promise<void> {
  if ((await tables.get('capabilities', id)) !== undefined) return;
  const { bytes } = capabilityMember(capability);
  await tables.write([{ table: 'capabilities', put: { id, bytes, receivedAt: clock() } }]);
}

const length = ({ capability }: Permission): number => capability.delegations.length;

/** What a device has that its person handed it. @throws GenError PermissionDenied `device-cut-off`; as `permissionAt`. */
function ownPermission(
  known: Known,
  id: ModuleId,
  { did, device }: Pick<IdentityFacts, 'did' | 'device'>,
  below: Path,
): Permission {
  try {
    return permissionAt(known, id, device, below);
  } catch (thrown) {
    const error = toGenError(thrown);
    const isCutOff = error.reason === 'revoked' && error.data['by'] === did;
    throw isCutOff
      ? new GenError('PermissionDenied', 'device-cut-off', { ...error.data, did: device })
      : error;
  }
}

/**
 * What this device writes by at a place below the module: what it was given, or its share of what its person has.
 *
 * @throws GenError PermissionDenied `main-key` where the person may and this device was not let yet, `device-cut-off` where it
 * may no more, `chain-length` where it was handed on too often for any device; as `permissionAt`.
 */
export async function writePermission(
  device: Device,
  known: Known,
  id: ModuleId,
  below: Path,
): Promise<Permission> {
  const [{ did, hasMain }, signer] = [await device.identity.facts(), await device.identity.signer()];
  if (signer.did === did) return permissionAt(known, id, did, below);
  const here = await withStated(known, id, signer);
  const [held] = permissionsAt(here, id, signer.did, below);
  const [shared] = hasMain ? permissionsAt(known, id, did, below) : [];
  // What somebody else handed on further takes the place of no share of one's own.
  if (held !== undefined && (shared === undefined || length(held) <= length(shared) + 1)) {
    await keep(device, held);
    return held;
  }
  if (!hasMain && wasGiven(here, signer.did))
    return ownPermission(here, id, { did, device: signer.did }, below);
  const whole = permissionAt(known, id, did, below);
  const share = await ownShare(device, whole.capability, known.standing);
  const fault = known.standing.ended(share.capability);
  if (fault !== undefined) throw endedError(endView(fault), { field: 'id', id });
  return { ...whole, id: share.id, capability: share.capability };
}

/** Whether this person may release below the module now, as far as is known here, on this device or another of theirs. */
export async function mayRelease(
  { identity }: Pick<Device, 'identity'>,
  known: Known,
  id: ModuleId,
): Promise<boolean> {
  const { did, device } = await identity.facts();
  return mayPublish(known, id, did) || mayPublish(known, id, device);
}
