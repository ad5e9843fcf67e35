import type { Catalogue } from '../app/catalogue.ts';
import type { Device } from '../app/device.ts';
import { fetchDocument } from '../app/http-source.ts';
import { SHARD_FORMAT } from '../app/stored-shard.ts';
import { toHex } from '../core/bytes.ts';
import type { Micros, NamespaceId } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { memberIdOf } from '../core/record/record.ts';
import type { DocumentRow, Tables } from '../ports/tables.ts';

interface ShelvedAs {
  /** Whose catalogue it is; absent: rows are of nobody that is known here. */
  readonly namespace: NamespaceId | undefined;
  readonly now: Micros;
}

/** Puts a shard's row into the catalogue, if it was made of this very state of the document. */
async function restored(
  tables: Tables,
  catalogue: Catalogue,
  { path, etag }: DocumentRow,
  { namespace, now }: ShelvedAs,
): Promise<boolean> {
  const row = await tables.get('shards', path);
  try {
    if (row?.format !== SHARD_FORMAT || etag === '' || row.heads[0] !== etag) return false;
    if (namespace === undefined || row.namespace !== toHex(namespace)) return false;
    catalogue.restore(path as DocumentPath, row, row.heads, now);
    return true;
  } catch {
    // Of another format, or spoilt: made anew of the document.
    return false;
  }
}

/** A document as it was kept, into the catalogue: by its stored row, else card by card. @returns whether by its row. */
export async function shelveRow(
  tables: Tables,
  catalogue: Catalogue,
  row: DocumentRow,
  as: ShelvedAs,
): Promise<boolean> {
  if (await restored(tables, catalogue, row, as)) return true;
  const entries = row.members.map((bytes) => ({ id: memberIdOf(bytes), bytes }));
  catalogue.addShard(row.path as DocumentPath, entries, { checked: true }, as.now);
  return false;
}

/** A shard as the relay has it now, into the catalogue; its row is stored for the next time. */
export async function shelveShard(
  device: Pick<Device, 'tables' | 'relay' | 'namespace' | 'clock'>,
  catalogue: Catalogue,
  path: DocumentPath,
  signal: AbortSignal,
): Promise<void> {
  const { tables, namespace, clock } = device;
  const { row } = await fetchDocument(device, path, signal);
  const as = { namespace, now: clock() };
  if (row.members.length === 0 || (await shelveRow(tables, catalogue, row, as))) return;
  catalogue.levelled(path, [row.etag]);
  const stored = catalogue.stored(path);
  const put = { path, namespace: toHex(namespace), format: SHARD_FORMAT, heads: [row.etag], ...stored };
  await tables.write([{ table: 'shards', put }]);
}
