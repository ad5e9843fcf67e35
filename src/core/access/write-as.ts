import { equalBytes } from '../bytes.ts';
import type { PublicKey } from '../ids.ts';
import { areaOf, linksOf, receiverOf, type Capability } from './capability.ts';

/**
 * Nobody can write as another (this registry's rule; Meadowcap leaves room for it). Where the granted area
 * names no subspace, the receiver writes as itself. Where it names one, the link that first named it must have
 * gone to that very key; what its owner hands on from there, to a device say, is the owner's business.
 *
 * @param capability a valid one: neither signatures nor areas are looked at again.
 */
export function mayWriteAs(capability: Capability, subspace: PublicKey): boolean {
  if (capability.mode !== 'write') return false;
  const granted = areaOf(capability).subspace;
  if (granted === undefined) return equalBytes(receiverOf(capability), subspace);
  if (!equalBytes(granted, subspace)) return false;
  const first = linksOf(capability).find(({ area }) => area.subspace !== undefined);
  return first !== undefined && equalBytes(first.receiver, subspace);
}
