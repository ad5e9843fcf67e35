import isNewer from 'semver/functions/gt.js';
import { toHex } from '../../core/bytes.ts';
import { GenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import type { Moderation } from '../../core/view/moderation.ts';
import type { Installation } from '../../ports/module-page.ts';
import type { InstallationRow } from '../../ports/tables.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { blobBytes } from '../texts.ts';
import { neededBy } from '../uninstall.ts';

function installation(
  row: InstallationRow,
  rows: readonly InstallationRow[],
  catalogue: Catalogue,
  moderation: Moderation,
): Installation {
  const newest = catalogue.card(row.id)?.version;
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    sha256: row.sha256,
    size: row.size,
    installedAt: row.installedAt,
    wanted: row.wanted,
    neededBy: neededBy(row.id, rows),
    dependencies: row.dependencies,
    newer: newest !== undefined && isNewer(newest, row.version) ? newest : undefined,
    hidden: moderation.module(row.id),
  };
}

export async function installations(
  device: Device,
  catalogue: Catalogue,
  moderation: Moderation,
): Promise<readonly Installation[]> {
  const rows = await device.tables.all('installations');
  return [...rows]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((row) => installation(row, rows, catalogue, moderation));
}

/** The verified bytes of an installed module; their hash is checked again. @throws GenError NotFound | HashMismatch */
export async function installedBinary(device: Device, id: ModuleId): Promise<Blob> {
  const row = await device.tables.get('installations', id);
  const blob = row === undefined ? undefined : await device.tables.get('blobs', row.sha256);
  if (row === undefined || blob === undefined) throw new GenError('NotFound', 'installation', { id });
  const bytes = await blobBytes(blob);
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  if (digest !== row.sha256)
    throw new GenError('HashMismatch', 'stored', { expected: row.sha256, actual: digest });
  return new Blob([bytes], { type: 'application/wasm' });
}
