import { decodeCapability } from '../core/access/capability-encoding.ts';
import type { Did, Micros } from '../core/ids.ts';
import { isDevicePath } from '../core/record/document.ts';
import { readBody } from '../core/record/kinds.ts';
import { capabilityMember, type CapabilityMember } from '../core/record/member.ts';
import { decodeRecord, type GenRecord } from '../core/record/record.ts';
import type { DeviceJob, OutboxRow, Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { putJob } from './jobs.ts';
import { outboxWrites } from './outbox.ts';

/** What records say that a device was handed of its person's own name. */
function handedIn(records: readonly GenRecord[]): CapabilityMember[] {
  return records.flatMap(({ path, payload }) => {
    const body = isDevicePath(path) ? readBody('device', payload) : undefined;
    if (body === undefined || !('capability' in body)) return [];
    return [capabilityMember(decodeCapability(body.capability))];
  });
}

/** Kept here too: it can be ended where the telling came to nothing. */
function handed(records: readonly GenRecord[], receivedAt: Micros): Write[] {
  return handedIn(records).map(({ id, bytes }) => ({
    table: 'capabilities',
    put: { id, bytes, receivedAt },
  }));
}

/** What a job would have told, and nobody was given after all. */
export function handedToNobody(rows: readonly OutboxRow[]): Write[] {
  const records = rows.map(({ bytes }) => decodeRecord(bytes));
  return handedIn(records).map(({ id }) => ({ table: 'capabilities', remove: id }));
}

/** Stores what is said of a device of this person, in their document and in those of modules; `deliver` sends it. */
export function putDeviceJob(
  device: Device,
  said: { readonly id: string; readonly device: Did; readonly name: string; readonly ends: boolean },
  records: readonly GenRecord[],
): Promise<DeviceJob> {
  const now = device.clock();
  const job: DeviceJob = {
    ...said,
    kind: 'device',
    state: 'signed',
    createdAt: now,
    updatedAt: now,
    attempts: 0,
  };
  return putJob(device, job, {}, [...handed(records, now), ...outboxWrites(job.id, records)]);
}
