import { GenError } from '../core/errors.ts';
import { didOf, type Did, type Micros, type ModuleId } from '../core/ids.ts';
import {
  AUTHORITY,
  moduleDocument,
  personDocument,
  ratingsDocument,
  type DocumentPath,
} from '../core/record/document.ts';
import { decodeMember, type Member } from '../core/record/member.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { ratingsView } from '../core/view/fold-ratings.ts';
import type { ModuleView, RatingsView } from '../core/view/module-view.ts';
import { ownershipOf } from '../core/view/ownership.ts';
import { recordSet, upTo, type RecordSet } from '../core/view/record-set.ts';
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
  const { name, standing } = ownershipOf(set, id, device.namespace, now);
  if (name === undefined) throw new GenError('NotFound', 'module', { id });
  return { set, grant: name.grant, standing, now };
}

/** Raters' documents that are read for one module: each is a question to the relay. */
const MOST_RATERS = 16;

/** Who rated by a device: their own document says whether they have cut it off, and then the rating does not count. */
export function deviceRaters(members: Iterable<Member>): Did[] {
  const raters = new Set<Did>();
  for (const member of members) {
    const isRating = member.member === 'record' && member.path[0] === 'ratings';
    if (isRating && member.credential !== undefined) raters.add(didOf(member.subspace));
  }
  return [...raters];
}

/** As a module's page shows them: with what its raters say of their devices, as far as that is to be had. */
export async function knownRatings(device: Device, id: ModuleId): Promise<RatingsView> {
  const path = ratingsDocument(id);
  const [members, authority] = await Promise.all([
    device.records.membersOf(path),
    device.records.membersOf(AUTHORITY),
  ]);
  const raters = deviceRaters(members).slice(0, MOST_RATERS);
  const said = await Promise.all(
    raters.map((did) => device.records.membersOf(personDocument(did)).catch(() => [])),
  );
  const all = [...members, ...said.flat(), ...(await besides(device, authority))];
  const set = recordSet(all, await outboxMembers(device, path));
  return ratingsView(set, id, device.clock());
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
