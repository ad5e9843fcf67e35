import { GenError } from '../core/errors.ts';
import { moduleDocument } from '../core/record/document.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { ownershipOf } from '../core/view/ownership.ts';
import { recordSet } from '../core/view/record-set.ts';
import { precedence } from '../core/view/releases.ts';
import { declaredBy } from '../core/wasm/declared.ts';
import { importClasses } from '../core/wasm/imports.ts';
import { requireSound } from '../core/wasm/require-sound.ts';
import type { WasmReport } from '../core/wasm/wasm-report.ts';
import type { ReleaseDraft } from '../ports/engine.ts';
import type { BlobRow, PublishJob, Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { checkDraft } from './draft.ts';
import { newJobId, putJob } from './jobs.ts';
import { knownRecords } from './known-records.ts';
import { INSTALLED_LOCK } from './switch-set.ts';
import { textBlob } from './texts.ts';
import { writePermission } from './write-permission.ts';

/** A binary with the report of the validator that read it. */
export interface ReportedBinary {
  readonly content: BlobRow['content'];
  readonly report: WasmReport;
}

/**
 * Stores draft and binary; from here on they survive a kill. Signing and sending follow in `advancePublish`
 * and `deliver`.
 *
 * @param jobId  drawn by who asks, so that asking again makes no second job.
 * @returns the job, durable.
 * @throws GenError InvalidInput | WasmInvalid | AlreadyExists `name-taken` | VersionConflict `version-taken` |
 * Storage | QuotaExceeded.
 */
export async function publish(
  device: Device,
  draft: ReleaseDraft,
  binary: ReportedBinary,
  jobId = newJobId(),
): Promise<PublishJob> {
  const known = await device.tables.get('jobs', jobId);
  if (known?.kind === 'publish') return known;
  const { id, version } = checkDraft(draft);
  const { report, content } = binary;
  const sha256 = requireSound(report);
  const { size, ...facts } = declaredBy(report, draft.exports);
  await refuseTaken(device, draft);
  const now = device.clock();
  const texts = { readme: textBlob(draft.readme), changelog: textBlob(draft.changelog) };
  const job: PublishJob = {
    id: jobId,
    kind: 'publish',
    module: id,
    version,
    state: 'drafted',
    createdAt: now,
    updatedAt: now,
    attempts: 0,
    draft,
    sha256,
    size,
    ...facts,
    importClasses: importClasses(report.imports),
    readme: texts.readme?.sha256,
    changelog: texts.changelog?.sha256,
    grant: [],
  };
  const blobs = [{ sha256, size, content }, texts.readme, texts.changelog];
  const writes = blobs.flatMap((put): Write[] => (put === undefined ? [] : [{ table: 'blobs', put }]));
  return device.locks.exclusive(INSTALLED_LOCK, () => putJob(device, job, {}, writes));
}

/** Says at once what is known to be taken, so that nothing is stored that can never be published. */
async function refuseTaken(device: Device, draft: ReleaseDraft): Promise<void> {
  const { id, version } = checkDraft(draft);
  const set = await knownRecords(device, moduleDocument(id)).catch(() => recordSet([]));
  const now = device.clock();
  const { name, standing } = ownershipOf(set, id, device.namespace, now);
  const grant = name?.grant;
  if (grant === undefined) return;
  await writePermission(device, { set, grant, standing, now }, id, ['versions', version]);
  const view = moduleView(set, id, device.namespace, now);
  // What has fallen keeps its version: whoever has its bytes would find others under the same name.
  const taken = [...(view?.releases ?? []), ...(view?.fallen ?? [])];
  if (taken.some((release) => precedence(release.version) === precedence(version))) {
    throw new GenError('VersionConflict', 'version-taken', { field: 'version', id, version });
  }
}
