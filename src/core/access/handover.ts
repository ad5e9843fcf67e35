import { concat } from '../bytes.ts';
import type { PublicKey } from '../ids.ts';
import type { Area } from './area.ts';
import { encodeAreaInArea } from './area-encoding.ts';
import { areaOf, type AccessMode, type Capability } from './capability.ts';

/** The messages that a capability's signatures are over (Meadowcap, Communal Namespaces, Owned Namespaces). */

/** Signed by the namespace key. */
export function initialAuthorisationMessage(mode: AccessMode, user: PublicKey): Uint8Array<ArrayBuffer> {
  return concat(Uint8Array.of(mode === 'read' ? 2 : 3), user);
}

/**
 * `handover`: signed by the receiver of `previous`, who hands it on for `area` to `receiver`.
 *
 * @throws GenError as `encodeAreaInArea`.
 */
export function handoverMessage(
  previous: Capability,
  area: Area,
  receiver: PublicKey,
): Uint8Array<ArrayBuffer> {
  const difference = encodeAreaInArea(area, areaOf(previous));
  const last = previous.delegations.at(-1);
  if (last !== undefined) return concat(difference, last.signature, receiver);
  if (previous.kind === 'owned') return concat(difference, previous.initialAuthorisation, receiver);
  const mode = Uint8Array.of(previous.mode === 'read' ? 0 : 1);
  return concat(mode, previous.namespace, difference, receiver);
}
