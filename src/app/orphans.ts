import type { BlobRow, Write } from '../ports/tables.ts';
import { broughtBlobs } from './brought-blobs.ts';
import { chunkBytes, chunkOwner, chunkRemovals } from './chunks.ts';
import type { Device } from './device.ts';
import { namedByJob } from './named-blobs.ts';
import { INSTALLED_LOCK, wholeGenerations } from './switch-set.ts';

/** `\0asm`: how binaries begin, and no readme does. */
const MAGIC = '0,97,115,109';

async function isBinary({ content }: BlobRow): Promise<boolean> {
  const head = content.slice(0, 4);
  return new Uint8Array(head instanceof Blob ? await head.arrayBuffer() : head).join() === MAGIC;
}

async function namedBlobs({ tables, clock }: Pick<Device, 'tables' | 'clock'>): Promise<ReadonlySet<string>> {
  const [releases, jobs, brought] = await Promise.all([
    wholeGenerations(tables, clock()),
    tables.all('jobs'),
    broughtBlobs(tables, clock()),
  ]);
  const named = [
    ...releases.flatMap((generation) => generation.releases.map(({ sha256 }) => sha256)),
    ...jobs.flatMap((job) => namedByJob(job)),
    ...brought,
  ];
  return new Set(named.filter((sha256) => sha256 !== undefined));
}

/**
 * Removes what nothing names any more: binaries, and pieces of binaries that nobody waits for. Only while nothing else is at work on
 * jobs: `DRAIN_LOCK` is held.
 *
 * @param texts also readmes and reviews that were read once; they come again when they are read again.
 * @returns bytes of what is gone. @throws GenError Storage.
 */
export function collectOrphans(
  device: Pick<Device, 'tables' | 'clock' | 'locks'>,
  { texts = false }: { readonly texts?: boolean } = {},
): Promise<number> {
  return device.locks.exclusive(INSTALLED_LOCK, () => collect(device, texts));
}

async function collect(device: Pick<Device, 'tables' | 'clock'>, texts: boolean): Promise<number> {
  const { tables } = device;
  const named = await namedBlobs(device);
  const [blobs, chunks, checks] = await Promise.all([
    tables.keys('blobs'),
    tables.keys('chunks'),
    tables.keys('checks'),
  ]);
  const left = new Set(blobs);
  // Of what is here whole, no piece is waited for.
  const pieces = chunks.filter((key) => !named.has(chunkOwner(key)) || left.has(chunkOwner(key)));
  const writes: Write[] = chunkRemovals(pieces);
  let bytes = chunkBytes(pieces);
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
