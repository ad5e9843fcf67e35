import type { Sha256 } from '../core/ids.ts';
import type { ServedSnapshots } from '../core/view/signed-snapshots.ts';

/**
 * Where a fresh device gets the catalogue as files, before the difference comes by sync. Nothing that comes back is
 * believed: callers verify the list (`verifySnapshots`) and judge what the files hold.
 *
 * @throws GenError as the methods of `RelayClient`, by every method.
 */
export interface SnapshotSource {
  /** @returns `undefined` where the relay has none: the catalogue is had by sync alone. */
  snapshots(signal?: AbortSignal): Promise<ServedSnapshots | undefined>;
  /**
   * The whole file with its hash checked; a stream that breaks is resumed once.
   *
   * @param size bytes, as the list has it: more are not read.
   * @throws also GenError NotFound `blob` (a newer list has taken its place) | HashMismatch | QuotaExceeded `too-large`
   */
  snapshot(sha256: Sha256, size: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}
