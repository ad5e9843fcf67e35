import { GenError } from '../core/errors.ts';
import type { ModuleId } from '../core/ids.ts';
import { moduleDocument, modulePath } from '../core/record/document.ts';
import { writeBody } from '../core/record/kinds.ts';
import type { Member } from '../core/record/member.ts';
import { ownershipOf } from '../core/view/ownership.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { HandOverJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { mainSigner } from './hand-over.ts';
import { newJobId, putJob } from './jobs.ts';
import { knownRecords } from './known-records.ts';
import { outboxWrites } from './outbox.ts';
import { signCommunal } from './sign-communal.ts';

/**
 * Claims a name that its owner hands over to this person; the relay's naming key grants it. `deliver` sends the claim.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError NotFound `module` | `offer`; InvalidState `owned` where it is theirs already; PermissionDenied `main-key`;
 * Network where the module is unknown; Storage.
 */
export async function takeOver(device: Device, id: ModuleId, jobId = newJobId()): Promise<HandOverJob> {
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'hand-over') return asked;
  const { did } = await mainSigner(device);
  const known = await knownRecords(device, moduleDocument(id));
  const now = device.clock();
  const { name } = ownershipOf(known, id, device.namespace, now);
  if (name === undefined) throw new GenError('NotFound', 'module', { id });
  if (name.grant.to === did) throw new GenError('InvalidState', 'owned', { id });
  if (name.offer?.to !== did) throw new GenError('NotFound', 'offer', { id });
  const place = ['claims', ...modulePath(id)];
  const claim = await signCommunal(device, place, writeBody('claim', {}), known);
  const job: HandOverJob = {
    id: jobId,
    kind: 'hand-over',
    module: id,
    deed: 'take',
    to: did,
    state: 'signed',
    createdAt: now,
    updatedAt: now,
    attempts: 0,
  };
  return putJob(device, job, {}, outboxWrites(job.id, [claim]));
}

/**
 * A claim is done when the name is granted, and not when it is receipted only.
 *
 * @throws GenError Network `nonsense` for an answer that shows no grant: the claim is asked again.
 */
export function requireTaken(
  { namespace, clock }: Device,
  job: HandOverJob,
  answered: Iterable<Member>,
): void {
  if (job.deed !== 'take') return;
  const { name } = ownershipOf(recordSet(answered), job.module, namespace, clock());
  if (name?.grant.to === job.to) return;
  throw new GenError('Network', 'nonsense', { where: 'grant', id: job.module });
}
