import { GenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import type { InstallationRow, Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { INSTALLED_LOCK } from './installed-mark.ts';
import { isFinished } from './jobs.ts';

export function neededBy(id: ModuleId, rows: readonly InstallationRow[]): ModuleId[] {
  return rows
    .filter((row) => row.dependencies.some((dependency) => dependency.id === id))
    .map((row) => row.id);
}

/** What is there only because something needed it, and nothing does any more. */
function orphans(rows: readonly InstallationRow[]): InstallationRow[] {
  const kept = [...rows];
  const removed: InstallationRow[] = [];
  for (;;) {
    const index = kept.findIndex((row) => !row.wanted && neededBy(row.id, kept).length === 0);
    if (index < 0) return removed;
    removed.push(...kept.splice(index, 1));
  }
}

/** Blobs that an installation, an open job or an outgoing record still names stay. */
async function unusedBlobs(
  device: Device,
  removed: readonly InstallationRow[],
  kept: readonly InstallationRow[],
): Promise<Write[]> {
  const jobs = await device.tables.all('jobs');
  const inUse = new Set<string>(kept.map(({ sha256 }) => sha256));
  for (const job of jobs) {
    if (job.kind === 'publish' && job.state !== 'receipted') inUse.add(job.sha256);
    if (job.kind === 'install' && !isFinished(job))
      for (const { sha256 } of job.plan ?? []) inUse.add(sha256);
  }
  return removed
    .filter(({ sha256 }) => !inUse.has(sha256))
    .map(({ sha256 }) => ({ table: 'blobs', remove: sha256 }));
}

/**
 * Removes an installation with what only it needed.
 *
 * @throws GenError NotFound | InvalidState `needed` (by an installed module); Storage.
 */
export function uninstall(device: Device, id: ModuleId): Promise<void> {
  return device.locks.exclusive(INSTALLED_LOCK, () => uninstallAlone(device, id));
}

async function uninstallAlone(device: Device, id: ModuleId): Promise<void> {
  const rows = await device.tables.all('installations');
  const row = rows.find((installed) => installed.id === id);
  if (row === undefined) throw new GenError('NotFound', 'installation', { id });
  const needing = neededBy(id, rows);
  if (needing.length > 0) throw new GenError('InvalidState', 'needed', { id, by: needing });
  const rest = rows.filter((installed) => installed.id !== id);
  const removed = [row, ...orphans(rest)];
  const gone = new Set(removed.map((installed) => installed.id));
  const kept = rows.filter((installed) => !gone.has(installed.id));
  await device.tables.write([
    ...removed.flatMap((installed): Write[] => [
      { table: 'installations', remove: installed.id },
      { table: 'proofs', remove: installed.id },
    ]),
    ...(await unusedBlobs(device, removed, kept)),
  ]);
  device.announce([
    'installed',
    'catalogue',
    ...removed.map((installed) => `module/${installed.id}` as const),
  ]);
}
