import type { Sha256 } from '../core/ids.ts';
import type { BlobRow, JobRow, Write } from '../ports/tables.ts';
import { chunkOwner, chunkRemovals } from './chunks.ts';
import type { Device } from './device.ts';
import { isFinished, isSwitch } from './jobs.ts';
import { wholeGenerations } from './switch-set.ts';

/** `\0asm`: how binaries begin, and no readme does. */
const MAGIC = '0,97,115,109';

async function isBinary({ content }: BlobRow): Promise<boolean> {
  const head = content.slice(0, 4);
  return new Uint8Array(head instanceof Blob ? await head.arrayBuffer() : head).join() === MAGIC;
}

function namedByJob(job: JobRow): readonly (Sha256 | undefined)[] {
  if (isSwitch(job)) return isFinished(job) ? [] : (job.plan ?? []).map(({ sha256 }) => sha256);
  // What was refused or stopped is a draft to go on from.
  if (job.kind === 'publish') return job.state === 'receipted' ? [] : [job.sha256, job.readme, job.changelog];
  return job.kind === 'rate' && job.state !== 'receipted' ? [job.review] : [];
}

async function namedBlobs({ tables, clock }: Pick<Device, 'tables' | 'clock'>): Promise<ReadonlySet<string>> {
  const [releases, jobs] = await Promise.all([wholeGenerations(tables, clock()), tables.all('jobs')]);
  const named = [
    ...releases.flatMap((generation) => generation.releases.map(({ sha256 }) => sha256)),
    ...jobs.flatMap(namedByJob),
  ];
  return new Set(named.filter((sha256) => sha256 !== undefined));
}

/**
 * Removes what nothing names any more: binaries, and pieces of binaries that nobody waits for. Only while nothing else is at work on
 * jobs: `DRAIN_LOCK` is held.
 *
 * @param texts also readmes and reviews that were read once; they come again when they are read again.
 * @returns bytes of whole blobs that are gone. @throws GenError Storage.
 */
export async function collectOrphans(
  device: Pick<Device, 'tables' | 'clock'>,
  { texts = false }: { readonly texts?: boolean } = {},
): Promise<number> {
  const { tables } = device;
  const named = await namedBlobs(device);
  const [blobs, chunks, checks] = await Promise.all([
    tables.keys('blobs'),
    tables.keys('chunks'),
    tables.keys('checks'),
  ]);
  const left = new Set(blobs);
  const writes: Write[] = chunkRemovals(chunks.filter((key) => !named.has(chunkOwner(key))));
  let bytes = 0;
  for (const sha256 of blobs.filter((one) => !named.has(one))) {
    const row = await tables.get('blobs', sha256);
    if (row === undefined || !(texts || (await isBinary(row)))) continue;
    bytes += row.size;
    left.delete(sha256);
    writes.push({ table: 'blobs', remove: sha256 });
  }
  writes.push(
    ...checks.filter((one) => !left.has(one)).map((one): Write => ({ table: 'checks', remove: one })),
  );
  await tables.write(writes);
  return bytes;
}
