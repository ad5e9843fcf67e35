/** Milliseconds for which this thread is held; one thing that takes longer by itself holds it that long. */
const HELD = 8;

/** When others last had their turn. One for the thread: works that take turns hold it together. */
let since = -Infinity;

/**
 * Lets whatever waits for this thread go first. Timers would wait four milliseconds each in a browser.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      since = performance.now();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}

/** A turn for others where this thread has been held for long enough; to be awaited where there is one. */
export function turnIfDue(): Promise<void> | undefined {
  return performance.now() - since < HELD ? undefined : nextTurn();
}

/**
 * Does work on many things, some at a time, and gives others their turn where that is due.
 *
 * @param size so few that they take a millisecond or two.
 */
export async function inSlices<Thing>(
  things: Iterable<Thing>,
  size: number,
  work: (some: readonly Thing[]) => void,
): Promise<void> {
  let some: Thing[] = [];
  for (const thing of things) {
    some.push(thing);
    if (some.length < size) continue;
    work(some);
    some = [];
    const turn = turnIfDue();
    if (turn !== undefined) await turn;
  }
  if (some.length > 0) work(some);
}
