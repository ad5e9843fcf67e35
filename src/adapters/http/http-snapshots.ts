import * as z from 'zod/mini';
import { decode } from 'cborg';
import type { SnapshotSource } from '../../ports/snapshots.ts';
import type { ServedSnapshots } from '../../core/view/signed-snapshots.ts';
import { nonsense } from './answers.ts';
import { wholeContent } from './blob-pieces.ts';
import { errorOf, readWhole } from './exchange.ts';
import { relayReading, type RelayReadingOptions } from './relay-reading.ts';

/** Of 256 shards there are less than 20 kB. */
const MAX_LIST = 64 * 1024;
/** Milliseconds. */
const TIMEOUT = 10_000;
/** Milliseconds without a byte. */
const STALL = 30_000;

const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
const answer = z.object({ list: bytes, signature: bytes });

function parseSnapshots(content: Uint8Array): ServedSnapshots {
  try {
    return z.parse(answer, decode(content, { allowIndefinite: false, rejectDuplicateMapKeys: true }));
  } catch (cause) {
    throw nonsense({ where: 'snapshots' }, cause);
  }
}

/** Apart from the other questions to a relay, as only engines ask it: the service worker does without. */
export function httpSnapshots(options: RelayReadingOptions): SnapshotSource {
  const reading = relayReading(options);
  return {
    snapshots: (signal) =>
      reading({ path: '/snapshots', timeout: TIMEOUT, signal }, async (response) => {
        // Older relays, and proxies before them, say it in words of their own.
        if (response.status === 404) return undefined;
        if (!response.ok) throw await errorOf(response);
        return parseSnapshots(await readWhole(response, MAX_LIST));
      }),
    snapshot: (sha256, size, signal) =>
      wholeContent(reading, { path: `/snapshots/${sha256}`, stall: STALL, sha256, limit: size, signal }),
  };
}
