import type { Did, ModuleId } from '../core/ids.ts';
import type { RawBody } from '../core/record/kinds.ts';
import type { Signer } from '../ports/identity.ts';
import type { PermitJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { sayOfPublisher } from './device-share.ts';
import { putJob } from './jobs.ts';
import { outboxWrites } from './outbox.ts';
import type { Known, Permission } from './permission.ts';

export interface Permit {
  readonly id: ModuleId;
  readonly to: Did;
  readonly body: RawBody<'publisher'>;
}

/** Signs and stores what is said of a publisher; `deliver` sends it. */
export async function putPermit(
  device: Device,
  known: Known,
  { permission, signer }: { permission: Permission; signer: Signer },
  { id, to, body }: Permit,
  job: string,
): Promise<PermitJob> {
  const now = device.clock();
  const record = await sayOfPublisher(device, known, { permission, signer }, { id, to, body });
  const row: PermitJob = {
    id: job,
    kind: 'permit',
    module: id,
    to,
    ends: 'withdraw' in body,
    state: 'signed',
    createdAt: now,
    updatedAt: now,
    attempts: 0,
  };
  return putJob(device, row, {}, outboxWrites(job, [record]));
}
