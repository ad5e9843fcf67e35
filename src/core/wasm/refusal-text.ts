import type { GenError } from '../errors.ts';

/** What the reader refused, where, and what it found there. */
export function refusalText({ reason, data }: GenError): string {
  const detail = data['detail'] === undefined ? '' : ` (${String(data['detail'])})`;
  return `${reason} at byte ${String(data['offset'])}${detail}`;
}
