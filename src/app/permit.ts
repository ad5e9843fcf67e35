import { fromBase64Url } from '../core/bytes.ts';
import type { Did, ModuleId } from '../core/ids.ts';
import { modulePath } from '../core/record/document.ts';
import { writeBody, type RawBody } from '../core/record/kinds.ts';
import { signRecord } from '../core/record/record.ts';
import type { PermitJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { putJob } from './jobs.ts';
import { nextTimestamp } from './known-records.ts';
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
  { set }: Known,
  permission: Permission,
  { id, to, body }: Permit,
  job: string,
): Promise<PermitJob> {
  const signer = await device.identity.signer();
  const now = device.clock();
  const record = await signRecord(
    {
      namespace: device.namespace,
      subspace: permission.subspace,
      path: ['modules', ...modulePath(id), 'publishers', to],
      timestamp: nextTimestamp(set, now),
      credential: fromBase64Url(permission.id),
      payload: writeBody('publisher', body),
    },
    (message) => signer.sign(message),
  );
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
