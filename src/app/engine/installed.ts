import isNewer from 'semver/functions/gt.js';
import { isBreaking } from '../../core/resolve/compatible.ts';
import type { Moderation } from '../../core/view/moderation.ts';
import type { Installation } from '../../ports/module-page.ts';
import type { UseRow } from '../../ports/kept-rows.ts';
import type { InstallationRow, SetRow } from '../../ports/sets.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { activeSet, rowsOf, setNamed } from '../installed-set.ts';
import { neededBy } from '../uninstall.ts';
import { usesById } from '../uses.ts';

function installation(
  row: InstallationRow,
  { generation, auto = [] }: SetRow,
  catalogue: Catalogue,
  moderation: Moderation,
  use: UseRow | undefined,
): Installation {
  const newest = catalogue.card(row.id)?.version;
  const newer = newest !== undefined && isNewer(newest, row.version) ? newest : undefined;
  const wish = generation.wishes.find(({ id }) => id === row.id);
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    sha256: row.sha256,
    size: row.size,
    installedAt: row.installedAt,
    openedAt: use?.openedAt,
    usedAt: use?.usedAt,
    wanted: row.wanted,
    wish: wish && { range: wish.range, auto: auto.includes(row.id) },
    neededBy: neededBy(row.id, generation.releases),
    dependencies: row.dependencies,
    newer,
    isBreaking: newer !== undefined && isBreaking(row.version, newer),
    hidden: moderation.module(row.id),
  };
}

export async function installations(
  device: Device,
  catalogue: Catalogue,
  moderation: Moderation,
): Promise<readonly Installation[]> {
  const set = await setNamed(device.tables, await activeSet(device.tables));
  const uses = await usesById(device.tables);
  return [...rowsOf(set.generation)]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((row) => installation(row, set, catalogue, moderation, uses.get(row.id)));
}
