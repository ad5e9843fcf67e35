import { GenError, toGenError } from '../core/errors.ts';
import type { Micros } from '../core/ids.ts';
import { oncePer } from '../core/once-per.ts';
import { checkBinary } from '../core/wasm/check-binary.ts';
import type { Compile } from '../core/wasm/compile.ts';
import type { WasmImport } from '../core/wasm/module-shape.ts';
import { binaryInterface } from '../core/wasm/binary-interface.ts';
import type { InstallQuestion } from '../ports/import-rules.ts';
import type { InstallationRow, InstallJob, PlannedRelease, Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { effectiveRules } from './import-rules.ts';
import { questionAbout } from './install-questions.ts';
import { storedBlob, type Finish } from './install.ts';
import { INSTALLED_LOCK, installedMark } from './installed-mark.ts';
import { putJob } from './jobs.ts';
import { proofWrites } from './proofs.ts';
import { requireDeclared } from './require-declared.ts';
import { plannedRecords, requireStanding, type RecordsOf } from './require-standing.ts';
import { blobBytes } from './texts.ts';

/** The switch: all installations of the plan at once, or none. */
function switchWrites(
  plan: readonly PlannedRelease[],
  job: InstallJob,
  before: readonly InstallationRow[],
  now: Micros,
): Write[] {
  const wanted = new Set(before.filter((row) => row.wanted).map(({ id }) => id));
  return plan.map((release) => ({
    table: 'installations',
    put: { ...release, installedAt: now, wanted: release.id === job.module || wanted.has(release.id) },
  }));
}

/** An engine that refuses the bytes will refuse them again. */
async function compiled(
  { id }: PlannedRelease,
  bytes: Uint8Array<ArrayBuffer>,
  compile: Compile,
): Promise<void> {
  try {
    await compile(bytes);
  } catch (thrown) {
    if (thrown instanceof GenError) throw thrown;
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    throw new GenError('WasmInvalid', 'compile', { id, text }, thrown);
  }
}

/** What is gone, or cannot be read any more, says nothing: all that the new binary imports counts as added then. */
async function importsOfInstalled(device: Device, row: InstallationRow): Promise<readonly WasmImport[]> {
  const blob = await device.tables.get('blobs', row.sha256);
  if (blob === undefined) return [];
  try {
    return binaryInterface(await blobBytes(blob)).imports;
  } catch (thrown) {
    if (toGenError(thrown).code === 'WasmInvalid') return [];
    throw thrown;
  }
}

/** One release after the other: no more than its binary and the installed one are held. @returns what is to be asked. */
async function judged(
  device: Device,
  plan: readonly PlannedRelease[],
  installed: readonly InstallationRow[],
  recordsOf: RecordsOf,
  compile: Compile,
): Promise<readonly InstallQuestion[]> {
  const rules = await effectiveRules(device);
  const questions: InstallQuestion[] = [];
  for (const release of plan) {
    const bytes = await blobBytes(await storedBlob(device, release));
    if (checkBinary(bytes) === 'core') await compiled(release, bytes, compile);
    const row = installed.find(({ id }) => id === release.id);
    // These words were held against these bytes when they were installed; other words of the same bytes are not believed.
    if (row?.record === release.record) continue;
    const binary = binaryInterface(bytes);
    const { saysNothing } = requireDeclared(await recordsOf(release), release, binary);
    if (row?.sha256 === release.sha256) continue;
    const before = row && { row, imports: await importsOfInstalled(device, row) };
    const question = questionAbout(release, { ...binary, saysNothing }, before, rules);
    if (question !== undefined) questions.push(question);
  }
  return questions;
}

function isPlannedFor({ plannedOver }: InstallJob, installed: readonly InstallationRow[]): boolean {
  return plannedOver === installedMark(installed);
}

/** Back to the start: the plan was for something else than is installed. */
function planAgain(device: Device, job: InstallJob): Promise<InstallJob> {
  return putJob(device, job, { state: 'queued', attempts: 0, retryAt: undefined, error: undefined });
}

async function finishJob(device: Device, job: InstallJob, compile: Compile): Promise<InstallJob> {
  const plan = job.plan ?? [];
  const before = await device.tables.all('installations');
  if (!isPlannedFor(job, before)) return planAgain(device, job);
  const recordsOf = oncePer((release: PlannedRelease) => plannedRecords(device, release));
  const questions = await judged(device, plan, before, recordsOf, compile);
  await requireStanding(device, plan, before, recordsOf);
  if (questions.some(({ mark }) => !(job.agreed ?? []).includes(mark)))
    return putJob(device, job, {
      state: 'asking',
      questions,
      attempts: 0,
      retryAt: undefined,
      error: undefined,
    });
  const now = device.clock();
  const proofs = await proofWrites(device, plan, now);
  const done = await device.locks.exclusive(INSTALLED_LOCK, async () => {
    const present = await device.tables.all('installations');
    if (!isPlannedFor(job, present)) return planAgain(device, job);
    const writes = [...switchWrites(plan, job, present, now), ...proofs];
    return putJob(device, job, { state: 'installed', error: undefined }, writes);
  });
  if (done.state !== 'installed') return done;
  device.announce(['installed', 'catalogue', ...plan.map(({ id }) => `module/${id}` as const)]);
  return done;
}

/**
 * What only an engine can do: compile every binary of the plan, ask about what the import rules do not grant, prove what was
 * checked, then switch.
 */
export function finishWith(compile: Compile): Finish {
  return (device, job, signal) => finishJob(device, job, (bytes) => compile(bytes, signal));
}
