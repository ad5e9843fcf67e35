import { fromHex, toHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { parsePublicKey, type Micros, type NamespaceId } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { chainKey, type Place } from '../core/view/chain-tree.ts';
import { verifyHead, type SignedHead } from '../core/view/signed-head.ts';
import {
  compareStories,
  receiptsAmong,
  unshownBehind,
  type Difference,
  type HeldReceipt,
} from '../core/view/stories.ts';
import type { RelayClient } from '../ports/relay-client.ts';
import { admittedMembers } from './admitted.ts';

/** What two relays say, and where they contradict each other. */
export interface RelayComparison {
  readonly heads: readonly [SignedHead, SignedHead];
  /** Chains that both speak of. */
  readonly common: number;
  readonly differences: readonly Difference[];
}

async function namespaceOf(relay: RelayClient, signal: AbortSignal): Promise<NamespaceId> {
  return parsePublicKey(fromHex((await relay.facts(signal)).namespace));
}

async function headOf(
  relay: RelayClient,
  namespace: NamespaceId,
  now: Micros,
  signal: AbortSignal,
): Promise<SignedHead> {
  const answer = await relay.head(undefined, signal);
  if (answer === 'unchanged') throw new GenError('Network', 'nonsense', { where: 'head' });
  return (await verifyHead(namespace, answer, now)).head;
}

/** A chain of both that this relay has gone on with, and where the other one's ends. */
interface LongerChain {
  readonly end: Place;
  readonly otherEnd: number;
}

function longerChains({ chains }: SignedHead, other: SignedHead): LongerChain[] {
  const ends = new Map(other.chains.map((place) => [chainKey(place), place.number]));
  return chains.flatMap((end) => {
    const otherEnd = ends.get(chainKey(end));
    return otherEnd === undefined || otherEnd >= end.number ? [] : [{ end, otherEnd }];
  });
}

/** What a relay shows behind its longer chains, from the end that it has signed back to where the other one's end. */
async function storyBehind(
  relay: RelayClient,
  namespace: NamespaceId,
  longer: readonly LongerChain[],
  signal: AbortSignal,
): Promise<{ receipts: HeldReceipt[]; unshown: Difference[] }> {
  const receipts: HeldReceipt[] = [];
  for (const path of new Set<DocumentPath>(longer.map(({ end }) => end.document))) {
    const answer = await relay.document(path, undefined, signal);
    if (answer !== 'unchanged')
      receipts.push(...receiptsAmong(await admittedMembers(namespace, answer.members, path)));
  }
  return { receipts, unshown: longer.flatMap(({ end, otherEnd }) => unshownBehind(end, otherEnd, receipts)) };
}

/**
 * Holds what two relays of one namespace say against each other. One may be ahead of the other; where it is, its receipts
 * are fetched to see what it says of the place where the other one ends.
 *
 * @throws GenError InvalidInput `other-namespace`; as `verifyHead`; what the relay clients throw.
 */
export async function compareRelays(
  one: RelayClient,
  other: RelayClient,
  now: Micros,
  signal: AbortSignal,
): Promise<RelayComparison> {
  const namespace = await namespaceOf(one, signal);
  const second = await namespaceOf(other, signal);
  if (toHex(second) !== toHex(namespace)) {
    throw new GenError('InvalidInput', 'other-namespace', { one: toHex(namespace), other: toHex(second) });
  }
  const a = await headOf(one, namespace, now, signal);
  const b = await headOf(other, namespace, now, signal);
  const behindA = await storyBehind(one, namespace, longerChains(a, b), signal);
  const behindB = await storyBehind(other, namespace, longerChains(b, a), signal);
  const listed = new Set(a.chains.map(chainKey));
  return {
    heads: [a, b],
    common: b.chains.filter((place) => listed.has(chainKey(place))).length,
    differences: [
      ...compareStories(a, b, [...behindA.receipts, ...behindB.receipts]),
      ...behindA.unshown,
      ...behindB.unshown,
    ],
  };
}
