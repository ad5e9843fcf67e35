import { subspaceArea } from '../../src/core/access/area.ts';
import type { CommunalCapability } from '../../src/core/access/capability.ts';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { handoverMessage } from '../../src/core/access/handover.ts';
import { equalBytes } from '../../src/core/bytes.ts';
import { parsePublicKey } from '../../src/core/ids.ts';
import { ownedNamespace } from '../access/keys.ts';

/**
 * Signed bytes that a record can carry: in a communal namespace everybody may hand on what is their own, so any key with any
 * signature over such a message is a capability, whose one signature decides whether it is admitted.
 */

/** Of the registry whose members these are. */
export const ROOT = ownedNamespace().key;
const NAMESPACE = pairedCommunalNamespace(ROOT);
const RECEIVER_BYTES = 32;

function heldBy(key: Uint8Array): CommunalCapability {
  return {
    kind: 'communal',
    mode: 'write',
    namespace: NAMESPACE,
    user: parsePublicKey(key),
    delegations: [],
  };
}

/** What `key` signs to hand all it has to `receiver`; the key is not in it. */
export function handedTo(receiver: Uint8Array): Uint8Array<ArrayBuffer> {
  const held = heldBy(receiver);
  return handoverMessage(held, subspaceArea(held.user), parsePublicKey(receiver));
}

/** The capability whose only signature is this one over these very bytes; `undefined` where there is none. */
export function capabilityFor(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): CommunalCapability | undefined {
  if (key.length !== 32 || signature.length !== 64 || message.length < RECEIVER_BYTES) return undefined;
  const receiver = parsePublicKey(message.slice(-RECEIVER_BYTES));
  const held = heldBy(key);
  const area = subspaceArea(held.user);
  if (!equalBytes(handoverMessage(held, area, receiver), message)) return undefined;
  return { ...held, delegations: [{ area, receiver, signature }] };
}
