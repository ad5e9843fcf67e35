import { GenError } from '../core/errors.ts';
import type { DownloadSettings } from '../ports/downloads.ts';
import type { Tables } from '../ports/tables.ts';

const SETTING = 'downloads';
const USUAL: DownloadSettings = { parallel: 4, relays: [] };

export const MOST_PARALLEL = 8;
/** Bytes a second: less would not bring a module in a day. */
const SLOWEST = 1000;
const MOST_RELAYS = 8;

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** @returns the address as it is kept. @throws GenError InvalidInput `relay-address` */
function relayAddress(text: string): string {
  const url = URL.parse(text.trim());
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (
    url === null ||
    !isSafe ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  )
    throw new GenError('InvalidInput', 'relay-address', { field: 'relays', address: text.slice(0, 200) });
  return url.href.replace(/\/+$/, '');
}

export async function downloadSettings(tables: Tables): Promise<DownloadSettings> {
  const row = await tables.get('settings', SETTING);
  return { ...USUAL, ...(row?.value as Partial<DownloadSettings> | undefined) };
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** @throws GenError InvalidInput `parallel` | `bandwidth` | `relay-address` | `too-many-relays`; Storage. */
export async function setDownloadSettings(tables: Tables, settings: DownloadSettings): Promise<void> {
  const { parallel, perSecond, relays } = settings;
  if (!isWhole(parallel, 1, MOST_PARALLEL))
    throw new GenError('InvalidInput', 'parallel', { field: 'parallel', limit: MOST_PARALLEL });
  if (perSecond !== undefined && !isWhole(perSecond, SLOWEST, Number.MAX_SAFE_INTEGER))
    throw new GenError('InvalidInput', 'bandwidth', { field: 'perSecond', least: SLOWEST });
  if (relays.length > MOST_RELAYS)
    throw new GenError('InvalidInput', 'too-many-relays', { field: 'relays', limit: MOST_RELAYS });
  const value: DownloadSettings = {
    parallel,
    ...(perSecond === undefined ? {} : { perSecond }),
    relays: [...new Set(relays.map(relayAddress))],
  };
  await tables.write([{ table: 'settings', put: { key: SETTING, value } }]);
}
