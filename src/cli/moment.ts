import { GenError } from '../core/errors.ts';
import { parseMicros, type Micros } from '../core/ids.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/u;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/u;

/**
 * `2027-03-01`, where that day begins in UTC, or a time with its zone.
 *
 * @throws GenError InvalidInput `moment`.
 */
export function parseMoment(text: string): Micros {
  const millis = DAY.test(text) || TIME.test(text) ? Date.parse(text) : Number.NaN;
  // `2027-02-30` is read as a day in March.
  const isDay = !DAY.test(text) || (millis >= 0 && new Date(millis).toISOString().startsWith(text));
  if (!(millis >= 0) || !isDay) throw new GenError('InvalidInput', 'moment', { field: 'until', value: text });
  return parseMicros(millis * 1000);
}
