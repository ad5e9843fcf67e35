import { GenError, toGenError } from '../core/errors.ts';
import { moduleDocument } from '../core/record/document.ts';
import { moduleView } from '../core/view/fold-module.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import { recordSet, type RecordSet } from '../core/view/record-set.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { Device } from './device.ts';
import { knownRecords } from './known-records.ts';
import { endedError } from './permission.ts';
import { pinOwner, requirePinnedOwner } from './pinned-owner.ts';

/** What is known of a release now: its module's document, the authority's, and the outbox. */
export type RecordsOf = (release: PlannedRelease) => Promise<RecordSet>;

/** What is not on this device, and not to be had now, says nothing against what was planned by it. */
export async function plannedRecords(device: Device, { id }: PlannedRelease): Promise<RecordSet> {
  try {
    return await knownRecords(device, moduleDocument(id));
  } catch (thrown) {
    const { code } = toGenError(thrown);
    if (code === 'Network' || code === 'Timeout') return recordSet([]);
    throw thrown;
  }
}

function requireRelease(view: ModuleView | undefined, { id, version, record, sha256 }: PlannedRelease): void {
  const fallen = view?.fallen.find((one) => one.record === record);
  if (fallen !== undefined) throw endedError(fallen.end, { id, version });
  const shown = view?.releases.find(
    (one) => one.record === record || one.rivals.some((rival) => rival.record === record),
  );
  if (shown === undefined) throw new GenError('PermissionDenied', 'revoked', { id, version });
  if (shown.contradiction || shown.sha256 !== sha256)
    throw new GenError('VersionConflict', 'contradiction', { id, version });
}

/**
 * Between planning and switching hours may pass. What lost its standing meanwhile is not installed; what is installed
 * already stays. The owners of what passes are pinned.
 *
 * @param fresh of the plan, what is not installed.
 * @throws GenError PermissionDenied `revoked` | `expired`; VersionConflict `contradiction`; InvalidState `owner-changed`.
 */
export async function requireStanding(
  device: Device,
  fresh: readonly PlannedRelease[],
  recordsOf: RecordsOf,
): Promise<void> {
  for (const release of fresh) {
    const set = await recordsOf(release);
    if (!set.records.some(({ id }) => id === release.record)) continue;
    const view = moduleView(set, release.id, device.namespace, device.clock());
    if (view !== undefined) await requirePinnedOwner(device, view);
    requireRelease(view, release);
    if (view !== undefined) await pinOwner(device, view);
  }
}
