import type { Capability } from '../access/capability.ts';
import type { ModuleId, NamespaceId } from '../ids.ts';
import type { MemberId } from '../record/record.ts';
import { grantsOf, type Grant, type StandingGrant } from './grants.ts';
import type { Handover } from './handover.ts';
import { compareRecords, type RecordSet } from './record-set.ts';
import type { Standing } from './standing.ts';
import { transfersOf, type Transfer } from './transfers.ts';

/** Whose a name is, and how it came to them. */
export interface GrantView {
  readonly grant: StandingGrant;
  /** Of the first owner; the same as `grant` where nobody handed the name over. */
  readonly first: Grant;
  /** Another publisher holds a grant for the same id, and not from the owner before. */
  readonly contested: boolean;
  /** How the name went from owner to owner, oldest first. */
  readonly handovers: readonly Handover[];
  /** What the present owner has said and nobody has taken up: the newest word of theirs. */
  readonly offer: Transfer | undefined;
}

/** The time of one owner: their grant, and what they were given for the name. */
interface Tenure {
  readonly grant: Grant;
  readonly capabilities: Map<MemberId, Capability>;
}

/**
 * Whether the owner had said something else since the transfer, which a notary had seen when it saw the grant: a relay that
 * is honest carries out the newest word. A grant that no notary saw is held against all that they have seen.
 */
function isOverruled(
  words: readonly Transfer[],
  transfer: Transfer,
  next: Grant,
  { receipts }: Standing,
): boolean {
  const granted = receipts(next.record)[0]?.time ?? Infinity;
  return words.some(({ record }) => {
    const seen = receipts(record.id)[0]?.time;
    return seen !== undefined && seen <= granted && compareRecords(record, transfer.record) > 0;
  });
}

function handover(
  { grant, capabilities }: Tenure,
  transfer: Transfer,
  next: Grant,
  overruled: boolean,
): Handover {
  return {
    by: grant.to,
    to: next.to,
    reason: transfer.reason,
    time: next.time,
    grant: next.record,
    overruled,
    ended: [...capabilities.values()],
    heads: [...transfer.heads, ...next.heads],
    record: transfer.record,
  };
}

function byCredential(said: readonly Transfer[]): ReadonlyMap<MemberId, readonly Transfer[]> {
  const words = new Map<MemberId, Transfer[]>();
  for (const transfer of said) {
    const known = words.get(transfer.credential);
    if (known === undefined) words.set(transfer.credential, [transfer]);
    else known.push(transfer);
  }
  return words;
}

/**
 * Follows a name from its first owner, who has the earliest grant without a transfer, to the present one: grants are taken in
 * the order of records, and each names the very transfer that it carries out. That one has to be the word of whoever owns
 * the name when its turn has come, so a former owner's key gains nothing by signing another one, whatever it is dated.
 * Each grant is looked at once, so this ends, also where a name comes back to somebody; for which a fresh capability is
 * needed, as the one before has ended.
 *
 * @param standing without what hand-overs end. The way is the same with it: neither a grant nor an owner's own transfer can
 * be ended by what an owner says or was given (`mayRevoke`: nobody is above itself), and a hand-over leaves its own transfer
 * standing. Without it a grant by another transfer of a former owner still shows as what it is: `contested`.
 */
export function successionOf(
  set: RecordSet,
  id: ModuleId,
  namespace: NamespaceId,
  standing: Standing,
): GrantView | undefined {
  const grants = grantsOf(set, id, namespace, standing);
  const first = grants.find(({ transfer }) => transfer === undefined);
  if (first === undefined) return undefined;
  const said = transfersOf(set, id, namespace, standing);
  const transfers = new Map(said.map((transfer) => [transfer.record.id, transfer]));
  const words = byCredential(said);
  const handovers: Handover[] = [];
  const former = new Map<MemberId, Capability>();
  let tenure: Tenure = { grant: first, capabilities: new Map([[first.capabilityId, first.capability]]) };
  let contested = false;

  for (const grant of grants.slice(grants.indexOf(first) + 1)) {
    const transfer = grant.transfer === undefined ? undefined : transfers.get(grant.transfer);
    // What names a transfer is nothing without it: a set may not have it yet, or it may have lost its standing.
    if (grant.transfer !== undefined && transfer?.to !== grant.to) continue;
    const isFresh = !former.has(grant.capabilityId);
    if (grant.to === tenure.grant.to) {
      if (isFresh) tenure.capabilities.set(grant.capabilityId, grant.capability);
      continue;
    }
    if (!isFresh || transfer === undefined || !tenure.capabilities.has(transfer.credential)) {
      contested = true;
      continue;
    }
    const theirs = [...tenure.capabilities.keys()].flatMap((credential) => words.get(credential) ?? []);
    handovers.push(handover(tenure, transfer, grant, isOverruled(theirs, transfer, grant, standing)));
    for (const [ended, capability] of tenure.capabilities) former.set(ended, capability);
    tenure = { grant, capabilities: new Map([[grant.capabilityId, grant.capability]]) };
  }

  const newest = said.findLast(({ credential }) => tenure.capabilities.has(credential));
  return {
    grant: { ...tenure.grant, capabilities: [...former.values(), ...tenure.capabilities.values()] },
    first,
    contested,
    handovers,
    offer: newest?.to === undefined ? undefined : newest,
  };
}
