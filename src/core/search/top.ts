/**
 * The first `count` of the slots in their order, without ordering the rest: a heap whose top is the last of the best so far.
 * O(n + n' log count) where n' of them were among the best for a while.
 *
 * @param before whether a slot comes before another; a total order.
 */
export function firstOf(
  slots: ArrayLike<number>,
  length: number,
  count: number,
  before: (a: number, b: number) => boolean,
): number[] {
  if (count <= 0) return [];
  const heap: number[] = [];
  const sink = (from: number): void => {
    let at = from;
    for (;;) {
      let last = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child += 1)
        if (before(heap[last] as number, heap[child] as number)) last = child;
      if (last === at) return;
      [heap[at], heap[last]] = [heap[last] as number, heap[at] as number];
      at = last;
    }
  };
  for (let place = 0; place < length; place += 1) {
    const slot = slots[place] as number;
    if (heap.length < count) {
      heap.push(slot);
      if (heap.length === count) for (let at = count >> 1; at >= 0; at -= 1) sink(at);
    } else if (before(slot, heap[0] as number)) {
      heap[0] = slot;
      sink(0);
    }
  }
  return heap.sort((a, b) => (a === b ? 0 : before(a, b) ? -1 : 1));
}
