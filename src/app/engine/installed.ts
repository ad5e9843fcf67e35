import isNewer from 'semver/functions/gt.js';
import { toHex } from '../../core/bytes.ts';
import { GenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import { isBreaking } from '../../core/resolve/compatible.ts';
import type { Moderation } from '../../core/view/moderation.ts';
import type { Installation } from '../../ports/module-page.ts';
import type { UseRow } from '../../ports/kept-rows.ts';
import type { InstallationRow, SetRow } from '../../ports/sets.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { activeSet, installedRow, rowsOf, setNamed } from '../installed-set.ts';
import { blobBytes } from '../texts.ts';
import { neededBy } from '../uninstall.ts';
import { noteUsed, usesById } from '../uses.ts';

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

/** The verified bytes of an installed module; their hash is checked again. @throws GenError NotFound | HashMismatch */
export async function installedBinary(device: Device, id: ModuleId): Promise<Blob> {
  const row = await installedRow(device.tables, id);
  const blob = row === undefined ? undefined : await device.tables.get('blobs', row.sha256);
  if (row === undefined || blob === undefined) throw new GenError('NotFound', 'installation', { id });
  const bytes = await blobBytes(blob);
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  if (digest !== row.sha256)
    throw new GenError('HashMismatch', 'stored', { expected: row.sha256, actual: digest });
  await noteUsed(device, id);
  return new Blob([bytes], { type: 'application/wasm' });
}
