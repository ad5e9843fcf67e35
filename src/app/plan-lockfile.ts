import { toHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import type { Generation, Locked, Pin, PlannedRelease } from '../ports/sets.ts';
import type { Device } from './device.ts';
import { planChange, type SetPlan } from './plan.ts';
import { moduleViews, plannedOf } from './release-candidates.ts';

/**
 * @param installed records. @throws GenError HashMismatch `lockfile`: the registry has this version, and it is something else;
 * InvalidState `unconfirmed`: who wrote the lockfile has not said yes to it for somebody else.
 */
function pinned(
  view: ModuleView | undefined,
  { id, version, sha256, record }: Pin,
  installed: ReadonlySet<string>,
): PlannedRelease | undefined {
  const release = view?.releases.find((one) => one.version === version);
  if (view === undefined || release === undefined) return undefined;
  if (release.sha256 !== sha256)
    throw new GenError('HashMismatch', 'lockfile', { id, version, expected: sha256, actual: release.sha256 });
  if (release.receipts.length === 0 && !installed.has(release.record))
    throw new GenError('InvalidState', 'unconfirmed', { id, version });
  return release.record === record || !release.contradiction ? plannedOf(view, release) : undefined;
}

/**
 * A set as a lockfile has it: its releases, yanked or not, as their signed records have them. What cannot be had any more is resolved
 * anew, or refused where the lockfile is frozen.
 *
 * @throws GenError InvalidInput `lockfile-namespace`; HashMismatch `lockfile`; InvalidState `unconfirmed`; VersionConflict `frozen`, or
 * `bundle` of one, with what differs in `modules`; as `planChange`.
 */
export async function planLockfile(
  device: Device,
  before: Generation,
  { namespace, wishes, pins, frozen, beside = false, cycles }: Locked,
  signal?: AbortSignal,
): Promise<SetPlan> {
  const here = toHex(device.namespace);
  if (namespace !== undefined && namespace !== here)
    throw new GenError('InvalidInput', 'lockfile-namespace', { namespace, here });
  const views = moduleViews(device, signal);
  const installed = new Set(before.releases.map(({ record }) => record));
  const found = await Promise.all(pins.map(async (pin) => pinned(await views(pin.id), pin, installed)));
  const locked = found.filter((release) => release !== undefined);
  const wished = new Set<ModuleId>(wishes.map(({ id }) => id));
  const others = before.wishes.map(({ id }) => id).filter((id) => !wished.has(id));
  const change = { want: wishes, drop: beside ? [] : others, locked, cycles };
  const plan = await planChange(device, before, change, signal);
  if (!frozen) return plan;
  const [asked, chosen] = [pins, plan.releases].map((some) => new Set(some.map(({ record }) => record)));
  const differing = (beside ? pins : [...pins, ...plan.releases]).filter(
    ({ record }) => !(asked?.has(record) === true && chosen?.has(record) === true),
  );
  if (differing.length === 0) return plan;
  throw new GenError('VersionConflict', beside ? 'bundle' : 'frozen', {
    modules: [...new Set(differing.map(({ id, version }) => `${id} ${version}`))],
  });
}
