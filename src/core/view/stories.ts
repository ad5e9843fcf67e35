import { didOf, type Did, type Micros } from '../ids.ts';
import { documentOf, FIRST_EPOCH, type DocumentPath } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { Member } from '../record/member.ts';
import type { MemberId } from '../record/record.ts';
import { besideEachOther, chainKey, isOrdered, type Place } from './chain-tree.ts';
import { CLOCK_TOLERANCE } from './record-set.ts';
import type { SignedHead } from './signed-head.ts';

/**
 * Two stories about one namespace. A notary's chains only grow, so whatever two of its statements both speak of must be the
 * same. Nothing here asks who is right: the signatures prove that one hand signed both.
 */
export type Difference =
  /** One notary signed two receipts for one place of a chain. */
  | {
      readonly kind: 'receipt';
      readonly document: DocumentPath;
      readonly notary: Did;
      readonly number: number;
      readonly one: MemberId;
      readonly other: MemberId;
    }
  /** A receipt that was given is not in the list of a later head, which ends at `listed`, or does not name the chain. */
  | {
      readonly kind: 'missing';
      readonly document: DocumentPath;
      readonly notary: Did;
      readonly number: number;
      readonly listed?: number | undefined;
    }
  /** A relay lists a chain and does not show how it came to its end: no receipt of this number is to be had. */
  | {
      readonly kind: 'unshown';
      readonly document: DocumentPath;
      readonly notary: Did;
      readonly number: number;
    }
  /** One key signed two heads of one number. */
  | {
      readonly kind: 'head';
      readonly notary: Did;
      readonly number: number;
      readonly one: MemberId;
      readonly other: MemberId;
    };

/** A receipt that somebody holds. */
export interface HeldReceipt extends Place {
  readonly previous: MemberId | undefined;
  readonly time: Micros;
}

/** The receipts among admitted members. */
export function receiptsAmong(members: Iterable<Member>): HeldReceipt[] {
  const held: HeldReceipt[] = [];
  for (const member of members) {
    if (member.member !== 'record' || member.path[0] !== 'receipts') continue;
    const body = readBody('receipt', member.payload);
    if (body === undefined) continue;
    held.push({
      document: documentOf(member, FIRST_EPOCH),
      notary: member.subspace,
      number: body.number,
      receipt: member.id,
      previous: body.previous ?? undefined,
      time: member.timestamp,
    });
  }
  return held;
}

/** Where they stand, and where they say that the one before them stands. */
export function placesOf(receipts: readonly HeldReceipt[]): Place[] {
  return receipts.flatMap((held) => {
    const { previous, number } = held;
    return previous === undefined ? [held] : [held, { ...held, number: number - 1, receipt: previous }];
  });
}

/** Places that are taken twice, by different receipts. */
export function forksAmong(places: Iterable<Place>): Difference[] {
  const taken = new Map<string, Place>();
  const forks = new Map<string, Difference>();
  for (const place of places) {
    const { document, notary, number, receipt } = place;
    const at = `${chainKey(place)} ${number}`;
    const there = taken.get(at) ?? place;
    taken.set(at, there);
    if (there.receipt === receipt || forks.has(at)) continue;
    const who = didOf(notary);
    forks.set(at, { kind: 'receipt', document, notary: who, number, one: there.receipt, other: receipt });
  }
  return [...forks.values()];
}

function missingAt({ document, notary, number }: Place, listed: number | undefined): Difference[] {
  if (listed !== undefined && listed >= number) return [];
  return [{ kind: 'missing' as const, document, notary: didOf(notary), number, listed }];
}

/** What was known to be in, and is beyond the end of the chain that a later head lists. */
export function missingFrom({ chains }: Pick<SignedHead, 'chains'>, known: readonly Place[]): Difference[] {
  if (known.length === 0) return [];
  if (isOrdered(known) && isOrdered(chains))
    return [...besideEachOther(known, chains)].flatMap(([place, end]) => missingAt(place, end?.number));
  const documents = new Set(known.map(({ document }) => document));
  const listed = chains.filter(({ document }) => documents.has(document));
  const ends = new Map(listed.map((place) => [chainKey(place), place.number]));
  return known.flatMap((place) => missingAt(place, ends.get(chainKey(place))));
}

/**
 * Follows a chain back from the end that is listed.
 *
 * @param until a number below the end; what stands there is what the receipt after it names.
 * @returns what is not there to be followed.
 */
export function unshownBehind(end: Place, until: number, receipts: readonly HeldReceipt[]): Difference[] {
  const byId = new Map(receipts.map((held) => [held.receipt, held]));
  let id: MemberId | undefined = end.receipt;
  for (let { number } = end; number > until; number -= 1) {
    const held: HeldReceipt | undefined = id === undefined ? undefined : byId.get(id);
    if (held === undefined || held.number !== number || chainKey(held) !== chainKey(end)) {
      return [{ kind: 'unshown', document: end.document, notary: didOf(end.notary), number }];
    }
    id = held.previous;
  }
  return [];
}

/**
 * What a head must list: receipts of its own key that are older than it by more than clocks and a write that is under way
 * account for. A younger one may have come after it.
 */
export function dueIn({ by, time }: Pick<SignedHead, 'by' | 'time'>, held: readonly HeldReceipt[]): Place[] {
  return held.filter((receipt) => receipt.time + CLOCK_TOLERANCE < time && didOf(receipt.notary) === by);
}

/** Where a head stands among those of its key, and where it says that the one before it stands. */
function numbersOf({ by, number, id, previous }: SignedHead) {
  return previous === undefined
    ? [{ by, number, id }]
    : [
        { by, number, id },
        { by, number: number - 1, id: previous },
      ];
}

function differentHeads(a: SignedHead, b: SignedHead): Difference[] {
  return numbersOf(a).flatMap((one) =>
    numbersOf(b)
      .filter(({ by, number, id }) => by === one.by && number === one.number && id !== one.id)
      .map((other) => ({
        kind: 'head' as const,
        notary: one.by,
        number: one.number,
        one: one.id,
        other: other.id,
      })),
  );
}

/** Documents in which two lists, each in its order, or receipts beside them can name one place twice. */
function documentsInQuestion(
  a: readonly Place[],
  b: readonly Place[],
  receipts: readonly HeldReceipt[],
): ReadonlySet<DocumentPath> {
  const documents = new Set(receipts.map(({ document }) => document));
  for (const [one, other] of besideEachOther(a, b))
    if (other?.number === one.number && other.receipt !== one.receipt) documents.add(one.document);
  return documents;
}

/**
 * Two heads of one namespace, from two relays or from one at two times. One may be ahead of the other: that is no
 * difference.
 *
 * @param receipts of documents whose chains end at different numbers, from whoever holds the longer one: they tell what
 *                 stands where the shorter one ends.
 */
export function compareStories(
  a: SignedHead,
  b: SignedHead,
  receipts: readonly HeldReceipt[] = [],
): Difference[] {
  const documents = documentsInQuestion(a.chains, b.chains, receipts);
  const places = [...a.chains, ...b.chains].filter(({ document }) => documents.has(document));
  return [...forksAmong([...places, ...placesOf(receipts)]), ...differentHeads(a, b)];
}
