import { ascii, concat } from '../bytes.ts';
import { verifyEd25519 } from '../ed25519.ts';
import { GenError } from '../errors.ts';
import { sha256 } from '../hash.ts';
import { parsePublicKey, type NamespaceId, type PublicKey } from '../ids.ts';
import type { Area } from './area.ts';
import {
  isCommunal,
  MAX_DELEGATIONS,
  receiverOf,
  type AccessMode,
  type Capability,
  type CommunalCapability,
  type OwnedCapability,
} from './capability.ts';
import { handoverMessage, initialAuthorisationMessage } from './handover.ts';

/** Ed25519 signature (64 bytes) by a key that the caller keeps. */
export type Sign = (message: Uint8Array) => Promise<Uint8Array>;

/** @throws GenError SignatureInvalid `capability-signature` when `sign` is not the signer's. */
async function signedBy(signer: PublicKey, sign: Sign, message: Uint8Array): Promise<Uint8Array> {
  const signature = await sign(message);
  if (await verifyEd25519(signer, signature, message)) return signature;
  throw new GenError('SignatureInvalid', 'capability-signature');
}

/** What everybody has in a communal namespace. @throws GenError PermissionDenied `namespace-kind`. */
export function communalCapability(
  namespace: NamespaceId,
  user: PublicKey,
  mode: AccessMode,
): CommunalCapability {
  if (!isCommunal(namespace)) throw new GenError('PermissionDenied', 'namespace-kind');
  return { kind: 'communal', mode, namespace, user, delegations: [] };
}

/**
 * The whole of an owned namespace, for `user`. `sign` is the namespace key's.
 *
 * @throws GenError PermissionDenied `namespace-kind`; SignatureInvalid `capability-signature`.
 */
export async function ownedCapability(grant: {
  readonly namespace: NamespaceId;
  readonly user: PublicKey;
  readonly mode: AccessMode;
  readonly sign: Sign;
}): Promise<OwnedCapability> {
  const { namespace, user, mode, sign } = grant;
  if (isCommunal(namespace)) throw new GenError('PermissionDenied', 'namespace-kind');
  const initialAuthorisation = await signedBy(namespace, sign, initialAuthorisationMessage(mode, user));
  return { kind: 'owned', mode, namespace, user, initialAuthorisation, delegations: [] };
}

/**
 * Hands `capability` on, within `area`. `sign` is that of its present receiver; the mode stays.
 *
 * @throws GenError PermissionDenied `chain-length` | `area-not-included`; SignatureInvalid `capability-signature`;
 *         InvalidInput where `area` is none.
 */
export async function delegate(
  capability: Capability,
  handover: { readonly area: Area; readonly receiver: PublicKey; readonly sign: Sign },
): Promise<Capability> {
  const { area, receiver, sign } = handover;
  const { delegations } = capability;
  if (delegations.length >= MAX_DELEGATIONS) {
    throw new GenError('PermissionDenied', 'chain-length', { delegations: delegations.length + 1 });
  }
  const message = handoverMessage(capability, area, receiver);
  const signature = await signedBy(receiverOf(capability), sign, message);
  return { ...capability, delegations: [...delegations, { area, receiver, signature }] };
}

const PAIRED_DOMAIN = ascii('gen-registry/communal/1');

/** The communal namespace beside an owned one (README.md). Drawn from a hash: nobody holds a key for it. */
export function pairedCommunalNamespace(owned: NamespaceId): NamespaceId {
  const id = sha256(concat(PAIRED_DOMAIN, owned));
  id[31] = (id[31] ?? 0) & 0xfe;
  return parsePublicKey(id);
}
