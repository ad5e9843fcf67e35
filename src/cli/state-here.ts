import gt from 'semver/functions/gt.js';
import { activity } from '../app/engine/activity.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import { jobAbout, moduleState, type ModuleState } from '../ports/module-state.ts';
import type { InstallationRow } from '../ports/sets.ts';
import type { Tables } from '../ports/tables.ts';

/** How it stands on this device. */
export async function stateHere(
  tables: Tables,
  module: ModuleView,
  row: InstallationRow | undefined,
): Promise<ModuleState> {
  const { latest } = module;
  const newer = row !== undefined && latest !== undefined && gt(latest, row.version) ? latest : undefined;
  const shown = row?.version ?? latest ?? module.releases[0]?.version;
  return moduleState({
    installed: row?.version,
    newer,
    job: jobAbout(await activity({ tables }), { id: module.id, installedAt: row?.installedAt, newer }),
    contradiction: module.releases.find(({ version }) => version === shown)?.contradiction,
  });
}
