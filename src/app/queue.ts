import { GenError } from '../core/errors.ts';
import type { Move } from '../ports/activity.ts';
import type { JobRow, Tables } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { isDue } from './jobs.ts';

const ORDER = 'queue-order';

/**
 * Where people put what waits. A row of its own: the jobs' rows belong to whoever works on them, and a move would write
 * over what has become of them.
 */
interface Order {
  /** Counted, so that a drainer sees that there was another one. */
  readonly moves: number;
  /** By job; absent: by when it was asked for. Lower comes first. */
  readonly places: Readonly<Record<string, number>>;
}

const UNMOVED: Order = { moves: 0, places: {} };

const BEGUN: ReadonlySet<JobRow['state']> = new Set(['resolving', 'downloading', 'verifying', 'fetched']);

/** Goes first wherever the others are put: what was begun, and what lets this device sign, before anything that it signs. */
function goesFirst(job: JobRow): boolean {
  return BEGUN.has(job.state) || (job.kind === 'device' && !job.ends);
}

/** Whether a person may say when its turn is. */
export function canMove(job: JobRow): boolean {
  return isDue(job) && !goesFirst(job);
}

const placeIn = ({ places }: Order, { id, createdAt }: JobRow): number => places[id] ?? createdAt;

function inOrder(jobs: readonly JobRow[], order: Order): JobRow[] {
  return jobs
    .filter(isDue)
    .sort(
      (a, b) =>
        Number(goesFirst(b)) - Number(goesFirst(a)) ||
        placeIn(order, a) - placeIn(order, b) ||
        (a.id < b.id ? -1 : 1),
    );
}

async function storedOrder(tables: Tables): Promise<Order> {
  return ((await tables.get('settings', ORDER))?.value ?? UNMOVED) as Order;
}

/** What there is to do, in the order in which it is done. */
export async function queued(tables: Tables): Promise<JobRow[]> {
  return inOrder(await tables.all('jobs'), await storedOrder(tables));
}

/**
 * Each job of the queue once, as it is when its turn comes; what is moved meanwhile comes where it was moved to. What was asked
 * for after the first comes in another round, unless something was moved.
 */
export async function* inTurn(tables: Tables): AsyncGenerator<JobRow, void, void> {
  const had = new Set<string>();
  let { moves } = await storedOrder(tables);
  let left = await queued(tables);
  for (;;) {
    const order = await storedOrder(tables);
    if (order.moves !== moves) {
      ({ moves } = order);
      left = inOrder(await tables.all('jobs'), order).filter(({ id }) => !had.has(id));
    }
    const next = left.shift();
    if (next === undefined) return;
    had.add(next.id);
    const job = await tables.get('jobs', next.id);
    if (job !== undefined && isDue(job)) yield job;
  }
}

const TARGETS: Readonly<Record<Move, (from: number) => number>> = {
  first: () => 0,
  up: (from) => Math.max(0, from - 1),
  down: (from) => from + 1,
};

/**
 * Puts a job that waits at another place among those that wait, durable when it resolves. What is at work goes on.
 *
 * @throws GenError NotFound `job` | InvalidState `not-waiting`: it has been begun, or has ended.
 */
export function moveJob(
  { tables, locks, announce }: Pick<Device, 'tables' | 'locks' | 'announce'>,
  id: string,
  move: Move,
): Promise<void> {
  return locks.exclusive(ORDER, async () => {
    const order = await storedOrder(tables);
    const all = await tables.all('jobs');
    const queue = inOrder(all, order);
    const waiting = queue.filter(canMove);
    const from = waiting.findIndex((job) => job.id === id);
    const moved = waiting[from];
    if (moved === undefined) {
      if (all.every((job) => job.id !== id)) throw new GenError('NotFound', 'job', { job: id });
      throw new GenError('InvalidState', 'not-waiting', { job: id });
    }
    const after = waiting.toSpliced(from, 1).toSpliced(TARGETS[move](from), 0, moved);
    const places: Record<string, number> = {};
    // Of what has ended nothing is remembered.
    for (const job of queue) places[job.id] = placeIn(order, job);
    let last = -Infinity;
    for (const [index, job] of after.entries()) {
      // The same places, dealt out anew; two that were asked for at once had the same.
      const place = waiting[index];
      last = Math.max(last + 1, place === undefined ? last : placeIn(order, place));
      places[job.id] = last;
    }
    await tables.write([
      { table: 'settings', put: { key: ORDER, value: { moves: order.moves + 1, places } } },
    ]);
    announce(['activity']);
  });
}
