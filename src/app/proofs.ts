import { toGenError } from '../core/errors.ts';
import { binaryFacts } from '../core/proof/binary-facts.ts';
import { makeProof } from '../core/proof/make-proof.ts';
import { writeProof } from '../core/proof/proof-file.ts';
import type { Proof } from '../core/proof/proof.ts';
import type { Micros } from '../core/ids.ts';
import { moduleDocument } from '../core/record/document.ts';
import type { MemberId } from '../core/record/record.ts';
import type { RecordSet } from '../core/view/record-set.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { knownRecords } from './known-records.ts';
import { storedStory } from './story.ts';
import { blobBytes } from './texts.ts';

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** A proof is made of what is at hand; an install does not wait for a network because of it. */
async function recordsAtHand(device: Device, { id }: PlannedRelease): Promise<RecordSet | undefined> {
  try {
    return await knownRecords(device, moduleDocument(id));
  } catch (thrown) {
    const { code } = toGenError(thrown);
    if (code === 'Network' || code === 'Timeout') return undefined;
    throw thrown;
  }
}

async function proofOf(device: Device, release: PlannedRelease, now: Micros): Promise<Proof | undefined> {
  const set = await recordsAtHand(device, release);
  const blob = await device.tables.get('blobs', release.sha256);
  if (set === undefined || blob === undefined) return undefined;
  const { id, version, sha256, size, record } = release;
  const wanted = { namespace: device.namespace, id, version, sha256, size, record: record as MemberId };
  // What was kept before heads were kept whole cannot be shown.
  const { seen } = await storedStory(device.tables);
  const facts = await binaryFacts(await blobBytes(blob), digest);
  return makeProof(wanted, set, facts, now, seen?.signed === undefined ? undefined : seen);
}

async function proofWrite(device: Device, release: PlannedRelease, now: Micros): Promise<Write[]> {
  const { record } = release;
  const proof = await proofOf(device, release, now);
  const isSound = proof?.checks.every(({ ok }) => ok) ?? false;
  // What is installed already stays, and so does what was said of it when it was.
  if (proof === undefined || (!isSound && (await device.tables.get('proofs', record)) !== undefined))
    return [];
  return [{ table: 'proofs', put: { record, text: writeProof(proof) } }];
}

/** For the transaction that installs a plan: why each of its releases was believed. */
export async function proofWrites(
  device: Device,
  plan: readonly PlannedRelease[],
  now: Micros,
): Promise<Write[]> {
  const writes: Write[] = [];
  // One binary at a time in memory.
  for (const release of plan) writes.push(...(await proofWrite(device, release, now)));
  return writes;
}
