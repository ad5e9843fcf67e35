import { linksOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { didOf, type Did, type PublicKey } from '../core/ids.ts';

/** What a quota is counted by. What is known already has an account of its own: anybody can post that again. */
export type Account = Did | `known ${Did}`;

/**
 * Who answers for a record. What was let in through one key is that key's, however many keys it draws and hands its
 * permission on to; and never the owner's, in whose subspace it is written.
 *
 * @param capability of the record; absent: its author writes for itself.
 */
export function payerOf(subspace: PublicKey, capability: Capability | undefined): Did {
  if (capability === undefined) return didOf(subspace);
  const links = linksOf(capability);
  const owner = links.findIndex(({ area }) => area.subspace !== undefined);
  // The authority's keys own no subspace: who signed it.
  if (owner < 0) return didOf(receiverOf(capability));
  const payer = links[owner + 1] ?? links[owner];
  return didOf(payer?.receiver ?? subspace);
}
