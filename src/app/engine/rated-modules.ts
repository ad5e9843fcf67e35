import type { ModuleId } from '../../core/ids.ts';
import { ratingsDocument } from '../../core/record/document.ts';
import type { Device } from '../device.ts';
import { nextTurn } from '../in-slices.ts';
import type { Session } from './session.ts';

/** Modules whose ratings are opened at a start: more than most people rate. */
const MOST = 50;

/**
 * Opens the ratings of modules that were rated here, as far as this device holds them: lists count one's own rating then, and
 * say what the module's page says. The relay's table may lack it, or hold it unverified.
 *
 * @param trusted asked before, as lists count by the last answer.
 */
export async function openRated(
  { tables, announce }: Pick<Device, 'tables' | 'announce'>,
  { replica, peek }: Pick<Session, 'replica' | 'peek'>,
  trusted: () => Promise<unknown>,
): Promise<void> {
  const jobs = (await tables.all('jobs')).toSorted((a, b) => b.createdAt - a.createdAt);
  const rated = new Set<ModuleId>(jobs.flatMap((job) => (job.kind === 'rate' ? [job.module] : [])));
  if (rated.size === 0) return;
  await trusted();
  for (const path of [...rated].slice(0, MOST).map(ratingsDocument)) {
    if (!(await replica.holds(path))) continue;
    await peek(path);
    await nextTurn();
  }
  announce(['catalogue']);
}
