import { GenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { Device } from './device.ts';
import { activeSet, setNamed } from './installed-set.ts';
import { INSTALLED_LOCK, switchWrites } from './switch-set.ts';

/** Installed modules that cannot do without this one. */
export function neededBy(
  id: ModuleId,
  releases: readonly Pick<PlannedRelease, 'id' | 'dependencies'>[],
): ModuleId[] {
  return releases
    .filter((release) => release.dependencies.some((needed) => needed.id === id && needed.optional !== true))
    .map((release) => release.id);
}

/** Modules with all that they need, of these releases and in their order. */
export function withNeeds<One extends Pick<PlannedRelease, 'id' | 'dependencies'>>(
  ids: Iterable<ModuleId>,
  releases: readonly One[],
): readonly One[] {
  const byId = new Map(releases.map((release) => [release.id, release]));
  const kept = new Set<ModuleId>(ids);
  for (const id of kept)
    for (const needed of byId.get(id)?.dependencies ?? []) if (needed.optional !== true) kept.add(needed.id);
  return releases.filter(({ id }) => kept.has(id));
}

/** What an uninstall came to. */
export interface Uninstalled {
  readonly gone: readonly ModuleId[];
  /** The number of the state that the set is in now. */
  readonly state: number;
}

/**
 * Removes a module from a set, with what only it needed. The state before stays among those that one can go back to.
 *
 * @param set absent: the active one.
 * @throws GenError NotFound | InvalidState `needed` (by an installed module); Storage.
 */
export function uninstall(device: Device, id: ModuleId, set?: string): Promise<Uninstalled> {
  return device.locks.exclusive(INSTALLED_LOCK, async () => {
    const { tables } = device;
    const before = await setNamed(tables, set ?? (await activeSet(tables)));
    const { wishes, releases } = before.generation;
    if (!releases.some((installed) => installed.id === id))
      throw new GenError('NotFound', 'installation', { id });
    const left = wishes.filter((wish) => wish.id !== id);
    // What needs it and is there for its sake alone goes with it: of modules that need each other, none could ever go else.
    const kept = withNeeds(
      left.map((wish) => wish.id),
      releases,
    );
    if (kept.some((one) => one.id === id))
      throw new GenError('InvalidState', 'needed', { id, by: neededBy(id, kept) });
    const gone = releases.filter((one) => !kept.includes(one)).map((one) => one.id);
    const next = { deed: { kind: 'uninstall', ids: [id] }, wishes: left, releases: kept } as const;
    await tables.write(await switchWrites(tables, before, next, device.clock()));
    device.announce(['installed', 'catalogue', ...gone.map((one) => `module/${one}` as const)]);
    return { gone, state: before.generation.number + 1 };
  });
}
