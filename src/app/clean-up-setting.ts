import { GenError } from '../core/errors.ts';
import type { Micros } from '../core/ids.ts';
import type { Tables } from '../ports/tables.ts';
import type { Device } from './device.ts';

const DAYS = 'clean-up-days';
const SINCE = 'uses-counted-since';
const USUAL = 90;
const LONGEST = 3650;

/** After how many unused days a module is removed; `undefined`: never. */
export async function cleanUpDays(tables: Tables): Promise<number | undefined> {
  const row = await tables.get('settings', DAYS);
  return row === undefined ? USUAL : Number(row.value) || undefined;
}

/** @param days whole, 1 to 3650; `undefined`: never. @throws GenError InvalidInput `clean-up-days`; Storage. */
export async function setCleanUpDays(
  { tables, announce }: Pick<Device, 'tables' | 'announce'>,
  days: number | undefined,
): Promise<void> {
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= LONGEST))
    throw new GenError('InvalidInput', 'clean-up-days', { field: 'days', limit: LONGEST });
  await tables.write([{ table: 'settings', put: { key: DAYS, value: days ?? 0 } }]);
  announce(['installed']);
}

/** Since when this device writes down what is used. */
export async function countedSince({ tables, clock }: Pick<Device, 'tables' | 'clock'>): Promise<Micros> {
  const row = await tables.get('settings', SINCE);
  if (row !== undefined) return row.value as Micros;
  const now = clock();
  await tables.write([{ table: 'settings', put: { key: SINCE, value: now } }]);
  return now;
}
