import type { Capability } from '../core/access/capability.ts';
import { GenError } from '../core/errors.ts';
import type { Did, Micros } from '../core/ids.ts';
import { AUTHORITY } from '../core/record/document.ts';
import { recordSet } from '../core/view/record-set.ts';
import { verifyHead, type ServedHead, type SignedHead } from '../core/view/signed-head.ts';
import { standingOf } from '../core/view/standing.ts';
import type { HeldReceipt } from '../core/view/stories.ts';
import type { Device } from './device.ts';
import { turnIfDue } from './in-slices.ts';
import { alarmAbout, keepStory, type Story } from './story.ts';

async function requireUnrevoked(
  { records, clock }: Pick<Device, 'records' | 'clock'>,
  capability: Capability,
): Promise<void> {
  const set = recordSet(await records.membersOf(AUTHORITY));
  if (standingOf(set, clock()).ended(capability) !== undefined) {
    throw new GenError('PermissionDenied', 'head-signer');
  }
}

/**
 * A head as a relay serves it, when it is one of the pinned relay's that nobody has revoked.
 *
 * @throws GenError as `verifyHead`; PermissionDenied `head-signer`; what `membersOf` throws.
 */
export async function believedHead(
  device: Pick<Device, 'namespace' | 'records' | 'clock'>,
  by: Did,
  served: ServedHead,
  now: Micros,
): Promise<SignedHead> {
  const { head, capability } = await verifyHead(device.namespace, served, now, turnIfDue);
  if (head.by !== by) throw new GenError('PermissionDenied', 'head-signer', { by: head.by });
  await requireUnrevoked(device, capability);
  return head;
}

/**
 * Asks the relay for its newest head and holds it against what this device knows. A head that agrees becomes the newest
 * verified one; one that does not raises an alarm, durably, and changes nothing else.
 *
 * @param by   the relay's pinned key: nobody else speaks for it.
 * @param held receipts in the documents at hand.
 * @throws GenError what the relay client throws; as `verifyHead`: then the relay has shown no head at all.
 */
export async function checkHead(
  device: Pick<Device, 'namespace' | 'tables' | 'relay' | 'records' | 'clock'>,
  by: Did,
  story: Story,
  held: readonly HeldReceipt[],
  signal?: AbortSignal,
): Promise<Story> {
  const { tables, relay, clock } = device;
  // What was rolled back and now is forward again is over; a split was signed and stays until somebody has looked.
  const alarm = story.alarm?.kind === 'rollback' ? undefined : story.alarm;
  const answer = await relay.head(story.seen?.etag, signal);
  if (answer === 'unchanged') return keepStory(tables, story, { alarm });
  const now = clock();
  const head = await believedHead(device, by, answer, now);
  const raised = alarmAbout(head, story, held, now);
  if (raised !== undefined) return keepStory(tables, story, { alarm: story.alarm ?? raised });
  return keepStory(tables, story, { seen: { ...head, etag: answer.etag, verifiedAt: now }, alarm });
}
