import { includesArea } from '../core/access/area.ts';
import { areaOf, MAX_DELEGATIONS, receiverOf, type Capability } from '../core/access/capability.ts';
import { communalCapability, delegate, pairedCommunalNamespace } from '../core/access/delegation.ts';
import { derivesFrom } from '../core/access/authority.ts';
import { GenError } from '../core/errors.ts';
import { didOf, publicKeyOf, type PublicKey } from '../core/ids.ts';
import { capabilityMember, type CapabilityMember, type Member } from '../core/record/member.ts';
import type { Standing } from '../core/view/standing.ts';
import type { Signer } from '../ports/identity.ts';
import type { Device } from './device.ts';
import { heldCapabilities } from './known-records.ts';

/** Whether there is room for one more in its chain: else no device but the receiver's own key has any use of it. */
export function mayHandOn({ delegations }: Capability): boolean {
  return delegations.length < MAX_DELEGATIONS;
}

/**
 * All that the person has by a capability, for one of their devices.
 *
 * @param main the person's own key. @throws GenError PermissionDenied `chain-length` unless `mayHandOn`.
 */
export async function handToDevice(
  capability: Capability,
  receiver: PublicKey,
  main: Signer,
): Promise<CapabilityMember> {
  const sign = (message: Uint8Array) => main.sign(Uint8Array.from(message));
  return capabilityMember(await delegate(capability, { area: areaOf(capability), receiver, sign }));
}

/** By the person's own key and whole: what came to the device through somebody else, or for less, stands in for nothing. */
export function isShareOf(share: Capability, whole: Capability): boolean {
  return (
    share.delegations.length === whole.delegations.length + 1 &&
    derivesFrom(share, whole) &&
    includesArea(areaOf(share), areaOf(whole))
  );
}

/** What this device was handed of a capability of its person, if it was: of several, one that has not ended. */
function handedOn(
  held: readonly Member[],
  capability: Capability,
  receiver: PublicKey,
  standing: Standing | undefined,
) {
  const shares = held.filter(
    (member): member is CapabilityMember =>
      member.member === 'capability' &&
      didOf(receiverOf(member.capability)) === didOf(receiver) &&
      isShareOf(member.capability, capability),
  );
  return shares.find((share) => standing?.ended(share.capability) === undefined) ?? shares[0];
}

/**
 * This device's share of what its person has: as it was handed before, or by the person's key now, and then kept.
 *
 * @param standing says which have ended, where that is known.
 * @throws GenError PermissionDenied `main-key` where that key is on another device; `chain-length`.
 */
export async function ownShare(
  device: Pick<Device, 'tables' | 'identity' | 'clock'>,
  capability: Capability,
  standing?: Standing,
): Promise<CapabilityMember> {
  const { publicKey } = await device.identity.signer();
  const known = handedOn(await heldCapabilities(device), capability, publicKey, standing);
  if (known !== undefined) return known;
  const main = await device.identity.main();
  if (main === undefined) throw new GenError('PermissionDenied', 'main-key');
  const made = await handToDevice(capability, publicKey, main);
  const row = { id: made.id, bytes: made.bytes, receivedAt: device.clock() };
  await device.tables.write([{ table: 'capabilities', put: row }]);
  return made;
}

/**
 * What this device signs by where everybody has their own subspace; `undefined` where the person's own key signs, which
 * needs nothing.
 *
 * @throws GenError PermissionDenied `main-key`
 */
export async function communalShare(device: Device): Promise<CapabilityMember | undefined> {
  const { did, device: own } = await device.identity.facts();
  if (own === did) return undefined;
  const namespace = pairedCommunalNamespace(device.namespace);
  return ownShare(device, communalCapability(namespace, publicKeyOf(did), 'write'));
}
