import type { Capability } from '../access/capability.ts';
import { documentOf, FIRST_EPOCH, moduleDocument } from '../record/document.ts';
import { capabilityMember } from '../record/member.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import type { ModuleId, NamespaceId, Micros } from '../ids.ts';
import { grantsOf } from '../view/grants.ts';
import { namedLinks } from '../view/named-links.ts';
import { ownershipOf } from '../view/ownership.ts';
import { chainLinks, headsOf, type ChainLink } from '../view/receipts.ts';
import { capabilityOf, type RecordSet } from '../view/record-set.ts';
import { revocationsOf } from '../view/revocations.ts';

type Links = ReadonlyMap<MemberId, ChainLink>;

/**
 * Of a head, the receipts back to the oldest that is or names one of these; `undefined` when none does. Asked of many heads,
 * each receipt is walked and handed out once.
 */
function linksTo(
  targets: { has(id: MemberId): boolean },
  links: Links,
): (head: MemberId) => readonly ChainLink[] | undefined {
  /** Whether it or one before it is or names a target. */
  const leads = new Map<MemberId, boolean>();
  const given = new Set<MemberId>();
  const before = ({ previous }: ChainLink): ChainLink | undefined =>
    previous === undefined ? undefined : links.get(previous);

  function look(head: ChainLink | undefined): void {
    const walked: ChainLink[] = [];
    let link = head;
    for (; link !== undefined && !leads.has(link.record.id); link = before(link)) {
      leads.set(link.record.id, false);
      walked.push(link);
    }
    let found = link !== undefined && leads.get(link.record.id) === true;
    for (const { record, names } of walked.reverse()) {
      found ||= targets.has(record.id) || names.some((name) => targets.has(name));
      leads.set(record.id, found);
    }
  }

  return (head) => {
    look(links.get(head));
    if (leads.get(head) !== true) return undefined;
    const path: ChainLink[] = [];
    for (let link = links.get(head); link !== undefined; link = before(link)) {
      const { id } = link.record;
      if (leads.get(id) !== true || given.has(id)) break;
      given.add(id);
      path.push(link);
    }
    return path;
  };
}

export interface Needed {
  readonly members: readonly Uint8Array<ArrayBuffer>[];
  readonly heads: readonly MemberId[];
}

export interface Wanted {
  readonly id: ModuleId;
  readonly record: MemberId;
  readonly namespace: NamespaceId;
  readonly now: Micros;
  /** Whether to go along the chains from their newest receipts. */
  readonly withHeads: boolean;
}

/**
 * The least of a set by which a release is judged as by the whole of it: the release, the name's grants with the transfers
 * that they carry out, what receipts them, whatever was withdrawn of their chains, the receipts that all of this leaves
 * standing, and all of their capabilities.
 *
 * @param set of the module's document and the authority's.
 * @returns `undefined` while the set has no such release, or no grant that stands.
 */
export function neededMembers(
  set: RecordSet,
  { id, record, namespace, now, withHeads }: Wanted,
): Needed | undefined {
  const release = set.records.find((one) => one.id === record);
  const { name, standing } = ownershipOf(set, id, namespace, now);
  if (release === undefined || name === undefined) return undefined;
  const byId = new Map(set.records.map((one) => [one.id, one]));

  const { handovers } = name;
  const links = chainLinks(set);
  const revocations = revocationsOf(set);
  const capabilities = new Map<MemberId, Capability>();
  const records = new Map<MemberId, GenRecord>();

  function keep(one: GenRecord): void {
    const capability = capabilityOf(set, one);
    records.set(one.id, one);
    if (one.credential !== undefined && capability !== undefined)
      capabilities.set(one.credential, capability);
  }

  function keepReceipts(): void {
    const said = new Set([...records.keys()].filter((one) => !links.has(one)));
    for (const { names, record: receipt } of links.values())
      if (names.some((name) => said.has(name))) keep(receipt);
  }

  function keepRevocations(): void {
    const leading = linksTo(records, links);
    for (const link of new Set([...capabilities.values()].flatMap(namedLinks).map(({ id }) => id))) {
      for (const revocation of revocations.get(link) ?? []) {
        keep(revocation.record);
        keepUpTo(revocation.heads, leading);
      }
    }
    for (const { heads } of handovers) keepUpTo(heads, leading);
  }

  function keepUpTo(heads: readonly MemberId[], leading: ReturnType<typeof linksTo>): void {
    for (const head of heads) for (const { record: receipt } of leading(head) ?? []) keep(receipt);
  }

  /** All that stand: the owner's may have been given anew, and another's makes the name contested. */
  function keepGrants(): void {
    for (const grant of grantsOf(set, id, namespace, standing)) {
      const transfer = grant.transfer === undefined ? undefined : byId.get(grant.transfer);
      for (const one of [byId.get(grant.record), transfer]) if (one !== undefined) keep(one);
      capabilities.set(grant.capabilityId, grant.capability);
    }
  }

  keep(release);
  keepGrants();
  const heads: MemberId[] = [];
  const leading = linksTo(new Set([record]), links);
  for (const head of withHeads ? headsOf(set) : []) {
    const newest = links.get(head);
    if (newest === undefined) continue;
    const chain = leading(head);
    if (chain === undefined && documentOf(newest.record, FIRST_EPOCH) !== moduleDocument(id)) continue;
    heads.push(head);
    for (const link of chain ?? [newest]) keep(link.record);
  }
  // Each brings permissions that may have been withdrawn in their turn; what is kept only grows.
  for (let before = -1; before !== records.size;) {
    before = records.size;
    keepReceipts();
    keepRevocations();
  }
  return {
    members: [
      ...[...capabilities.values()].map((capability) => capabilityMember(capability).bytes),
      ...[...records.values()].map(({ bytes }) => bytes),
    ],
    heads,
  };
}
