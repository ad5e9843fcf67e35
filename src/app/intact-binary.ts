import { toHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { streamHash } from '../core/hash.ts';
import type { ModuleId } from '../core/ids.ts';
import type { BlobRow } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { installedRow } from './installed-set.ts';
import { requestSetChange } from './request-change.ts';

/** Microseconds for which a comparison with the hash is believed. */
const CHECKED_FOR = 7 * 24 * 3_600_000_000;
/** Bytes that are held at a time. */
const PIECE = 1024 * 1024;

async function hashOf({ content, size }: BlobRow): Promise<string> {
  const hash = streamHash();
  for (let at = 0; at < size; at += PIECE) {
    const piece =
      content instanceof Uint8Array
        ? content.subarray(at, at + PIECE)
        : new Uint8Array(await content.slice(at, at + PIECE).arrayBuffer());
    hash.update(piece);
  }
  return toHex(hash.digest());
}

/**
 * The binary of an installed module, for use. It is compared with its hash when that was not done for a week; one that does not fit
 * is thrown away. What is not there is queued to be fetched again, as the very release that is installed.
 *
 * @param set the one that it is installed in.
 * @throws GenError NotFound `installation` | `binary-lost`; HashMismatch `stored`; Storage.
 */
export async function intactBinary(device: Device, id: ModuleId, set: string): Promise<BlobRow> {
  const { tables, clock } = device;
  const release = await installedRow(tables, id, set);
  if (release === undefined) throw new GenError('NotFound', 'installation', { id });
  const { sha256, installedAt } = release;
  const row = await tables.get('blobs', sha256);
  if (row === undefined) {
    await requestSetChange(device, { kind: 'repair' }, { set });
    throw new GenError('NotFound', 'binary-lost', { id, sha256 });
  }
  const checkedAt = (await tables.get('checks', sha256))?.checkedAt ?? installedAt;
  const age = clock() - checkedAt;
  // Compared in the future: by a clock that was put back since.
  if (age >= 0 && age <= CHECKED_FOR) return row;
  const actual = await hashOf(row).catch(() => 'unreadable');
  if (actual === sha256) {
    await tables.write([{ table: 'checks', put: { sha256, checkedAt: clock() } }]);
    return row;
  }
  await tables.write([
    { table: 'blobs', remove: sha256 },
    { table: 'checks', remove: sha256 },
  ]);
  await requestSetChange(device, { kind: 'repair' }, { set });
  throw new GenError('HashMismatch', 'stored', { id, expected: sha256, actual });
}
