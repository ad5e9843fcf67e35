import { areaOf, receiverOf, type Capability } from '../access/capability.ts';
import { encodeCapability } from '../access/capability-encoding.ts';
import { equalBytes, toHex } from '../bytes.ts';
import { didOf, type Did, type Micros, type ModuleId, type NamespaceId } from '../ids.ts';
import { modulePath } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { capabilityOf, compareRecords, isAuthority, type RecordSet } from './record-set.ts';

/** A name given to a publisher by the namespace's naming key. */
export interface Grant {
  readonly to: Did;
  readonly by: Did;
  readonly time: Micros;
  /** The publisher's capability: every record of the module stands through it or through its delegations. */
  readonly capability: Capability;
  readonly capabilityId: MemberId;
  readonly record: MemberId;
}

export interface GrantView {
  readonly grant: Grant;
  /** Another publisher holds a grant for the same id. */
  readonly contested: boolean;
}

/** Whether `longer` is `shorter` handed on zero or more times. */
export function derivesFrom(longer: Capability, shorter: Capability): boolean {
  const { length } = shorter.delegations;
  if (longer.delegations.length < length) return false;
  const head = { ...longer, delegations: longer.delegations.slice(0, length) };
  return equalBytes(encodeCapability(head), encodeCapability(shorter));
}

function readGrant(set: RecordSet, record: GenRecord, id: ModuleId): Grant | undefined {
  const naming = capabilityOf(set, record);
  const body = readBody('grant', record.payload);
  if (naming === undefined || body === undefined || !isAuthority(naming, 'modules')) return undefined;
  const capability = set.capabilities.get(body.capability);
  if (capability === undefined || !derivesFrom(capability, naming)) return undefined;
  const { path, subspace } = areaOf(capability);
  const place = ['modules', ...modulePath(id)];
  const fits =
    capability.delegations.length === naming.delegations.length + 1 &&
    subspace !== undefined &&
    equalBytes(subspace, receiverOf(capability)) &&
    didOf(subspace) === body.to &&
    path.length === place.length &&
    path.every((component, index) => component === place[index]);
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
export function grantOf(set: RecordSet, id: ModuleId, namespace: NamespaceId): GrantView | undefined {
  const suffix = ['modules', ...modulePath(id), 'grant'].join('/');
  const grants = set.records
    .filter((record) => equalBytes(record.namespace, namespace) && record.path.join('/') === suffix)
    .sort(compareRecords)
    .map((record) => readGrant(set, record, id))
    .filter((grant) => grant !== undefined);
  const [grant] = grants;
  if (grant === undefined) return undefined;
  return { grant, contested: grants.some(({ to }) => to !== grant.to) };
}

/** Records below the module that stand through its grant, by their path after `@` (joined with `/`). */
export function standingRecords(
  set: RecordSet,
  id: ModuleId,
  { capability }: Grant,
): Map<string, GenRecord[]> {
  const place = ['modules', ...modulePath(id)];
  const standing = new Map<string, GenRecord[]>();
  const verdicts = new Map<string, boolean>();
  for (const record of set.records) {
    if (!place.every((component, index) => record.path[index] === component)) continue;
    const used = capabilityOf(set, record);
    if (used === undefined) continue;
    const key = record.credential ?? toHex(record.subspace);
    const stands = verdicts.get(key) ?? derivesFrom(used, capability);
    verdicts.set(key, stands);
    if (!stands) continue;
    const below = record.path.slice(place.length).join('/');
    standing.set(below, [...(standing.get(below) ?? []), record]);
  }
  return standing;
}
