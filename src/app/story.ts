import type { Micros } from '../core/ids.ts';
import type { SignedHead } from '../core/view/signed-head.ts';
import {
  compareStories,
  dueIn,
  forksAmong,
  missingFrom,
  placesOf,
  type Difference,
  type HeldReceipt,
} from '../core/view/stories.ts';
import type { HistoryAlarm } from '../ports/connection.ts';
import type { Tables, Write } from '../ports/tables.ts';

/** The newest head that this device verified and that agrees with all it knew before. */
export interface SeenHead extends SignedHead {
  readonly etag: string;
  readonly verifiedAt: Micros;
}

/** What this device remembers of its relay's story. */
export interface Story {
  readonly seen: SeenHead | undefined;
  readonly alarm: HistoryAlarm | undefined;
  /** Since when a head is awaited where none was ever verified. */
  readonly awaitedSince: Micros | undefined;
  /** When somebody last dismissed an alarm: what was signed before is not asked about again. */
  readonly dismissedAt: Micros | undefined;
}

const SEEN = 'seen-head';
const ALARM = 'history-alarm';
const AWAITED = 'head-awaited-since';
const DISMISSED = 'alarm-dismissed-at';

export async function storedStory(tables: Tables): Promise<Story> {
  const [seen, alarm, awaited, dismissed] = await Promise.all(
    [SEEN, ALARM, AWAITED, DISMISSED].map((key) => tables.get('settings', key)),
  );
  return {
    seen: seen?.value as SeenHead | undefined,
    alarm: alarm?.value as HistoryAlarm | undefined,
    awaitedSince: awaited?.value as Micros | undefined,
    dismissedAt: dismissed?.value as Micros | undefined,
  };
}

function setting(key: string, value: unknown): Write {
  return value === undefined
    ? { table: 'settings', remove: key }
    : { table: 'settings', put: { key, value } };
}

/** Durable when it resolves. @returns what was kept. */
export async function keepStory(tables: Tables, before: Story, change: Partial<Story>): Promise<Story> {
  const after = { ...before, ...change };
  const writes: Write[] = [];
  if (after.seen !== before.seen) writes.push(setting(SEEN, after.seen));
  if (after.alarm !== before.alarm) writes.push(setting(ALARM, after.alarm));
  if (after.awaitedSince !== before.awaitedSince) writes.push(setting(AWAITED, after.awaitedSince));
  if (after.dismissedAt !== before.dismissedAt) writes.push(setting(DISMISSED, after.dismissedAt));
  if (writes.length === 0) return before;
  await tables.write(writes);
  return after;
}

function splitOver(differences: readonly Difference[], at: Micros): HistoryAlarm | undefined {
  const [difference] = differences;
  return difference === undefined
    ? undefined
    : { kind: 'split', at, difference, more: differences.length - 1 };
}

function inQuestion(
  held: readonly HeldReceipt[],
  { dismissedAt }: Pick<Story, 'dismissedAt'>,
): HeldReceipt[] {
  return held.filter(({ time }) => dismissedAt === undefined || time > dismissedAt);
}

/** Whether a verified head tells the story that this device knows, and the receipts that it holds. */
export function alarmAbout(
  head: SignedHead,
  { seen, ...before }: Pick<Story, 'seen' | 'dismissedAt'>,
  receipts: readonly HeldReceipt[],
  at: Micros,
): HistoryAlarm | undefined {
  const held = inQuestion(receipts, before);
  if (seen !== undefined && (head.number < seen.number || head.time < seen.time)) {
    const facts = ({ number, time }: SignedHead) => ({ number, time });
    return { kind: 'rollback', at, seen: facts(seen), shown: facts(head) };
  }
  const known = seen?.chains ?? [];
  return splitOver(
    [
      ...compareStories(seen ?? head, head, held),
      ...missingFrom(head, known),
      ...missingFrom(head, dueIn(head, held)),
    ],
    at,
  );
}

/**
 * The same for receipts that arrive after the head did.
 *
 * @param receipts all that this device holds of some documents.
 */
export function alarmAboutReceipts(
  { seen, ...before }: Pick<Story, 'seen' | 'dismissedAt'>,
  receipts: readonly HeldReceipt[],
  at: Micros,
): HistoryAlarm | undefined {
  const held = inQuestion(receipts, before);
  const documents = new Set(held.map(({ document }) => document));
  const chains = (seen?.chains ?? []).filter(({ document }) => documents.has(document));
  const missing = seen === undefined ? [] : missingFrom({ chains }, dueIn(seen, held));
  return splitOver([...forksAmong([...chains, ...placesOf(held)]), ...missing], at);
}
