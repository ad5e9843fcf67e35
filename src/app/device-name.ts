import { toBase64Url } from '../core/bytes.ts';
import type { Tables } from '../ports/tables.ts';

const DEVICE = 'device';

/** A stable random name for this device: with the identity it makes the peer id, so that a relay keeps one sync state. */
export async function deviceName(tables: Tables): Promise<string> {
  const row = await tables.get('settings', DEVICE);
  if (row !== undefined) return row.value as string;
  const name = toBase64Url(crypto.getRandomValues(new Uint8Array(9)));
  await tables.write([{ table: 'settings', put: { key: DEVICE, value: name } }]);
  return name;
}
