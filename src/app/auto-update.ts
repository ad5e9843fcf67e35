import isNewer from 'semver/functions/gt.js';
import type { ModuleId, Version } from '../core/ids.ts';
import { mayUpdateUnattended } from '../core/view/freshness.ts';
import type { SetRow } from '../ports/sets.ts';
import type { SetJob, Tables } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { isFinished } from './jobs.ts';
import { knownModule } from './known-records.ts';
import { newerReleases, rangesOf } from './newer-releases.ts';
import { requestSetChange } from './request-change.ts';
import { storedStory } from './story.ts';

const TRIED = 'auto-update-tried';
const AUTO_LOCK = 'auto-update';

/** Set and module → the version that it was last updated to without being asked. */
type Tried = Readonly<Record<string, Version>>;

export interface AutoUpdate {
  /** What was queued, one for each set. */
  readonly jobs: readonly SetJob[];
  /** Nothing is updated unasked: the registry has said nothing for too long, or tells two stories. */
  readonly paused: boolean;
}

export interface AutoUpdateOptions {
  /** The newest version by a module's card, to spare its document; absent: no card is here. */
  readonly newestCard: (id: ModuleId) => Version | undefined;
  readonly signal?: AbortSignal | undefined;
}

async function isPaused({ tables, clock }: Device): Promise<boolean> {
  const { seen, alarm, awaitedSince } = await storedStory(tables);
  return alarm !== undefined || !mayUpdateUnattended(seen?.time ?? awaitedSince, clock());
}

/** Of a set, what an update that has not ended is about already. */
async function underWay(tables: Tables, set: string): Promise<(id: ModuleId) => boolean> {
  const open = (await tables.all('jobs'))
    .filter((job) => job.kind === 'set')
    .filter((job) => job.set === set && !isFinished(job))
    .flatMap(({ change }) => (change.kind === 'update' ? [change.ids] : []));
  return (id) => open.some((ids) => ids === undefined || ids.includes(id));
}

/** What is newer within what was asked for; who cannot be asked about it now has nothing. */
async function newerWithin(
  device: Device,
  { generation }: SetRow,
  id: ModuleId,
  { newestCard, signal }: AutoUpdateOptions,
): Promise<Version | undefined> {
  const installed = generation.releases.find((release) => release.id === id)?.version;
  const card = newestCard(id);
  if (installed === undefined || (card !== undefined && !isNewer(card, installed))) return undefined;
  const view = await knownModule(device, id, signal).catch(() => undefined);
  return view && newerReleases(view, installed, rangesOf(id, generation)).within;
}

/** Of one set: what to update now, and what of it was tried then. */
async function dueIn(
  device: Device,
  set: SetRow,
  before: Tried,
  options: AutoUpdateOptions,
): Promise<{ readonly ids: readonly ModuleId[]; readonly tried: Tried }> {
  const isUnderWay = await underWay(device.tables, set.name);
  const tried: Record<string, Version> = {};
  const ids: ModuleId[] = [];
  for (const id of set.auto ?? []) {
    const key = `${set.name} ${id}`;
    const last = before[key];
    if (last !== undefined) tried[key] = last;
    const version = isUnderWay(id) ? undefined : await newerWithin(device, set, id, options);
    if (version === undefined || version === last) continue;
    tried[key] = version;
    ids.push(id);
  }
  return { ids, tried };
}

/**
 * Queues the update of what is updated without being asked, in each set, where there is something newer within what was asked
 * for: once for each newest version, so that what fails or is refused is not tried for ever. They are drained as other jobs are.
 *
 * @throws GenError Storage.
 */
export function autoUpdate(device: Device, options: AutoUpdateOptions): Promise<AutoUpdate> {
  const { tables, locks } = device;
  return locks.exclusive(AUTO_LOCK, async () => {
    const sets = (await tables.all('sets')).filter(({ auto = [] }) => auto.length > 0);
    if (sets.length === 0) return { jobs: [], paused: false };
    if (await isPaused(device)) return { jobs: [], paused: true };
    const before = ((await tables.get('settings', TRIED))?.value ?? {}) as Tried;
    const all: Record<string, Version> = {};
    const jobs: SetJob[] = [];
    for (const set of sets) {
      const { ids, tried } = await dueIn(device, set, before, options);
      Object.assign(all, tried);
      if (ids.length > 0)
        jobs.push(await requestSetChange(device, { kind: 'update', ids }, { set: set.name }));
    }
    if (JSON.stringify(all) !== JSON.stringify(before))
      await tables.write([{ table: 'settings', put: { key: TRIED, value: all } }]);
    return { jobs, paused: false };
  });
}
