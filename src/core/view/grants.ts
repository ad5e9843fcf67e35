import { ancestryOf, derivesFrom, isAuthority } from '../access/authority.ts';
import { areaOf, receiverOf, type Capability } from '../access/capability.ts';
import { equalBytes } from '../bytes.ts';
import { didOf, type Did, type Micros, type ModuleId, type NamespaceId } from '../ids.ts';
import { hasPrefix } from '../path.ts';
import { modulePath } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { capabilityOf, compareRecords, type RecordSet } from './record-set.ts';
import type { Standing } from './standing.ts';

/** A name given to a publisher by the namespace's naming key. */
export interface Grant {
  readonly to: Did;
  readonly by: Did;
  readonly time: Micros;
  /** The publisher's capability. */
  readonly capability: Capability;
  readonly capabilityId: MemberId;
  readonly record: MemberId;
}

/** The grant that decides whose the name is, with what its owner was given for it. */
export interface StandingGrant extends Grant {
  /**
   * Every record of the module stands through one of these or what was handed on from it, earliest granted first. More than
   * one when the name was given to its owner anew, as a naming key had to be withdrawn.
   */
  readonly capabilities: readonly Capability[];
}

export interface GrantView {
  readonly grant: StandingGrant;
  /** Another publisher holds a grant for the same id. */
  readonly contested: boolean;
}

function readGrant(set: RecordSet, record: GenRecord, id: ModuleId): Grant | undefined {
  const naming = capabilityOf(set, record);
  const body = readBody('grant', record.payload);
  if (naming === undefined || body === undefined || !isAuthority(naming, 'modules')) return undefined;
  const capability = set.capabilities.get(body.capability);
  if (capability === undefined) return undefined;
  const { path, subspace } = areaOf(capability);
  const place = ['modules', ...modulePath(id)];
  const parent = ancestryOf(capability).at(-2);
  // What is granted begins with its owner: the link before is still the authority's.
  const fits =
    parent !== undefined &&
    isAuthority(parent, 'modules') &&
    subspace !== undefined &&
    equalBytes(subspace, receiverOf(capability)) &&
    didOf(subspace) === body.to &&
    hasPrefix(place, path);
  if (!fits) return undefined;
  return {
    to: body.to,
    by: didOf(record.subspace),
    time: record.timestamp,
    capability,
    capabilityId: body.capability,
    record: record.id,
  };
}

/** The standing grant of a module: the earliest; contested when another key holds one too. */
export function grantOf(
  set: RecordSet,
  id: ModuleId,
  namespace: NamespaceId,
  standing: Standing,
): GrantView | undefined {
  const suffix = ['modules', ...modulePath(id), 'grant'].join('/');
  const grants = set.records
    .filter((record) => equalBytes(record.namespace, namespace) && record.path.join('/') === suffix)
    .filter((record) => standing.fault(record) === undefined)
    .sort(compareRecords)
    .map((record) => readGrant(set, record, id))
    .filter((grant) => grant !== undefined);
  const [grant] = grants;
  if (grant === undefined) return undefined;
  const own = grants.filter(({ to }) => to === grant.to);
  const capabilities = new Map(own.map(({ capabilityId, capability }) => [capabilityId, capability]));
  return {
    grant: { ...grant, capabilities: [...capabilities.values()] },
    contested: own.length < grants.length,
  };
}

/** Which of the owner's capabilities this one is, or was handed on from; `undefined`: somebody else's. */
export function grantedFor({ capabilities }: StandingGrant, capability: Capability): Capability | undefined {
  return capabilities.find((granted) => derivesFrom(capability, granted));
}

/** Whether it is the owner's own, handed on to nobody. */
export function isOwners(grant: StandingGrant, capability: Capability): boolean {
  return grantedFor(grant, capability)?.delegations.length === capability.delegations.length;
}
