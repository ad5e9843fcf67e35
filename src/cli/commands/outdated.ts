import { setNamed } from '../../app/installed-set.ts';
import { knownModule } from '../../app/known-records.ts';
import { newerReleases, rangesOf, type NewerReleases } from '../../app/newer-releases.ts';
import type { Device } from '../../app/device.ts';
import { toGenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import { isBreaking } from '../../core/resolve/compatible.ts';
import type { InstalledRelease } from '../../ports/sets.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { namedSet } from '../named-set.ts';
import { table } from '../output.ts';

interface Outdated extends NewerReleases {
  readonly id: ModuleId;
  readonly installed: string;
  /** Whether the newest of all is within `^` of what is installed. */
  readonly compatible: boolean | undefined;
}

/** `gen outdated`: what of a set has newer releases, by its modules' documents: the relay's now, or as they were last kept. */
export async function outdated(context: Context, options: { readonly set?: string }): Promise<ExitCode> {
  const { device } = await context.device();
  const set = await namedSet(device.tables, options.set);
  const { generation } = await setNamed(device.tables, set);
  const modules: Outdated[] = [];
  const unknown: ModuleId[] = [];
  for (const release of generation.releases.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const newer = await newerThan(device, release, rangesOf(release.id, generation), context.signal);
    if (newer === undefined) unknown.push(release.id);
    else if (newer.newest !== undefined || newer.within !== undefined)
      modules.push(outdatedOne(release, newer));
  }
  context.out.result({ set, modules, unknown }, () =>
    modules.length === 0
      ? []
      : table([
          ['ID', 'INSTALLED', 'WITHIN RANGE', 'NEWEST', ''],
          ...modules.map(({ id, installed, within, newest, compatible }) => [
            id,
            installed,
            within ?? '',
            newest ?? '',
            compatible === false ? 'breaking' : '',
          ]),
        ]),
  );
  if (modules.length === 0 && unknown.length === 0) context.out.note('Everything is the newest there is.');
  if (modules.some(({ within }) => within !== undefined))
    context.out.note('"gen update" takes what is within range; for the rest: gen install ID');
  if (unknown.length > 0) context.out.note(`Nobody could be asked about ${unknown.join(', ')}.`);
  return EXIT.ok;
}

function outdatedOne({ id, version }: InstalledRelease, { within, newest }: NewerReleases): Outdated {
  const compatible = newest === undefined ? undefined : !isBreaking(version, newest);
  return { id, installed: version, within, newest, compatible };
}

/** @returns `undefined` where its document is not to be had. @throws GenError Cancelled. */
async function newerThan(
  device: Device,
  { id, version }: InstalledRelease,
  ranges: ReturnType<typeof rangesOf>,
  signal: AbortSignal,
): Promise<NewerReleases | undefined> {
  try {
    const view = await knownModule(device, id, signal);
    return view === undefined ? {} : newerReleases(view, version, ranges);
  } catch (thrown) {
    const error = toGenError(thrown);
    if (error.code === 'Cancelled') throw error;
    return undefined;
  }
}
