import { toHex } from '../core/bytes.ts';
import { GenError, toGenError } from '../core/errors.ts';
import { streamHash } from '../core/hash.ts';
import type { BlobSource } from '../ports/downloads.ts';
import type { PlannedRelease } from '../ports/sets.ts';
import type { Write } from '../ports/tables.ts';
import { chunkContent, chunkKey, chunkRemovals, joined, lengthOf, type Chunk } from './chunks.ts';
import type { Device } from './device.ts';
import { mayPass } from './jobs.ts';
import type { Pace } from './pace.ts';
import { heldBy, receivedBefore, type Received } from './received.ts';

export interface DownloadOptions {
  /** Asked in their order. */
  readonly sources: readonly BlobSource[];
  readonly pace: Pace;
  /** Puts what has come, with how much of the binary is here now. */
  readonly keep: (writes: readonly Write[], here: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Microseconds: what comes slowly is written all the same. */
const LONGEST_HELD = 1_000_000;
/** A stream that breaks is taken up again at once where it brought at least this: any other waits for the job's next attempt. */
const GETS_ON = 64 * 1024;
/** Microseconds of waiting for as little as that: then a further relay is given up. All of the queue waits with it. */
const LONGEST_SLOW = 60_000_000;

/** Reads a source to its end. What has come is written as it comes, and when it breaks off. */
async function receive(
  device: Device,
  { id, sha256, size }: PlannedRelease,
  received: Received,
  source: BlobSource,
  { sources, pace, keep, signal }: DownloadOptions,
): Promise<void> {
  let writtenAt = device.clock();

  async function write(): Promise<void> {
    const content = heldBy(received);
    if (content.length === 0) return;
    const key = chunkKey(sha256, lengthOf(received.chunks), received.here);
    const chunk: Chunk = { key, from: lengthOf(received.chunks), to: received.here };
    await keep([{ table: 'chunks', put: { key, content } }], received.here);
    received.chunks.push(chunk);
    writtenAt = device.clock();
  }

  const isOwn = source === sources[0];
  let waited = 0;
  let waitsSince = writtenAt;
  let mark = received.here;

  /** One's own relay may be as slow as the network is: there is no other. */
  function requireProgress(): void {
    waited += Math.max(0, device.clock() - waitsSince);
    if (received.here - mark >= GETS_ON) [mark, waited] = [received.here, 0];
    if (!isOwn && waited > LONGEST_SLOW)
      throw new GenError('Timeout', 'relay', { milliseconds: LONGEST_SLOW / 1000 });
  }

  // Further relays are told nothing of who installs what.
  const install = isOwn ? id : undefined;
  try {
    await source.readBlob(sha256, { from: received.here, limit: size, install, signal }, async (piece) => {
      if (received.here + piece.length > size)
        throw new GenError('QuotaExceeded', 'too-large', { limit: size, sha256 });
      received.hash.update(piece);
      for (let rest = piece; rest.length > 0;) {
        const at = received.here - lengthOf(received.chunks);
        const fitting = rest.subarray(0, received.held.length - at);
        received.held.set(fitting, at);
        received.here += fitting.length;
        rest = rest.subarray(fitting.length);
        if (at + fitting.length === received.held.length && received.here < size) await write();
      }
      requireProgress();
      if (device.clock() - writtenAt >= LONGEST_HELD) await write();
      await pace.passed(piece.length, signal);
      waitsSince = device.clock();
    });
  } catch (thrown) {
    // What could not be written just now, for want of room, cannot be written now.
    if (toGenError(thrown).reason !== 'storage-full') await write();
    throw thrown;
  }
}

/** Takes up again what breaks, as long as it gets on. @throws GenError whatever ended it. */
async function receiveAll(
  device: Device,
  release: PlannedRelease,
  received: Received,
  source: BlobSource,
  options: DownloadOptions,
): Promise<void> {
  while (received.here < release.size) {
    const before = received.here;
    try {
      await receive(device, release, received, source, options);
      return;
    } catch (thrown) {
      const error = toGenError(thrown);
      const isBroken = error.code === 'Network' && error.reason === 'unreachable';
      if (!isBroken || received.here - before < GETS_ON) throw error;
    }
  }
}

function requireRight({ sha256, size }: PlannedRelease, { here, hash }: Received): void {
  if (here !== size) throw new GenError('HashMismatch', 'size', { sha256, size: here });
  const actual = toHex(hash.digest());
  if (actual !== sha256) throw new GenError('HashMismatch', 'blob', { expected: sha256, actual });
}

async function forget(received: Received, keep: DownloadOptions['keep']): Promise<void> {
  await keep(chunkRemovals(received.chunks.map(({ key }) => key)), 0);
  Object.assign(received, { chunks: [], hash: streamHash(), here: 0 } satisfies Partial<Received>);
}

const isWrong = ({ code, reason }: GenError): boolean => code === 'HashMismatch' || reason === 'too-large';

async function finish(
  { tables }: Device,
  { sha256, size }: PlannedRelease,
  received: Received,
  keep: DownloadOptions['keep'],
): Promise<void> {
  const { chunks } = received;
  const contents = await Promise.all(chunks.map((chunk) => chunkContent(tables, chunk)));
  const content = joined([...contents, heldBy(received)]);
  await keep(
    [{ table: 'blobs', put: { sha256, size, content } }, ...chunkRemovals(chunks.map(({ key }) => key))],
    size,
  );
}

/**
 * Brings one binary onto this device, from where it broke off before. It is kept when its hash fits, in one transaction with the end
 * of its pieces. Wrong bytes are thrown away, and the next source is asked; where what was here before does not fit to what comes,
 * the same source is asked for all of it.
 *
 * @throws GenError HashMismatch | NotFound | Network | Timeout | QuotaExceeded `too-large` when no source has it: what may pass
 * before what will not; Storage | QuotaExceeded `storage-full` | Cancelled.
 */
export async function download(
  device: Device,
  release: PlannedRelease,
  options: DownloadOptions,
): Promise<void> {
  const { sources, signal } = options;
  const received = await receivedBefore(device, release);
  const faults: GenError[] = [];
  // Of what else fails another source may do better, whatever a relay calls it: one whose disk fails says `Storage` too.
  let isOfDevice = false;

  async function keep(writes: readonly Write[], here: number): Promise<void> {
    try {
      await options.keep(writes, here);
    } catch (thrown) {
      isOfDevice = true;
      throw thrown;
    }
  }

  /** @returns what is wrong with the source; `undefined`: the binary is here. */
  async function ask(source: BlobSource): Promise<GenError | undefined> {
    try {
      await receiveAll(device, release, received, source, { ...options, keep });
      requireRight(release, received);
      await finish(device, release, received, keep);
      return undefined;
    } catch (thrown) {
      const error = toGenError(thrown);
      if (signal.aborted || isOfDevice) throw error;
      if (isWrong(error)) await forget(received, keep);
      faults.push(error);
      return error;
    }
  }

  for (const source of sources) {
    const isMixed = received.here > 0;
    const fault = await ask(source);
    if (fault === undefined) return;
    if (isMixed && isWrong(fault) && (await ask(source)) === undefined) return;
  }
  throw faults.find(mayPass) ?? faults[0] ?? new GenError('NotFound', 'blob', { sha256: release.sha256 });
}
