import { isCardPath, splitModulePath } from '../record/document.ts';
import { readBody, type Body } from '../record/kinds.ts';
import { keptDid, readPlainCard } from '../record/plain-card.ts';
import type { GenRecord } from '../record/record.ts';
import type { Did, Micros, ModuleId } from '../ids.ts';
import { CLOCK_TOLERANCE, compareRecords } from './record-set.ts';

/** What lists and search show of a module: the newest card. An index entry, not evidence. */
export interface CardView extends Body<'card'> {
  readonly id: ModuleId;
  readonly author: Did;
  readonly updatedAt: Micros;
  readonly record: GenRecord;
}

export function readCard(record: GenRecord): CardView | undefined {
  if (!isCardPath(record.path)) return undefined;
  const body = readPlainCard(record.payload) ?? readBody('card', record.payload);
  if (body === undefined) return undefined;
  const { id } = splitModulePath(record.path);
  return { ...body, id, author: keptDid(record.subspace), updatedAt: record.timestamp, record };
}

/** Whether `card` takes the place of `shown`, for a reader with this clock. Order of arrival does not matter. */
export function replacesCard(card: CardView, shown: CardView | undefined, now: Micros): boolean {
  if (card.record.timestamp > now + CLOCK_TOLERANCE) return false;
  return shown === undefined || compareRecords(card.record, shown.record) > 0;
}
