import { differenceOf } from '../core/resolve/difference.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import { abilityDifference, type Ability } from '../core/wasm/abilities.ts';
import { declaredAbilities } from '../core/wasm/declared-abilities.ts';
import type { ChangeLine, PlanLine, PlanView } from '../ports/set-api.ts';
import type { PlannedRelease, SetRow } from '../ports/sets.ts';
import type { Device } from './device.ts';
import { planJob, type Asked } from './plan-job.ts';
import { moduleViews } from './release-candidates.ts';
import { setQuestion } from './set-question.ts';
import { isAsItWas } from './switch-set.ts';
import { neededBy } from './uninstall.ts';

/** What two states of a set differ in: in the order of the later one, then what goes. */
export function changeLines(
  before: readonly PlannedRelease[],
  after: readonly PlannedRelease[],
): readonly ChangeLine[] {
  const { added, updated, removed } = differenceOf(before, after);
  const replaced = new Map(updated.map(({ from, to, kind }) => [to.id, { from, kind }]));
  const came = new Set(added.map(({ id }) => id));
  return [
    ...after.flatMap(({ id, name, version: to, size }): ChangeLine[] => {
      const other = replaced.get(id);
      if (other !== undefined) return [{ id, name, from: other.from.version, to, kind: other.kind, size }];
      return came.has(id) ? [{ id, name, to, kind: 'added', size }] : [];
    }),
    ...removed.map(({ id, name, version: from, size }): ChangeLine => {
      return { id, name, from, kind: 'removed', size };
    }),
  ];
}

function declaredBy(
  view: ModuleView | undefined,
  record: string | undefined,
): readonly Ability[] | undefined {
  const release = view?.releases.find((one) => one.record === record);
  return release && declaredAbilities(release);
}

/** What is new in a release; all of it where nothing is known of the one before. */
function newIn(
  view: ModuleView | undefined,
  record: string,
  former: string | undefined,
): PlanLine['abilities'] {
  const abilities = declaredBy(view, record);
  if (abilities === undefined || former === undefined) return abilities;
  const before = (declaredBy(view, former) ?? []).filter(({ id }) => id !== 'unnamed');
  return abilityDifference(before, abilities).added;
}

/** What a change would do to a set, before anything is fetched or changed. @throws GenError as `planJob`. */
export async function planView(
  device: Device,
  set: SetRow,
  asked: Asked,
  signal?: AbortSignal,
): Promise<PlanView> {
  const { generation } = set;
  const { wishes, releases } = await planJob(device, set, asked, signal);
  const views = moduleViews(device, signal);
  const kept = new Set<string>(await device.tables.keys('blobs'));
  const wished = new Set(wishes.map(({ id }) => id));
  const [was, is] = [generation.releases, releases].map(
    (some) => new Map(some.map((release) => [release.id, release] as const)),
  );
  const lineOf = async (line: ChangeLine): Promise<PlanLine> => {
    const next = is?.get(line.id);
    if (next === undefined) return { ...line, download: 0, neededBy: [] };
    // Whoever goes back without a network may not have what the release says of itself.
    const view = await views(line.id).catch(() => undefined);
    return {
      ...line,
      download: kept.has(next.sha256) ? 0 : next.size,
      abilities: newIn(view, next.record, was?.get(line.id)?.record),
      neededBy: wished.has(line.id) ? [] : neededBy(line.id, releases),
    };
  };
  const lines = await Promise.all(changeLines(generation.releases, releases).map(lineOf));
  // A binary that several of them have is fetched once.
  const sizes = new Map(lines.map(({ id, download }) => [is?.get(id)?.sha256, download]));
  return {
    lines,
    isAsItWas: isAsItWas(set, { wishes, releases }),
    download: [...sizes.values()].reduce((sum, download) => sum + download, 0),
    question: setQuestion(generation, { wishes, releases }, asked),
  };
}
