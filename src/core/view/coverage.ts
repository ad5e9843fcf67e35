import type { MemberId } from '../record/record.ts';
import type { ChainLink } from './receipts.ts';

type Links = ReadonlyMap<MemberId, ChainLink>;

/** A receipt's number, and the last of all that go on from it: whoever has a number in between goes on from it. */
interface Span {
  readonly first: number;
  last: number;
}

function add(lists: Map<MemberId, MemberId[]>, at: MemberId, id: MemberId): void {
  const list = lists.get(at);
  if (list === undefined) lists.set(at, [id]);
  else list.push(id);
}

/**
 * Numbers a forest in which each receipt hangs on its `previous`, a receipt before all that go on from it. Ids are hashes, so
 * nothing hangs on itself; what would, gets no number. O(n), without recursion: chains are long.
 */
function spansOf(links: Links): ReadonlyMap<MemberId, Span> {
  const next = new Map<MemberId, MemberId[]>();
  const open: MemberId[] = [];
  for (const [id, { previous }] of links) {
    if (previous === undefined || !links.has(previous)) open.push(id);
    else add(next, previous, id);
  }
  const spans = new Map<MemberId, Span>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    spans.set(id, { first: spans.size, last: spans.size });
    open.push(...(next.get(id) ?? []));
  }
  // From the back, so that each has heard of all that go on from it before it is passed on.
  for (const [id, { last }] of [...spans].reverse()) {
    const before = spans.get(links.get(id)?.previous as MemberId);
    if (before !== undefined) before.last = Math.max(before.last, last);
  }
  return spans;
}

/** Which receipts name a record. */
function naming(links: Links): ReadonlyMap<MemberId, readonly MemberId[]> {
  const by = new Map<MemberId, MemberId[]>();
  for (const [id, { names }] of links) for (const name of names) add(by, name, id);
  return by;
}

/** Whether one of the numbers, in their order, is in the span. */
function hasOneIn(numbers: readonly number[], { first, last }: Span): boolean {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < first) low = middle + 1;
    else high = middle;
  }
  const found = numbers[low];
  return found !== undefined && found <= last;
}

/**
 * Asked with heads: whether a record is among the receipts from these back to the beginnings of their chains, or named by
 * one of them. Chains are read once, at the first question with a head; a further list of heads costs its own length only.
 */
export function coverageOf(links: Links): (heads: readonly MemberId[]) => (record: MemberId) => boolean {
  let read: { spans: ReadonlyMap<MemberId, Span>; by: ReturnType<typeof naming> } | undefined;
  return (heads) => {
    if (heads.length === 0) return () => false;
    read ??= { spans: spansOf(links), by: naming(links) };
    const { spans, by } = read;
    const numbers = heads
      .map((head) => spans.get(head)?.first)
      .filter((number) => number !== undefined)
      .sort((a, b) => a - b);
    const isReached = (receipt: MemberId): boolean => {
      const span = spans.get(receipt);
      return span !== undefined && hasOneIn(numbers, span);
    };
    return (record) => isReached(record) || (by.get(record)?.some(isReached) ?? false);
  };
}
