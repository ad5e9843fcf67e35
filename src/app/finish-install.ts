import { GenError, toGenError } from '../core/errors.ts';
import { oncePer } from '../core/once-per.ts';
import { differenceOf } from '../core/resolve/difference.ts';
import { checkBinary } from '../core/wasm/check-binary.ts';
import type { Compile } from '../core/wasm/compile.ts';
import type { WasmImport } from '../core/wasm/module-shape.ts';
import { binaryInterface } from '../core/wasm/binary-interface.ts';
import type { InstallQuestion } from '../ports/import-rules.ts';
import { DEFAULT_SET, type InstalledRelease, type PlannedRelease, type SetRow } from '../ports/sets.ts';
import type { SwitchJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { effectiveRules } from './import-rules.ts';
import { questionAbout } from './install-questions.ts';
import { freshIn, storedBlob, type Finish } from './install.ts';
import { setNamed } from './installed-set.ts';
import { putJob } from './jobs.ts';
import { deedOf } from './plan-job.ts';
import { proofWrites } from './proofs.ts';
import { requireDeclared } from './require-declared.ts';
import { plannedRecords, requireStanding, type RecordsOf } from './require-standing.ts';
import { setQuestion } from './set-question.ts';
import { broughtBack } from './undo.ts';
import { INSTALLED_LOCK, isAsItWas, setMark, switchWrites } from './switch-set.ts';
import { blobBytes } from './texts.ts';

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
async function importsOfInstalled(device: Device, row: InstalledRelease): Promise<readonly WasmImport[]> {
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
  fresh: readonly PlannedRelease[],
  installed: readonly InstalledRelease[],
  recordsOf: RecordsOf,
  compile: Compile,
): Promise<readonly InstallQuestion[]> {
  const rules = await effectiveRules(device);
  const questions: InstallQuestion[] = [];
  for (const release of fresh) {
    const bytes = await blobBytes(await storedBlob(device, release));
    if (checkBinary(bytes) === 'core') await compiled(release, bytes, compile);
    const row = installed.find(({ id }) => id === release.id);
    const binary = binaryInterface(bytes);
    const { saysNothing } = requireDeclared(await recordsOf(release), release, binary);
    if (row?.sha256 === release.sha256) continue;
    const before = row && { row, imports: await importsOfInstalled(device, row) };
    const question = questionAbout(release, { ...binary, saysNothing }, before, rules);
    if (question !== undefined) questions.push(question);
  }
  return questions;
}

/** Back to the start: the plan was for another state of the set than this. */
function planAgain(device: Device, job: SwitchJob): Promise<SwitchJob> {
  return putJob<SwitchJob>(device, job, {
    state: 'queued',
    attempts: 0,
    retryAt: undefined,
    error: undefined,
  });
}

const setOf = ({ tables }: Device, { set }: SwitchJob): Promise<SetRow> =>
  setNamed(tables, set ?? DEFAULT_SET);

/** What nobody has said yes to yet. */
async function unanswered(
  device: Device,
  job: SwitchJob,
  set: SetRow,
  fresh: readonly PlannedRelease[],
  recordsOf: RecordsOf,
  compile: Compile,
): Promise<Pick<SwitchJob, 'questions' | 'setQuestion'> | undefined> {
  const { plan: releases = [], wishes = [] } = job;
  const back = new Set((await broughtBack(device.tables, set, job)).map(({ id }) => id));
  const found = await judged(device, fresh, set.generation.releases, recordsOf, compile);
  const questions = found.filter(({ id }) => !back.has(id));
  await requireStanding(device, fresh, recordsOf);
  const asked = setQuestion(set.generation, { wishes, releases }, job);
  const marks = [...questions, ...(asked === undefined ? [] : [asked])].map(({ mark }) => mark);
  if (marks.every((mark) => (job.agreed ?? []).includes(mark))) return undefined;
  return { questions, setQuestion: asked };
}

async function finishJob(device: Device, job: SwitchJob, compile: Compile): Promise<SwitchJob> {
  const { plan = [], wishes = [] } = job;
  const before = await setOf(device, job);
  if (job.plannedOver !== setMark(before)) return planAgain(device, job);
  const fresh = freshIn(plan, before);
  const recordsOf = oncePer((release: PlannedRelease) => plannedRecords(device, release));
  const questions = await unanswered(device, job, before, fresh, recordsOf, compile);
  if (questions !== undefined)
    return putJob<SwitchJob>(device, job, {
      ...questions,
      state: 'asking',
      attempts: 0,
      retryAt: undefined,
      error: undefined,
    });
  const now = device.clock();
  const proofs = await proofWrites(device, plan, now);
  const done = await device.locks.exclusive(INSTALLED_LOCK, async () => {
    const present = await setOf(device, job);
    if (job.plannedOver !== setMark(present)) return planAgain(device, job);
    const next = { deed: deedOf(job, present), wishes, releases: plan };
    const writes = isAsItWas(present, next) ? [] : await switchWrites(device.tables, present, next, now);
    return putJob<SwitchJob>(device, job, { state: 'installed', error: undefined }, [...writes, ...proofs]);
  });
  if (done.state !== 'installed') return done;
  const { added, removed, updated } = differenceOf<PlannedRelease>(before.generation.releases, plan);
  const changed = [...added, ...removed, ...updated.map(({ to }) => to)];
  device.announce(['installed', 'catalogue', ...changed.map(({ id }) => `module/${id}` as const)]);
  return done;
}

/**
 * What only an engine can do: compile every binary of the plan, ask about what the import rules do not grant, prove what was
 * checked, then switch.
 */
export function finishWith(compile: Compile): Finish {
  return (device, job, signal) => finishJob(device, job, (bytes) => compile(bytes, signal));
}
