import { ascii, compareBytes, concat, fromBase64Url, uint64 } from '../bytes.ts';
import { sha256 } from '../hash.ts';
import type { PublicKey } from '../ids.ts';
import type { DocumentPath } from '../record/document.ts';
import type { MemberId } from '../record/record.ts';

/** A receipt at its place in a notary's chain of one document; what a signed head lists is the last one of each chain. */
export interface Place {
  readonly document: DocumentPath;
  readonly notary: PublicKey;
  readonly number: number;
  readonly receipt: MemberId;
}

/** Names a chain among all of a namespace, for maps: not to be read. Made for every chain of every head, so of bytes as they are. */
export function chainKey({ document, notary }: Pick<Place, 'document' | 'notary'>): string {
  return `${document} ${String.fromCharCode(...notary)}`;
}

/** By the document's bytes, then by the notary's key: the order of a head's list. One chain is one place in it. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.document !== b.document) return a.document < b.document ? -1 : 1;
  return compareBytes(a.notary, b.notary);
}

const LEAF = prefixed(ascii('gen-registry/head-leaf/1'));
const NODE = prefixed(ascii('gen-registry/head-node/1'));
const EMPTY = prefixed(ascii('gen-registry/head-empty/1'));

function prefixed(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(uint64(bytes.length), bytes);
}

/** docs/FORMAT.md, "Signed heads". */
export function leafOf({ document, notary, number, receipt }: Place): Uint8Array<ArrayBuffer> {
  return sha256(concat(LEAF, prefixed(ascii(document)), notary, uint64(number), fromBase64Url(receipt)));
}

function pairedLevel(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let left = 0; left < level.length; left += 2) {
    const [one, other] = [level[left] as Uint8Array, level[left + 1]];
    above.push(other === undefined ? one : sha256(concat(NODE, one, other)));
  }
  return above;
}

/**
 * The root over leaves in the order of their list. Each level pairs neighbours from the left; who is left over goes up as
 * it is. Leaves, nodes and the empty tree are hashed apart, and a head names their number, so one root is one list.
 * O(n) hashes.
 */
export function rootOf(leaves: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  if (leaves.length === 0) return sha256(EMPTY);
  let level = leaves;
  while (level.length > 1) level = pairedLevel(level);
  return Uint8Array.from(level[0] as Uint8Array);
}

/** A tree whose leaves come one after the other: what `rootOf` says of all of them, in the memory of one way to the root. */
export interface GrowingTree {
  /** In the order of the list. A hash each, on the average. */
  add(leaf: Uint8Array): void;
  root(): Uint8Array<ArrayBuffer>;
}

export function growingTree(): GrowingTree {
  /** Whole subtrees, each larger than the one behind it: what the bits of the number of leaves say. */
  const whole: { readonly hash: Uint8Array; readonly leaves: number }[] = [];
  return {
    add(leaf) {
      let [hash, leaves] = [leaf, 1];
      for (let left = whole.at(-1); left?.leaves === leaves; left = whole.at(-1)) {
        whole.pop();
        hash = sha256(concat(NODE, left.hash, hash));
        leaves *= 2;
      }
      whole.push({ hash, leaves });
    },
    root() {
      const [last, ...larger] = whole.map(({ hash }) => hash).reverse();
      if (last === undefined) return sha256(EMPTY);
      return Uint8Array.from(larger.reduce((right, left) => sha256(concat(NODE, left, right)), last));
    },
  };
}

/** What stands beside the way of a leaf to the root, from below: with it `rootBeside` finds the root again. */
export function besideOf(leaves: readonly Uint8Array[], index: number): Uint8Array<ArrayBuffer>[] {
  const beside: Uint8Array<ArrayBuffer>[] = [];
  let place = index;
  for (let level = leaves; level.length > 1; level = pairedLevel(level)) {
    const sibling = level[place ^ 1];
    if (sibling !== undefined) beside.push(Uint8Array.from(sibling));
    place >>= 1;
  }
  return beside;
}

/**
 * The root that a leaf leads to.
 *
 * @param place the leaf's, and how many leaves there are: both say which hash stands on which side.
 * @returns `undefined` where `beside` is more or less than the way takes.
 */
export function rootBeside(
  leaf: Uint8Array,
  { index, count }: { readonly index: number; readonly count: number },
  beside: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> | undefined {
  if (index >= count) return undefined;
  let [hash, place, level, used] = [leaf, index, count, 0];
  for (; level > 1; level = Math.ceil(level / 2), place = Math.floor(place / 2)) {
    const isLeftOver = place === level - 1 && place % 2 === 0;
    if (isLeftOver) continue;
    const other = beside[used];
    if (other === undefined) return undefined;
    used += 1;
    hash = sha256(place % 2 === 0 ? concat(NODE, hash, other) : concat(NODE, other, hash));
  }
  return used === beside.length ? Uint8Array.from(hash) : undefined;
}

/**
 * The places of one ordered list, each with that of the same chain in another. O(n + m): of a hundred thousand chains no map
 * has to be made.
 */
export function* besideEachOther(
  places: readonly Place[],
  others: readonly Place[],
): Generator<[Place, Place | undefined]> {
  let index = 0;
  for (const place of places) {
    let order = -1;
    for (; index < others.length; index += 1) {
      order = comparePlaces(others[index] as Place, place);
      if (order >= 0) break;
    }
    yield [place, order === 0 ? others[index] : undefined];
  }
}

/** Whether a list stands in its order, with no chain twice. */
export function isOrdered(places: readonly Place[]): boolean {
  return places.every((place, index) => {
    const before = places[index - 1];
    return before === undefined || comparePlaces(before, place) < 0;
  });
}
