import { GenError, toGenError } from '../core/errors.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { Device } from './device.ts';
import { collectOrphans } from './orphans.ts';

interface Missing {
  readonly release: Pick<PlannedRelease, 'size'>;
  /** Bytes of it that are here. */
  readonly here: number;
}

/** Bytes: what is yet to come, and the largest once more, since it is put together of its pieces before these go. */
function neededFor(missing: readonly Missing[]): number {
  const coming = missing.reduce((sum, { release, here }) => sum + release.size - here, 0);
  return coming === 0 ? 0 : coming + Math.max(...missing.map(({ release }) => release.size));
}

/**
 * After a write that found the storage full, which a browser may not tell before: what nothing needs goes.
 *
 * @throws GenError what the write threw, where nothing could be freed.
 */
export async function madeRoom(device: Device, thrown: unknown): Promise<void> {
  const error = toGenError(thrown);
  if (error.reason !== 'storage-full' || (await collectOrphans(device, { texts: true })) === 0) throw error;
}

/**
 * Before anything is asked for: whether there is room for it. Where there is not, what nothing needs goes first.
 *
 * @throws GenError QuotaExceeded `storage-full` with `needed` and `free`, in bytes; Storage.
 */
export async function requireRoom(device: Device, missing: readonly Missing[]): Promise<void> {
  const needed = neededFor(missing);
  const before = needed === 0 ? undefined : await device.room?.();
  if (before === undefined || before >= needed) return;
  const freed = await collectOrphans(device, { texts: true });
  // Browsers tell late of what is gone.
  const free = Math.max(before + freed, (await device.room?.()) ?? 0);
  if (free < needed) throw new GenError('QuotaExceeded', 'storage-full', { needed, free });
}
