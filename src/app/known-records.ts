import { GenError } from '../core/errors.ts';
import type { Micros, ModuleId } from '../core/ids.ts';
import { AUTHORITY, moduleDocument, ratingsDocument, type DocumentPath } from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { grantOf } from '../core/view/grants.ts';
import { ratingsView } from '../core/view/fold-ratings.ts';
import type { ModuleView, RatingsView } from '../core/view/module-view.ts';
import { recordSet, upTo, type RecordSet } from '../core/view/record-set.ts';
import { standingOf } from '../core/view/standing.ts';
import type { Device } from './device.ts';
import type { Known } from './permission.ts';

/** This device's own members for a document that no document brought back yet. */
export async function outboxMembers(device: Pick<Device, 'tables'>, path: DocumentPath): Promise<Member[]> {
  const rows = await device.tables.all('outbox');
  return rows
    .filter(({ document, state }) => document === path && state !== 'refused')
    .map(({ bytes }) => decodeMember(bytes));
}

/** Permissions that this person was given: what is made through them names them. */
export async function heldCapabilities(device: Pick<Device, 'tables'>): Promise<Member[]> {
  return (await device.tables.all('capabilities')).map(({ bytes }) => decodeMember(bytes));
}

/** What a module's view needs besides its document: revocations and settlements, and what was given. */
export async function besides(device: Device, authority: Iterable<Member>): Promise<Member[]> {
  const [own, held] = await Promise.all([outboxMembers(device, AUTHORITY), heldCapabilities(device)]);
  return [...authority, ...own, ...held];
}

/** Document ∪ authority ∪ outbox: what every view of this device folds. */
export async function knownRecords(
  device: Device,
  path: DocumentPath,
  signal?: AbortSignal,
): Promise<RecordSet> {
  const [members, authority, own] = await Promise.all([
    device.records.membersOf(path, signal),
    device.records.membersOf(AUTHORITY, signal),
    outboxMembers(device, path),
  ]);
  return recordSet([...members, ...(await besides(device, authority))], own);
}

export async function knownModule(
  device: Device,
  id: ModuleId,
  signal?: AbortSignal,
): Promise<ModuleView | undefined> {
  const set = await knownRecords(device, moduleDocument(id), signal);
  return moduleView(set, id, device.namespace, device.clock());
}

/** A granted name, with what is to be known for writing below it. @throws GenError NotFound `module` | Network. */
export async function knownName(device: Device, id: ModuleId): Promise<Known> {
  const set = await knownRecords(device, moduleDocument(id));
  const now = device.clock();
  const standing = standingOf(set, now);
  const grant = grantOf(set, id, device.namespace, standing)?.grant;
  if (grant === undefined) throw new GenError('NotFound', 'module', { id });
  return { set, grant, standing, now };
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
