import { documentOf, FIRST_EPOCH } from '../core/record/document.ts';
import type { GenRecord } from '../core/record/record.ts';
import type { OutboxRow, Write } from '../ports/tables.ts';

let lastOrder = 0;

/** Grows with every call and with the clock, so that rows of one device keep the order they were made in. */
function nextOrder(): number {
  lastOrder = Math.max(lastOrder + 1, Date.now() * 1000);
  return lastOrder;
}

/** Signed records of a job as rows; `capability` travels with each that stands through it. */
export function outboxWrites(job: string, records: readonly GenRecord[]): Write[] {
  return records.map((record) => ({
    table: 'outbox',
    put: {
      id: record.id,
      job,
      document: documentOf(record, FIRST_EPOCH),
      bytes: record.bytes,
      state: 'ready',
      order: nextOrder(),
    } satisfies OutboxRow,
  }));
}
