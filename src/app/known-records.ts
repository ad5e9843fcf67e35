import type { Micros, ModuleId } from '../core/ids.ts';
import { moduleDocument, ratingsDocument, type DocumentPath } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { ratingsView } from '../core/view/fold-ratings.ts';
import type { ModuleView, RatingsView } from '../core/view/module-view.ts';
import { recordSet, upTo, type RecordSet } from '../core/view/record-set.ts';
import type { Device } from './device.ts';

/** This device's own members for a document that no document brought back yet. */
export async function outboxMembers(device: Pick<Device, 'tables'>, path: DocumentPath): Promise<Member[]> {
  const rows = await device.tables.all('outbox');
  return rows
    .filter(({ document, state }) => document === path && state !== 'refused')
    .map(({ bytes }) => decodeMember(bytes));
}

/** Document ∪ outbox: what every view of this device folds. */
export async function knownRecords(
  device: Device,
  path: DocumentPath,
  signal?: AbortSignal,
): Promise<RecordSet> {
  const [members, own] = await Promise.all([
    device.records.membersOf(path, signal),
    outboxMembers(device, path),
  ]);
  return recordSet(members, own);
}

export async function knownModule(
  device: Device,
  id: ModuleId,
  signal?: AbortSignal,
): Promise<ModuleView | undefined> {
  const set = await knownRecords(device, moduleDocument(id), signal);
  return moduleView(set, id, device.namespace, device.clock());
}

export async function knownRatings(device: Device, id: ModuleId): Promise<RatingsView> {
  return ratingsView(await knownRecords(device, ratingsDocument(id)), id, device.clock());
}

/**
 * Hybrid logical clock: the wall clock, or 1 µs after the newest record seen if that is later. Several records
 * of one act count on from here. What waits for the clock is not seen: a stranger's record from the far future
 * would drag everybody's next one there, where no relay takes it.
 */
export function nextTimestamp(set: RecordSet, now: Micros): Micros {
  const newest = upTo(set, now).records.reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0);
  return Math.max(now, newest + 1) as Micros;
}
