import { documentOf, FIRST_EPOCH, isDevicePath } from '../core/record/document.ts';
import { decodeRecord, type GenRecord } from '../core/record/record.ts';
import type { JobRow, OutboxRow, Tables, Write } from '../ports/tables.ts';

/**
 * Held by whoever reads rows and writes them anew: the drainer puts what the relay answered, the engine removes
 * what it met in a document, and neither may bring back or lose a row of the other's.
 */
export const OUTBOX_LOCK = 'outbox';

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

/** In the order in which they were made. */
export async function rowsOf(tables: Tables, job: string): Promise<OutboxRow[]> {
  const rows = await tables.all('outbox');
  return rows.filter((row) => row.job === job).sort((a, b) => a.order - b.order);
}

export function asState(rows: readonly OutboxRow[], state: OutboxRow['state']): Write[] {
  return rows.map((row) => ({ table: 'outbox', put: { ...row, state } }));
}

/** Nothing shows or sends these any more; what was receipted stands whatever became of the rest. */
export function buried(rows: readonly OutboxRow[]): Write[] {
  return asState(
    rows.filter(({ state }) => state !== 'receipted'),
    'refused',
  );
}

export function removals(rows: readonly OutboxRow[]): Write[] {
  return rows.map(({ id }) => ({ table: 'outbox', remove: id }));
}

function isRelease({ bytes }: OutboxRow): boolean {
  const { path } = decodeRecord(bytes);
  return path[0] === 'modules' && path[path.indexOf('@') + 1] === 'versions';
}

function isOfDevice({ bytes }: OutboxRow): boolean {
  return isDevicePath(decodeRecord(bytes).path);
}

/**
 * What goes out next: a release alone before what describes it, so that a relay that refuses the release has changed nothing
 * of the module; what a person says of a device alone before what their modules say of it.
 */
export function nextRows(rows: readonly OutboxRow[], kind: JobRow['kind']): OutboxRow[] {
  const ready = rows.filter(({ state }) => state === 'ready');
  const first = ready.filter(kind === 'device' ? isOfDevice : isRelease);
  return first.length > 0 ? first : ready;
}
