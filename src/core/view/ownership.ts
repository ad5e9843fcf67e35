import type { Micros, ModuleId, NamespaceId } from '../ids.ts';
import type { RecordSet } from './record-set.ts';
import { standingOf, type Standing } from './standing.ts';
import { successionOf, type GrantView } from './succession.ts';

/** Whose a name is, and what counts below it. */
export interface Ownership {
  /** `undefined` while no grant for the id stands. */
  readonly name: GrantView | undefined;
  /** With all that the name's hand-overs ended. */
  readonly standing: Standing;
}

/** The same for every replica that holds the same set: of the module's document and the authority's. */
export function ownershipOf(set: RecordSet, id: ModuleId, namespace: NamespaceId, now: Micros): Ownership {
  const standing = standingOf(set, now);
  const name = successionOf(set, id, namespace, standing);
  if (name === undefined || name.handovers.length === 0) return { name, standing };
  return { name, standing: standingOf(set, now, name.handovers) };
}
