import { GenError } from '../core/errors.ts';
import type { Micros } from '../core/ids.ts';
import { checkBinary } from '../core/wasm/check-binary.ts';
import type { InstallationRow, InstallJob, PlannedRelease, Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { storedBlob, type Finish } from './install.ts';
import { putJob } from './jobs.ts';
import { proofWrites } from './proofs.ts';
import { requireStanding } from './require-standing.ts';
import { blobBytes } from './texts.ts';

/** @throws when the engine refuses the bytes. */
export type Compile = (bytes: Uint8Array<ArrayBuffer>) => Promise<unknown>;

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

async function finishJob(device: Device, job: InstallJob, compile: Compile): Promise<InstallJob> {
  const plan = job.plan ?? [];
  for (const release of plan) {
    const bytes = await blobBytes(await storedBlob(device, release));
    if (checkBinary(bytes) === 'core') await compiled(release, bytes, compile);
  }
  const before = await device.tables.all('installations');
  await requireStanding(device, plan, before);
  const now = device.clock();
  const proofs = await proofWrites(device, plan, now);
  const writes = [...switchWrites(plan, job, before, now), ...proofs];
  const done = await putJob(device, job, { state: 'installed', error: undefined }, writes);
  device.announce(['installed', 'catalogue', ...plan.map(({ id }) => `module/${id}` as const)]);
  return done;
}

/** What only an engine can do: compile every binary of the plan, prove what was checked, then switch. */
export function finishWith(compile: Compile): Finish {
  return (device, job) => finishJob(device, job, compile);
}
