import { derivesFrom } from '../access/authority.ts';
import { decodeCapability } from '../access/capability-encoding.ts';
import { areaOf, linksOf, receiverOf, type Capability } from '../access/capability.ts';
import { equalBytes } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { didOf, type Did, type Micros } from '../ids.ts';
import { oncePer } from '../once-per.ts';
import { readBody } from '../record/kinds.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { grantedFor, type StandingGrant } from './grants.ts';
import type { RecordsBelow } from './module-records.ts';
import { namedLinks } from './named-links.ts';
import { capabilityOf, compareRecords, type RecordSet } from './record-set.ts';
import type { Fault, Standing } from './standing.ts';

/** Somebody whom the owner, or who had it from the owner, lets write below the module. */
export interface PublisherView {
  readonly did: Did;
  /** Who handed the permission on. */
  readonly by: Did;
  /** The capability that ends with this publisher. */
  readonly delegation: MemberId;
  /** Where it may write, shown with `/`; below the module or above it. */
  readonly path: string;
  /** Not from then on; absent: open. */
  readonly until?: Micros | undefined;
  /** When it was said, or, of what nobody said, first made use of. */
  readonly since: Micros;
  /** Absent: may publish now. */
  readonly ended?: EndView | undefined;
}

export interface EndView {
  readonly kind: Fault['kind'];
  /** Who withdrew it, or handed the module over; nobody where it ran out. */
  readonly by?: Did | undefined;
  /** To whom the module was handed over. */
  readonly to?: Did | undefined;
  readonly reason: string;
  readonly time: Micros;
}

export function endView(fault: Fault): EndView {
  if (fault.kind === 'expired') return { kind: 'expired', reason: '', time: fault.end };
  if (fault.kind === 'handed-over') {
    const { by, to, reason, time } = fault.handover;
    return { kind: 'handed-over', by, to, reason, time };
  }
  const { by, reason, time } = fault.revocation;
  return { kind: 'revoked', by, reason, time };
}

/** Of a body's bytes, which whoever was let in may have made up. */
function readCapability(bytes: Uint8Array): Capability | undefined {
  try {
    return decodeCapability(bytes);
  } catch (thrown) {
    if (thrown instanceof GenError) return undefined;
    throw thrown;
  }
}

/** What a statement says was handed on; `undefined` of any other record. */
const stated = oncePer(({ path, payload }: GenRecord): Capability | undefined => {
  const body = path.at(-2) === 'publishers' ? readBody('publisher', payload) : undefined;
  return body !== undefined && 'capability' in body ? readCapability(body.capability) : undefined;
});

/**
 * The capability that ends with a delegation, as far as the set has seen anything of it: in use, said to be handed on, or
 * on the way to one of these. Whether its signatures hold is not asked.
 */
export function delegationIn(set: RecordSet, delegation: MemberId): Capability | undefined {
  const among = (capability: Capability | undefined): Capability | undefined =>
    capability && namedLinks(capability).find(({ id }) => id === delegation)?.capability;
  for (const used of set.capabilities.values()) {
    const link = among(used);
    if (link !== undefined) return link;
  }
  for (const record of set.records) {
    const link = among(stated(record));
    if (link !== undefined) return link;
  }
  return undefined;
}

interface HandedOn {
  readonly capability: Capability;
  readonly delegation: MemberId;
  readonly by: Did;
  readonly since: Micros;
}

/** Nobody lets itself in, and only what the sayer has is handed on. */
function isHandedOn(capability: Capability, acting: Capability): boolean {
  return capability.delegations.length > acting.delegations.length && derivesFrom(capability, acting);
}

function statementsOf(set: RecordSet, records: RecordsBelow): HandedOn[] {
  const statements = [...records].flatMap(([below, said]) =>
    below.startsWith('publishers/') ? said.map((record) => ({ below, record })) : [],
  );
  return statements
    .sort((a, b) => compareRecords(a.record, b.record))
    .flatMap(({ below, record }): HandedOn[] => {
      const capability = stated(record);
      const acting = capabilityOf(set, record);
      if (capability === undefined || acting === undefined || !isHandedOn(capability, acting)) return [];
      const delegation = namedLinks(capability).at(-1)?.id;
      if (delegation === undefined || below !== `publishers/${didOf(receiverOf(capability))}`) return [];
      return [{ capability, delegation, by: didOf(receiverOf(acting)), since: record.timestamp }];
    });
}

/** Whoever lets somebody in may keep silent about it: its use tells, and of all that were in between. */
function inUse(set: RecordSet, records: RecordsBelow, grant: StandingGrant): HandedOn[] {
  const first = new Map<MemberId, Micros>();
  for (const [below, made] of records) {
    // Who says or ends something of others is judged by what is said.
    if (below.startsWith('publishers/')) continue;
    for (const { credential, timestamp } of made) {
      if (credential === undefined) continue;
      const known = first.get(credential);
      if (known === undefined || timestamp < known) first.set(credential, timestamp);
    }
  }
  return [...first].flatMap(([credential, since]) => {
    const used = set.capabilities.get(credential);
    const granted = used === undefined ? undefined : grantedFor(grant, used);
    if (used === undefined || granted === undefined) return [];
    const links = namedLinks(used);
    return links.slice(granted.delegations.length + 1).map(({ id, capability }): HandedOn => {
      const before = linksOf(capability).at(-2)?.receiver ?? capability.user;
      return { capability, delegation: id, by: didOf(before), since };
    });
  });
}

/** Whoever stands before in the chain has more already: nobody can say otherwise, nor what has become of it. */
function isAbove(capability: Capability): boolean {
  const receiver = receiverOf(capability);
  return linksOf(capability)
    .slice(0, -1)
    .some((link) => equalBytes(link.receiver, receiver));
}

/**
 * What was handed on, oldest first: as stated, or else as used. Signatures of stated chains are admission's; these are
 * what the owner's side says.
 */
export function publishersOf(
  set: RecordSet,
  records: RecordsBelow,
  standing: Standing,
  grant: StandingGrant,
): PublisherView[] {
  const publishers = new Map<MemberId, PublisherView>();
  const used = inUse(set, records, grant).sort((a, b) => a.since - b.since);
  for (const { capability, delegation, by, since } of [...statementsOf(set, records), ...used]) {
    const did = didOf(receiverOf(capability));
    if (publishers.has(delegation) || did === grant.to || isAbove(capability)) continue;
    const { path, times } = areaOf(capability);
    const fault = standing.ended(capability);
    publishers.set(delegation, {
      did,
      by,
      delegation,
      path: path.join('/'),
      until: times.end,
      since,
      ended: fault === undefined ? undefined : endView(fault),
    });
  }
  return [...publishers.values()].sort((a, b) => a.since - b.since || (a.delegation < b.delegation ? -1 : 1));
}
