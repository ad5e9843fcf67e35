import isIn from 'semver/functions/satisfies.js';
import { GenError } from '../../core/errors.ts';
import type { ModuleId, Version } from '../../core/ids.ts';
import { cyclesAmong, depthsFrom, edgesOf } from '../../core/resolve/graph.ts';
import { resolution } from '../../core/resolve/resolution.ts';
import type { Dependency } from '../../core/view/module-view.ts';
import type { GraphModule, MissingPart, ModuleGraph } from '../../ports/graph.ts';
import type { Device } from '../device.ts';
import { installedNodes, type InstalledNode } from '../installed-nodes.ts';
import { graphSource, MOST_MODULES, type GraphRelease, type GraphSource } from './graph-releases.ts';

/** Microseconds since the last module was read: a search that takes longer is given up, as it holds up all other answers. */
const SEARCH_TIME = 2_000_000;

/** A module at the version that was found for it; without one nothing is known of what it needs. */
interface Found {
  readonly id: ModuleId;
  readonly name: string | undefined;
  readonly version: Version | undefined;
  readonly dependencies: readonly Dependency[];
  readonly missing?: MissingPart | undefined;
}

/** Thrown through the solver, which cannot go on without knowing. */
const UNREAD = 'unread-module';

type Solution = Pick<ModuleGraph, 'because'> & { readonly chosen?: ReadonlyMap<string, string> };

/** Which releases go together. */
async function solved(
  device: Device,
  root: { readonly id: ModuleId; readonly version: Version },
  installed: readonly InstalledNode[],
  source: GraphSource,
): Promise<Solution> {
  let until = device.clock() + SEARCH_TIME;
  try {
    const found = await resolution(
      [{ id: root.id, range: root.version }],
      async (id) => {
        const { releases, isUnread, isAbsent } = await source.of(id as ModuleId);
        until = device.clock() + SEARCH_TIME;
        if (isUnread === true) throw new GenError('NotFound', UNREAD, { id });
        return isAbsent === true ? undefined : releases;
      },
      {
        cycles: 'allow',
        preferred: new Map(installed.map(({ id, version }) => [id, version])),
        signal: {
          get aborted() {
            return device.clock() > until;
          },
        },
      },
    );
    if (found.kind === 'unsatisfiable') return { because: found.because };
    if (found.kind === 'cycle') return {};
    return { chosen: new Map([...found.chosen].map(([id, { version }]) => [id, version])) };
  } catch (thrown) {
    const isExpected =
      thrown instanceof GenError && (thrown.reason === UNREAD || thrown.code === 'Cancelled');
    if (isExpected) return {};
    throw thrown;
  }
}

/** How one release of a module is picked, given who asks first. */
type PickRelease = (
  id: ModuleId,
  range: string,
  releases: readonly GraphRelease[],
) => GraphRelease | undefined;

function pickFrom({ chosen }: Solution, installed: readonly InstalledNode[]): PickRelease {
  if (chosen !== undefined)
    return (id, _, releases) => releases.find(({ version }) => version === chosen.get(id));
  return (id, range, releases) => {
    const fitting = releases.filter(({ version }) => isIn(version, range));
    const here = installed.find((node) => node.id === id)?.version;
    return fitting.find(({ version }) => version === here) ?? fitting[0];
  };
}

/** All that is needed, level by level. */
async function followed(root: Dependency, source: GraphSource, pick: PickRelease): Promise<readonly Found[]> {
  const found = new Map<ModuleId, Found>();
  let level: readonly Dependency[] = [root];
  while (level.length > 0) {
    const fresh = new Map<ModuleId, Dependency>();
    for (const need of level) if (!found.has(need.id) && !fresh.has(need.id)) fresh.set(need.id, need);
    const read = await Promise.all(
      [...fresh.values()].map(async ({ id, range }): Promise<Found> => {
        const { name, releases, isUnread, isAbsent } = await source.of(id);
        const release = pick(id, range, releases);
        if (release !== undefined)
          return { id, name, version: release.version, dependencies: release.dependencies };
        const other: MissingPart = isAbsent === true ? 'module' : 'release';
        return {
          id,
          name,
          version: undefined,
          dependencies: [],
          missing: isUnread === true ? 'unread' : other,
        };
      }),
    );
    for (const one of read) found.set(one.id, one);
    level = read.flatMap(({ dependencies }) => dependencies.filter(({ optional }) => optional !== true));
  }
  return [...found.values()];
}

/** Everything a module brings, and the installed ones that need it. */
export async function moduleGraph(device: Device, id: ModuleId, asked?: Version): Promise<ModuleGraph> {
  const installed = await installedNodes(device.tables);
  const source = graphSource(device, installed, { id, version: asked });
  const version = (await source.of(id)).releases[0]?.version;
  const solution = version === undefined ? {} : await solved(device, { id, version }, installed, source);
  const root = { id, range: (version ?? '*') as Dependency['range'] };
  const needed = await followed(root, source, pickFrom(solution, installed));

  const isNeeded = new Set(needed.map((one) => one.id));
  const dependents = depthsFrom([id], installed, 'dependents');
  const needing = installed.filter((node) => dependents.has(node.id) && !isNeeded.has(node.id));
  const all: readonly Found[] = [...needed, ...needing];
  const nodes = all.map((one) => ({ ...one, version: one.version ?? '' }));
  const depths = depthsFrom(
    [id],
    nodes.filter((node) => isNeeded.has(node.id)),
  );
  const placed = all
    .map((one): GraphModule => ({
      id: one.id,
      name: one.name,
      version: one.version,
      installed: installed.find((node) => node.id === one.id)?.version,
      depth: depths.get(one.id) ?? -(dependents.get(one.id) ?? 0),
      missing: one.missing,
    }))
    .sort((a, b) => Math.abs(a.depth) - Math.abs(b.depth) || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_MODULES);
  const shown = new Set<string>(placed.map((one) => one.id));
  return {
    nodes: placed,
    edges: edgesOf(nodes).filter(({ from, to }) => shown.has(from) && shown.has(to)),
    cycles: cyclesAmong(nodes.filter((node) => shown.has(node.id))),
    isSolved: solution.chosen !== undefined,
    because: solution.because,
    isCut: source.isCut() || all.length > placed.length,
  };
}
