import { verifyEd25519 } from '../ed25519.ts';
import { GenError } from '../errors.ts';
import type { PublicKey } from '../ids.ts';
import { includesArea } from './area.ts';
import { isCommunal, linksOf, MAX_DELEGATIONS, receiverOf, type Capability } from './capability.ts';
import { handoverMessage, initialAuthorisationMessage } from './handover.ts';

interface Claim {
  readonly signer: PublicKey;
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
}

/** What costs no signature: length, kind of namespace, each area inside the one before. */
function checkStructure(capability: Capability): void {
  const { delegations, namespace, kind } = capability;
  if (delegations.length > MAX_DELEGATIONS) {
    throw new GenError('PermissionDenied', 'chain-length', { delegations: delegations.length });
  }
  if (isCommunal(namespace) !== (kind === 'communal'))
    throw new GenError('PermissionDenied', 'namespace-kind');
  const links = linksOf(capability);
  for (const [index, { area }] of delegations.entries()) {
    const outer = links[index];
    if (outer === undefined || !includesArea(outer.area, area)) {
      throw new GenError('PermissionDenied', 'area-not-included', { delegation: index });
    }
  }
}

/** Every signature of the chain, the root's first. */
function claimsOf(capability: Capability): readonly Claim[] {
  const handovers = capability.delegations.map(({ area, receiver, signature }, index) => {
    const previous: Capability = { ...capability, delegations: capability.delegations.slice(0, index) };
    return { signer: receiverOf(previous), signature, message: handoverMessage(previous, area, receiver) };
  });
  if (capability.kind === 'communal') return handovers;
  const { namespace, mode, user, initialAuthorisation } = capability;
  const root = {
    signer: namespace,
    signature: initialAuthorisation,
    message: initialAuthorisationMessage(mode, user),
  };
  return [root, ...handovers];
}

/**
 * Meadowcap's validity (`cap_valid`), with this registry's limit on a chain's length. Nothing of time or
 * revocation: the answer for one capability never changes.
 *
 * @throws GenError PermissionDenied `chain-length` | `namespace-kind` | `area-not-included`;
 *         SignatureInvalid `capability-signature`, `data.link` 0 being the first signature of the chain;
 *         InvalidInput for an area that is none (only where it was not decoded).
 */
export async function checkCapability(capability: Capability): Promise<void> {
  checkStructure(capability);
  const verdicts = await Promise.all(
    claimsOf(capability).map(({ signer, signature, message }) => verifyEd25519(signer, signature, message)),
  );
  const link = verdicts.indexOf(false);
  if (link !== -1) throw new GenError('SignatureInvalid', 'capability-signature', { link });
}
