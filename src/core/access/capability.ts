import type { NamespaceId, PublicKey } from '../ids.ts';
import { FULL_AREA, subspaceArea, type Area } from './area.ts';

/** Meadowcap's capabilities as data; whether one is valid is `checkCapability`'s to say. */
export type AccessMode = 'read' | 'write';

/** One handing-on: `signature` is that of the receiver before. */
export interface Delegation {
  readonly area: Area;
  readonly receiver: PublicKey;
  readonly signature: Uint8Array;
}

interface Grant {
  readonly mode: AccessMode;
  readonly namespace: NamespaceId;
  /** The first receiver; in a communal namespace also the subspace that it is all about. */
  readonly user: PublicKey;
  /** Oldest first. */
  readonly delegations: readonly Delegation[];
}

export interface CommunalCapability extends Grant {
  readonly kind: 'communal';
}

export interface OwnedCapability extends Grant {
  readonly kind: 'owned';
  /** The namespace key's signature over mode and user. */
  readonly initialAuthorisation: Uint8Array;
}

export type Capability = CommunalCapability | OwnedCapability;

/** This registry's own limit; Meadowcap has none. */
export const MAX_DELEGATIONS = 8;

/**
 * `is_communal` of Willow'25: the key's least significant bit is 0. Willow reads a key as a big-endian number,
 * so this is the lowest bit of the last byte (not the sign bit of the curve point, the highest of that byte).
 */
export function isCommunal(namespace: NamespaceId): boolean {
  return ((namespace[31] ?? 0) & 1) === 0;
}

/** What the capability grants before any delegation narrows it. */
export function initialArea(capability: Capability): Area {
  return capability.kind === 'communal' ? subspaceArea(capability.user) : FULL_AREA;
}

/** Who holds what, from the first receiver on; never empty. */
export function linksOf(capability: Capability): readonly Pick<Delegation, 'area' | 'receiver'>[] {
  return [{ area: initialArea(capability), receiver: capability.user }, ...capability.delegations];
}

/** The `receiver`: whose signature a use of this capability needs. */
export function receiverOf(capability: Capability): PublicKey {
  return capability.delegations.at(-1)?.receiver ?? capability.user;
}

/** The `granted area`. */
export function areaOf(capability: Capability): Area {
  return capability.delegations.at(-1)?.area ?? initialArea(capability);
}
