import { includesArea, subspaceArea } from '../core/access/area.ts';
import { areaOf, linksOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { decodeCapability } from '../core/access/capability-encoding.ts';
import { pairedCommunalNamespace } from '../core/access/delegation.ts';
import { checkCapability } from '../core/access/validity.ts';
import { equalBytes } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, type Did, type PublicKey } from '../core/ids.ts';
import type { PairingAnswer } from '../core/record/pairing-answer.ts';
import type { Device } from './device.ts';

/** Whether it is all that `person` writes in their own name, for ever, handed on by themselves. */
export function isWholeName(capability: Capability, person: PublicKey): boolean {
  return (
    capability.kind === 'communal' &&
    capability.mode === 'write' &&
    capability.delegations.length === 1 &&
    equalBytes(capability.user, person) &&
    includesArea(areaOf(capability), subspaceArea(person))
  );
}

/** A device hands nothing on to another one: what it gave would end with it. */
function isGivenBy(capability: Capability, person: PublicKey): boolean {
  const giver = linksOf(capability).at(-2)?.receiver;
  return giver !== undefined && equalBytes(giver, person);
}

/**
 * What an answer hands to a device. Nothing in it proves that it was meant: each capability is checked, and that the person
 * whom it names gave it.
 *
 * @throws GenError PermissionDenied `not-for-you` | `namespace`; SignatureInvalid; InvalidInput `pairing-answer`.
 */
export async function checkedCapabilities(
  { namespace }: Pick<Device, 'namespace'>,
  { person, capabilities: encoded }: PairingAnswer,
  device: Did,
): Promise<readonly Capability[]> {
  const capabilities = encoded.map(decodeCapability);
  for (const capability of capabilities) {
    const own = capability.kind === 'owned' ? namespace : pairedCommunalNamespace(namespace);
    const receiver = didOf(receiverOf(capability));
    if (receiver !== device) throw new GenError('PermissionDenied', 'not-for-you', { did: receiver });
    if (!equalBytes(capability.namespace, own)) throw new GenError('PermissionDenied', 'namespace');
    const fits =
      capability.kind === 'communal' ? isWholeName(capability, person) : isGivenBy(capability, person);
    if (!fits) throw new GenError('InvalidInput', 'pairing-answer', { field: 'capabilities' });
    await checkCapability(capability);
  }
  if (!capabilities.some(({ kind }) => kind === 'communal'))
    throw new GenError('InvalidInput', 'pairing-answer', { field: 'capabilities' });
  return capabilities;
}
