import isIn from 'semver/functions/satisfies.js';
import { GenError } from '../core/errors.ts';
import { parseRange, type ModuleId, type Version, type VersionRange } from '../core/ids.ts';
import { requireInstallable } from '../core/resolve/installable.ts';
import { solution, type Clash, type Resolved } from '../core/resolve/solution.ts';
import type { Need } from '../core/resolve/versions.ts';
import { wayText } from '../core/resolve/way-text.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import type { Generation, PlannedRelease, Wish } from '../ports/sets.ts';
import type { Device } from './device.ts';
import { cyclePolicy, requireNoNewCycle, type CyclePolicy } from './cycle-policy.ts';
import { mayPass } from './jobs.ts';
import { moduleViews, releaseCandidates, type ReleaseCandidate } from './release-candidates.ts';
import { requirePinnedOwner } from './pinned-owner.ts';

/** A module that is asked for: just this version, what a range admits, or without either the newest. */
export interface WantedModule {
  readonly id: ModuleId;
  readonly version?: Version | undefined;
  readonly range?: VersionRange | undefined;
}

/** What is to become of a set. */
export interface SetChange {
  /** In place of what was asked for of the same modules before. */
  readonly want?: readonly WantedModule[] | undefined;
  /** Asked for no more. */
  readonly drop?: readonly ModuleId[] | undefined;
  /** Modules that may become newer. All others stay as they are, where that fits. */
  readonly update?: readonly ModuleId[] | 'all' | undefined;
  /** A range without a pre-release in it admits pre-releases too. */
  readonly prereleases?: boolean | undefined;
  /** Releases that are taken where they fit, before what is installed. */
  readonly locked?: readonly PlannedRelease[] | undefined;
  /** Absent: as the device has it. */
  readonly cycles?: CyclePolicy | undefined;
}

/** What a set is to be. */
export interface SetPlan {
  readonly wishes: readonly Wish[];
  /** Everything that is in it then, dependencies first. */
  readonly releases: readonly PlannedRelease[];
}

/** A wish, and what of it is to be chosen this time. */
interface Asked {
  readonly wish: Wish;
  readonly need: Need;
}

type Views = (id: ModuleId) => Promise<ModuleView | undefined>;

async function newestOf(device: Device, views: Views, id: ModuleId): Promise<Version> {
  const view = await views(id);
  if (view?.latest === undefined) throw new GenError('NotFound', 'module', { id });
  await requirePinnedOwner(device, view);
  requireInstallable(view);
  const { latest } = view;
  const release = view.releases.find(({ version }) => version === latest);
  if (release?.receipts.length === 0)
    throw new GenError('InvalidState', 'unconfirmed', { id, version: latest });
  return latest;
}

/** What is asked for by a version goes on to be updated within what is compatible with it. */
async function asked(device: Device, views: Views, { id, version, range }: WantedModule): Promise<Asked> {
  // A version outside the range is asked for in place of it.
  if (range !== undefined && (version === undefined || isIn(version, range)))
    return { wish: { id, range }, need: { id, range: version ?? range } };
  if (version === undefined) {
    const wish = { id, range: parseRange(`^${await newestOf(device, views, id)}`) };
    return { wish, need: wish };
  }
  return { wish: { id, range: parseRange(`^${version}`) }, need: { id, range: version } };
}

async function askedOf(
  device: Device,
  views: Views,
  { wishes }: Generation,
  { want = [], drop = [] }: SetChange,
): Promise<readonly Asked[]> {
  const changed = new Set<ModuleId>([...drop, ...want.map(({ id }) => id)]);
  const kept = wishes.filter(({ id }) => !changed.has(id));
  const wanted = want.map((one) => asked(device, views, one));
  const all = [...kept.map((wish): Asked => ({ wish, need: wish })), ...(await Promise.all(wanted))];
  return all.sort((a, b) => (a.wish.id < b.wish.id ? -1 : 1));
}

