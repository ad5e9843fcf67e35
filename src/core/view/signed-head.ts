import { isAuthority } from '../access/authority.ts';
import { areaOf, type Capability } from '../access/capability.ts';
import { GenError } from '../errors.ts';
import { didOf, parsePublicKey, sha256Of, type Did, type Micros, type NamespaceId } from '../ids.ts';
import { admit1 } from '../record/admission.ts';
import { AUTHORITY, FIRST_EPOCH } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { GenRecord, MemberId } from '../record/record.ts';
import { growingTree, isOrdered, leafOf, type Place } from './chain-tree.ts';
import { CLOCK_TOLERANCE } from './record-set.ts';

/** A head as a relay serves it: nothing of it is believed yet. */
export interface ServedHead {
  /** An encoded record. */
  readonly head: Uint8Array;
  /** The encoded capability that the record names. */
  readonly capability: Uint8Array;
  readonly chains: readonly Place[];
}

/** What one relay says that its whole namespace holds, at one time; signed, and fitting what it lists. */
export interface SignedHead {
  readonly by: Did;
  readonly number: number;
  readonly id: MemberId;
  /** The head before it by the same key. */
  readonly previous: MemberId | undefined;
  readonly time: Micros;
  /** The last receipt of each chain. */
  readonly chains: readonly Place[];
  /** The record, and the capability that it names, as they are encoded: for who has to be shown. */
  readonly signed: Pick<ServedHead, 'head' | 'capability'>;
}

/** Who may sign heads is decided by the root alone, as its delegation opens the chain. */
function maySignHeads(capability: Capability): boolean {
  return isAuthority(capability, 'heads') && areaOf(capability).path.length <= 1;
}

function readHead(record: GenRecord) {
  const body = readBody('head', record.payload);
  const [root, number, ...more] = record.path;
  const fits = root === 'heads' && more.length === 0 && body !== undefined && number === String(body.number);
  if (!fits) throw new GenError('InvalidInput', 'head', { record: record.id });
  return body;
}

/** Asked between some chains and others of a long list: a promise where others are to have their turn first. */
export type TurnIfDue = () => Promise<void> | undefined;

/** Chains that are hashed in between; about a millisecond. */
const SLICE = 128;

/** @throws GenError HashMismatch `head-tree` when the head is one over another list. */
async function requireTree(
  tree: string,
  count: number,
  chains: readonly Place[],
  turnIfDue: TurnIfDue,
): Promise<void> {
  const unfit = new GenError('HashMismatch', 'head-tree', { listed: chains.length, signed: count });
  if (chains.length !== count || !isOrdered(chains)) throw unfit;
  const growing = growingTree();
  for (const [index, place] of chains.entries()) {
    growing.add(leafOf(place));
    const turn = index % SLICE === SLICE - 1 ? turnIfDue() : undefined;
    if (turn !== undefined) await turn;
  }
  if (sha256Of(growing.root()) !== tree) throw unfit;
}

/**
 * Verifies all that can be told from a head by itself: permission, signature, and that it is the root over its list.
 *
 * @returns with the capability, for who knows of revocations.
 * @throws GenError InvalidInput (`head`, `head-ahead`, or no member) | PermissionDenied (`head-signer`, or as `admit/1`) |
 *         SignatureInvalid | HashMismatch `head-tree`
 */
export async function verifyHead(
  namespace: NamespaceId,
  { head, capability, chains }: ServedHead,
  now: Micros,
  turnIfDue: TurnIfDue = () => undefined,
): Promise<{ readonly head: SignedHead; readonly capability: Capability }> {
  const address = { namespace, epoch: FIRST_EPOCH, path: AUTHORITY };
  const permission = await admit1(address, capability, { capability: () => undefined });
  if (permission.member !== 'capability' || !maySignHeads(permission.capability)) {
    throw new GenError('PermissionDenied', 'head-signer');
  }
  const past = { capability: (id: MemberId) => (id === permission.id ? permission.capability : undefined) };
  const record = await admit1(address, head, past);
  if (record.member !== 'record') throw new GenError('InvalidInput', 'head');
  const { number, previous, tree, chains: count } = readHead(record);
  await requireTree(tree, count, chains, turnIfDue);
  if (record.timestamp > now + CLOCK_TOLERANCE) throw new GenError('InvalidInput', 'head-ahead');
  const by = didOf(parsePublicKey(record.subspace));
  const time = record.timestamp;
  return {
    head: {
      by,
      number,
      id: record.id,
      previous: previous ?? undefined,
      time,
      chains,
      signed: { head, capability },
    },
    capability: permission.capability,
  };
}
