import type { DocumentPath } from '../core/record/document.ts';
import type { Account } from './account.ts';
import type { Limits } from './config.ts';
import { quota } from './quota.ts';

/**
 * Takes the place of one more record on an account.
 *
 * @throws GenError QuotaExceeded `records` | `record-bytes` | `document-bytes`
 */
export type ChargeRecord = (account: Account, document: DocumentPath, bytes: number) => void;

type RecordLimits = Pick<Limits, 'recordsPerHour' | 'recordBytesPerHour' | 'documentBytesPerHour'>;

const HOUR_MS = 3_600_000;

/** @param clock milliseconds. */
export function recordQuota(limits: RecordLimits, clock: () => number): ChargeRecord {
  const hourly = (reason: string, limit: number) => quota({ reason, limit, windowMs: HOUR_MS }, clock);
  const records = hourly('records', limits.recordsPerHour);
  const bytes = hourly('record-bytes', limits.recordBytesPerHour);
  const inDocument = hourly('document-bytes', limits.documentBytesPerHour);
  return (account, document, size) => {
    inDocument.use(`${account} ${document}`, size);
    bytes.use(account, size);
    records.use(account, 1);
  };
}
