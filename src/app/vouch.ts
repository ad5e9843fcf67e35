import { AUTHORITY } from '../core/record/document.ts';
import { parseDid } from '../core/ids.ts';
import { MAX_MODERATION_REASON, writeBody } from '../core/record/kinds.ts';
import { vouchPath } from '../core/record/moderation-path.ts';
import { recordSet } from '../core/view/record-set.ts';
import { vouchesOf, type Vouch } from '../core/view/vouched.ts';
import { adminCapability, tellRelay } from './admin.ts';
import type { Device } from './device.ts';
import { requireShort } from './report.ts';

export interface VouchRequest {
  /** A DID as it was typed. */
  readonly who: string;
  /** `false` takes the registry's word back. */
  readonly vouched: boolean;
  readonly reason: string;
}

/**
 * Says in the name of the registry that somebody's ratings count, told to the relay at once: an admin acts on what stands now.
 *
 * @throws GenError InvalidInput `did` | `too-long`; PermissionDenied `no-admin` | `main-key` | `revoked` | `expired`, and as
 * the relay answers; Network.
 */
export async function vouch(device: Device, request: VouchRequest): Promise<void> {
  const path = vouchPath(parseDid(request.who.trim()));
  const reason = request.reason.trim();
  requireShort('reason', reason, MAX_MODERATION_REASON);
  const payload = writeBody('vouch', { vouched: request.vouched, reason });
  await tellRelay(device, await adminCapability(device, 'moderation', path), path, payload);
}

/** For whom admins vouch now, the newest first. @throws GenError what `membersOf` throws. */
export async function knownVouches(
  { records, clock }: Pick<Device, 'records' | 'clock'>,
  signal?: AbortSignal,
): Promise<readonly Vouch[]> {
  const authority = recordSet(await records.membersOf(AUTHORITY, signal));
  return [...vouchesOf(authority, clock()).values()].sort((a, b) => b.time - a.time);
}
