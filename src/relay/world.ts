import { GenError } from '../core/errors.ts';
import type { Capability } from '../core/access/capability.ts';
import type { Did, Micros, ModuleId, NamespaceId, Sha256 } from '../core/ids.ts';
import { AUTHORITY, moduleDocument, type DocumentPath } from '../core/record/document.ts';
import type { Member } from '../core/record/member.ts';
import type { MemberId } from '../core/record/record.ts';
import type { StandingGrant } from '../core/view/grants.ts';
import { ownershipOf } from '../core/view/ownership.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import { standingOf, type Standing } from '../core/view/standing.ts';
import type { GrantView } from '../core/view/succession.ts';
import type { ClaimPolicy } from './config.ts';
import type { CutOff } from './cut-devices.ts';
import type { RelayKey } from './keys.ts';

/** What a verdict on a record may depend on: everything that the relay holds, and its clock. */
export interface World {
  readonly namespace: NamespaceId;
  readonly now: Micros;
  readonly claims: ClaimPolicy;
  readonly naming: RelayKey;
  readonly maxReview: number;
  /** Names that are granted, and how many may be. */
  readonly names: { readonly granted: number; readonly limit: number };
  /** A capability that came with the record in one POST, checked. */
  posted(id: MemberId): Capability | undefined;
  set(document: DocumentPath): RecordSet;
  /** Whether somebody has cut a device of theirs off. */
  cutOff(by: Did, did: Did): CutOff | undefined;
  /** Bytes of a blob that the relay holds. */
  blobSize(sha256: Sha256): number | undefined;
  /** @throws GenError for a release that is not its binary's, or whose binary was not examined. */
  requireExamined(release: MemberId): void;
}

/** What taking a record entails. */
export interface Acceptance {
  /** Members that the relay makes in answer, for the same document. */
  readonly made: readonly Member[];
  /** Members for the answer that are there already. */
  readonly recalled: readonly Member[];
}

export const TAKEN: Acceptance = { made: [], recalled: [] };

export function hasGrant(world: World, id: ModuleId): boolean {
  return nameOf(world, id) !== undefined;
}

/** The module's document together with what the authority says about it. */
export function moduleSet(world: World, id: ModuleId): RecordSet {
  const module = world.set(moduleDocument(id));
  const authority = world.set(AUTHORITY);
  return {
    records: [...module.records, ...authority.records],
    capabilities: new Map([...authority.capabilities, ...module.capabilities]),
    pending: module.pending,
  };
}

/** A granted name, with what its records are judged by. */
export interface Name {
  readonly set: RecordSet;
  readonly standing: Standing;
  readonly grant: StandingGrant;
  /** To whom the owner hands it over, who may claim it. */
  readonly offer?: GrantView['offer'];
}

/** What was found out while neither the authority's set nor the clock changed. */
interface Findings {
  readonly now: Micros;
  readonly namespace: NamespaceId;
  standing?: Standing;
  readonly names: WeakMap<RecordSet, Map<ModuleId, Name | undefined>>;
}

/** Sets are never changed, only replaced: so the records of a POST that change neither of two are judged by one fold. */
const findings = new WeakMap<RecordSet, Findings>();

function findingsOf({ now, namespace, set }: World): Findings {
  const authority = set(AUTHORITY);
  const known = findings.get(authority);
  if (known?.now === now && known.namespace === namespace) return known;
  const none: Findings = { now, namespace, names: new WeakMap() };
  findings.set(authority, none);
  return none;
}

/** What counts of the authority's own records. */
export function authorityStanding(world: World): Standing {
  const known = findingsOf(world);
  known.standing ??= standingOf(world.set(AUTHORITY), world.now);
  return known.standing;
}

function foldName(world: World, id: ModuleId): Name | undefined {
  const set = moduleSet(world, id);
  const { name, standing } = ownershipOf(set, id, world.namespace, world.now);
  return name === undefined ? undefined : { set, standing, grant: name.grant, offer: name.offer };
}

/** Costs with the module's records where its set, the authority's or the clock is another than when it was asked last. */
export function nameOf(world: World, id: ModuleId): Name | undefined {
  const { names } = findingsOf(world);
  const module = world.set(moduleDocument(id));
  // By id as well: what nobody wrote is one and the same empty set.
  const known = names.get(module) ?? new Map<ModuleId, Name | undefined>();
  names.set(module, known);
  if (!known.has(id)) known.set(id, foldName(world, id));
  return known.get(id);
}

/** @throws GenError InvalidState `blob-missing` | InvalidInput `blob-size` */
export function requireBlob(world: World, sha256: Sha256, fits: (size: number) => boolean): void {
  const size = world.blobSize(sha256);
  if (size === undefined) throw new GenError('InvalidState', 'blob-missing', { sha256 });
  if (!fits(size)) throw new GenError('InvalidInput', 'blob-size', { sha256, size });
}