/** To ask for nothing is no way to get it. */
function noSolution(told: Clash | undefined, wanted: readonly ModuleId[]): GenError {
  const { because = [], ways = [] } = told ?? {};
  const open = ways.filter((way) => way.kind !== 'drop' || !wanted.some((id) => id === way.id));
  return new GenError('VersionConflict', 'no-solution', {
    ...(wanted[0] === undefined ? {} : { id: wanted[0] }),
    because,
    ways: open.map(wayText),
  });
}

const candidatesOf = ({ chosen, order }: Resolved): ReleaseCandidate[] =>
  order.map((id) => chosen.get(id) as ReleaseCandidate);

/** @throws GenError InvalidState `unconfirmed` for what can be had only with releases that no relay has receipted. */
function requireConfirmed(found: Resolved): void {
  const release = candidatesOf(found).find(({ isConfirmed }) => !isConfirmed);
  if (release === undefined) return;
  const { id, version } = release.planned;
  throw new GenError('InvalidState', 'unconfirmed', { id, version });
}

/**
 * What a set becomes by a change: one release of each module that something in it needs, as their signed records have them. What
 * nothing needs any more is not in it.
 *
 * @throws GenError NotFound `module`; VersionConflict `no-solution` with `because` and `ways`, both empty where the device does not
 * explain; DependencyCycle; InvalidState `unregistered` | `contested` | `owner-changed`, or `unconfirmed` where a release has no
 * receipt and was not itself asked for by its version; Network; Cancelled.
 */
export async function planChange(
  device: Device,
  before: Generation,
  change: SetChange,
  signal?: AbortSignal,
): Promise<SetPlan> {
  const { want = [], update = [], prereleases, locked = [] } = change;
  const views = moduleViews(device, signal);
  const all = await askedOf(device, views, before, change);
  const held = new Map([...before.releases, ...locked].map((release) => [release.id, release]));
  const named = new Map(
    want.flatMap(({ id, version }) => (version === undefined ? [] : [[id, version] as const])),
  );
  const isMoved = (id: ModuleId): boolean =>
    update === 'all' || update.includes(id) || want.some((one) => one.id === id);
  const preferred = new Map<string, string>(
    [...before.releases.filter(({ id }) => !isMoved(id)), ...locked].map(({ id, version }) => [id, version]),
  );
  const anew = new Set(want.map(({ id }) => id).filter((id) => !locked.some((release) => release.id === id)));
  const cycles = change.cycles ?? (await cyclePolicy(device.tables));

  async function resolved(unconfirmed: boolean) {
    const candidates = releaseCandidates(device, views, { held, anew, named, unconfirmed });
    const needs = all.map(({ need }) => need);
    const options = { preferred, cycles: 'allow', prereleases, signal } as const;
    const found = await solution(needs, candidates.provider, options);
    const clash = () => device.explain?.(needs, candidates.provider, options);
    return { found, clash, faults: candidates.faults() };
  }

  /** Nothing new is sought of it. */
  const stays = (id: ModuleId): boolean =>
    held.has(id) && held.get(id)?.version === (named.get(id) ?? preferred.get(id));

  const { found, clash, faults } = await resolved(false);
  // Else an older release would be taken for the newest, only because nobody could be asked just now.
  const unasked = faults.find(({ id, error }) => mayPass(error) && !stays(id));
  if (unasked !== undefined) throw unasked.error;
  if (found.kind === 'unsatisfiable') {
    const told = await clash();
    // What has nothing to do with it is no reason: of much that is installed, nobody new would get anything.
    const fault = faults.find(({ id }) => told === undefined || told.modules.has(id));
    if (fault !== undefined) throw fault.error;
    const loose = await resolved(true);
    if (loose.found.kind === 'resolved') requireConfirmed(loose.found);
    const wanted = want.map(({ id }) => id);
    throw noSolution(told, wanted);
  }
  if (found.kind === 'cycle') throw new GenError('DependencyCycle', 'cycle', { path: found.path });
  const releases = candidatesOf(found).map(({ planned }) => planned);
  if (cycles === 'refuse') requireNoNewCycle(before.releases, releases);
  return { wishes: all.map(({ wish }) => wish), releases };
}
