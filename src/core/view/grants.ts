import { ancestryOf, isAuthority } from '../access/authority.ts';
import { areaOf, receiverOf, type Capability } from '../access/capability.ts';
import { equalBytes } from '../bytes.ts';
import { didOf, type Did, type Micros, type ModuleId, type NamespaceId } from '../ids.ts';
import { oncePer } from '../once-per.ts';
import { hasPrefix } from '../path.ts';
import { modulePath } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { namedLinks } from './named-links.ts';
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
  /** The record by which the owner before handed the name over; absent: it was free. */
  readonly transfer?: MemberId | undefined;
  /** Receipts up to which the work of the owner before stands, beside those of the transfer. */
  readonly heads: readonly MemberId[];
}

/** The grant that decides whose the name is, with what its owners were given for it. */
export interface StandingGrant extends Grant {
  /**
   * Every record of the module stands through one of these or what was handed on from it, earliest granted first: those of
   * the owners before, which have ended, and then the present one's. More than one of these when the name was given to its
   * owner anew, as a naming key had to be withdrawn.
   */
  readonly capabilities: readonly Capability[];
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
    transfer: body.transfer,
    heads: body.heads ?? [],
  };
}

/** Those of a name that stand and fit, in the order of records. What they name as their transfer is not looked at. */
export function grantsOf(
  set: RecordSet,
  id: ModuleId,
  namespace: NamespaceId,
  standing: Standing,
): readonly Grant[] {
  const suffix = ['modules', ...modulePath(id), 'grant'].join('/');
  return set.records
    .filter((record) => equalBytes(record.namespace, namespace) && record.path.join('/') === suffix)
    .filter((record) => standing.fault(record) === undefined)
    .sort(compareRecords)
    .map((record) => readGrant(set, record, id))
    .filter((grant) => grant !== undefined);
}

const idsOf = oncePer(
  ({ capabilities }: StandingGrant): ReadonlyMap<MemberId | undefined, Capability> =>
    new Map(capabilities.map((granted) => [namedLinks(granted).at(-1)?.id, granted])),
);

/**
 * Which of the owners' capabilities this one is, or was handed on from; `undefined`: somebody else's. By the names of its
 * links, as a module may have had any number of owners.
 */
export function grantedFor(grant: StandingGrant, capability: Capability): Capability | undefined {
  const granted = idsOf(grant);
  const link = namedLinks(capability).find(({ id }) => granted.has(id));
  return granted.get(link?.id);
}

/** Whether it is an owner's own, handed on to nobody. Of an owner before, it has ended. */
export function isOwners(grant: StandingGrant, capability: Capability): boolean {
  return grantedFor(grant, capability)?.delegations.length === capability.delegations.length;
}
