import { GenError } from '../core/errors.ts';
import type { Device } from './device.ts';

const SETTING = 'index-interval';
/** Seconds. */
const USUAL = 60;
const LONGEST = 3600;

/** Seconds that records of others may wait for the index. */
export async function indexInterval({ tables }: Pick<Device, 'tables'>): Promise<number> {
  const row = await tables.get('settings', SETTING);
  return row === undefined ? USUAL : Number(row.value);
}

/** @param seconds 0: at once. @throws GenError InvalidInput `index-interval` unless whole and 0 to 3600; Storage. */
export async function setIndexInterval({ tables }: Pick<Device, 'tables'>, seconds: number): Promise<void> {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST) {
    throw new GenError('InvalidInput', 'index-interval', { field: 'seconds', limit: LONGEST });
  }
  await tables.write([{ table: 'settings', put: { key: SETTING, value: seconds } }]);
}
