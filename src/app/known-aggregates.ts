import { GenError } from '../core/errors.ts';
import type { Did } from '../core/ids.ts';
import type { ModuleAggregate } from '../core/view/aggregate.ts';
import { isPart, readAggregates, verifyAggregates } from '../core/view/signed-aggregates.ts';
import type { AggregatesAnswer, AskAggregates } from '../ports/aggregates.ts';
import type { Device } from './device.ts';
import { nextTurn } from './in-slices.ts';
import type { Pin } from './pin-relay.ts';

/** What the pinned relay counted, as it last said. */
export interface KnownAggregates {
  readonly rows: readonly ModuleAggregate[];
  /** Of everybody who rated, whom the registry invited. */
  readonly invited: ReadonlySet<Did>;
}

const SETTING = 'aggregates';

interface Stored {
  readonly answer: AggregatesAnswer;
  readonly invited: readonly Did[];
  readonly time: number;
}

async function stored({ tables }: Pick<Device, 'tables'>): Promise<Stored | undefined> {
  return (await tables.get('settings', SETTING))?.value as Stored | undefined;
}

/** One part after the other, with a turn for others between them. @throws GenError InvalidInput */
async function read({ answer, invited }: Stored): Promise<KnownAggregates> {
  const rows: ModuleAggregate[] = [];
  for (const part of answer.parts) {
    for (const row of readAggregates(part)) rows.push(row);
    await nextTurn();
  }
  return { rows, invited: new Set(invited) };
}

/** From this device alone. @throws GenError Storage */
export async function storedAggregates(device: Pick<Device, 'tables'>): Promise<KnownAggregates | undefined> {
  const row = await stored(device);
  return row === undefined ? undefined : read(row);
}

/**
 * Asks the relay, and keeps what it signed. An older table than the one that is here changes nothing.
 *
 * @param pin nobody else's word is kept.
 * @returns `undefined`: there is nothing new.
 * @throws GenError what `ask` throws; as `verifyAggregates`; HashMismatch `aggregates`; InvalidInput; Storage. Then what was
 * here before stays.
 */
export async function refreshAggregates(
  device: Pick<Device, 'tables' | 'clock'>,
  { namespace, relay }: Pin,
  ask: AskAggregates,
  signal?: AbortSignal,
): Promise<KnownAggregates | undefined> {
  const before = await stored(device);
  const answer = await ask(before?.answer.etag, signal);
  if (answer === 'unchanged') return undefined;
  const index = await verifyAggregates(answer, { namespace, relay, now: device.clock() });
  for (const [place, part] of answer.parts.entries()) {
    if (!isPart(index, place, part)) throw new GenError('HashMismatch', 'aggregates', { place });
    await nextTurn();
  }
  const { invited, time } = index;
  if (before !== undefined && time < before.time) return undefined;
  const row: Stored = { answer, invited, time };
  const known = await read(row);
  await device.tables.write([{ table: 'settings', put: { key: SETTING, value: row } }]);
  return known;
}
