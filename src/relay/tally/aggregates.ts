import { setImmediate } from 'node:timers/promises';
import { encode } from 'cborg';
import { toBase64Url, toHex } from '../../core/bytes.ts';
import { toGenError, type GenError } from '../../core/errors.ts';
import { sha256 } from '../../core/hash.ts';
import { sha256Of, type Did, type Micros, type NamespaceId, type Sha256 } from '../../core/ids.ts';
import {
  aggregatesMessage,
  encodeAggregates,
  encodeIndex,
  MAX_ROWS,
} from '../../core/view/signed-aggregates.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/identity.ts';
import type { Journal } from '../journal.ts';
import { isFarAhead, nextTime } from '../next-time.ts';
import type { RecordSets } from '../record-sets.ts';
import { tallyJournal } from './tally-journal.ts';
import type { TallyStore } from './tally-store.ts';
import { trustedRaters } from './trusted-raters.ts';

/** The table as `GET /aggregates` answers it. */
export interface PublishedAggregates {
  readonly etag: string;
  /** CBOR: docs/FORMAT.md, section 12. */
  readonly answer: Uint8Array;
}

export interface Aggregates {
  /** At most a minute behind; waits for the first one. @throws GenError of a first attempt that failed */
  newest(): Promise<PublishedAggregates>;
  /** Looks at what is new in the journal. @throws GenError Storage */
  catchUp(): Promise<void>;
  /** The same, and signs a table where it shows. */
  refresh(): Promise<void>;
  /** Ends when what was begun is done. */
  close(): Promise<void>;
}

export interface AggregatesOptions {
  readonly namespace: NamespaceId;
  /** The relay's own key, which devices pin. */
  readonly signer: Signer;
  readonly journal: Journal;
  /** The authority's document, decoded. */
  readonly sets: RecordSets;
  readonly store: TallyStore;
  readonly clock: Clock;
  readonly onFault: (fault: GenError) => void;
}

/** What was counted is in a table after this long at the latest. */
const EVERY_MS = 60_000;

interface Part {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: Sha256;
}

/** Signs tables of what this relay counted, one after the other. */
export function aggregatesPublisher(options: AggregatesOptions): Aggregates {
  const { namespace, signer, journal, store, clock, onFault } = options;
  const raters = trustedRaters(options);
  const parts: Part[] = [];
  let published: PublishedAggregates | undefined;
  let signedFor: Micros | undefined;
  let says = '';
  let turn: Promise<void> = Promise.resolve();

  const catchUp = (): Promise<void> => tallyJournal(journal, store, raters.has);

  async function sign(invited: readonly Did[]): Promise<void> {
    const time = nextTime(signedFor, clock());
    const index = encodeIndex({ namespace, time, invited, parts: parts.map((part) => part.sha256) });
    const signature = await signer.sign(aggregatesMessage(index));
    const etag = `W/"${toBase64Url(sha256(index)).slice(0, 16)}"`;
    const answer = encode({ etag, index, signature, parts: parts.map(({ bytes }) => bytes) });
    published = { etag, answer };
    signedFor = time;
  }

  async function publish(): Promise<void> {
    for (const place of store.changedParts()) {
      const bytes = encodeAggregates(store.part(place, MAX_ROWS));
      parts[place] = { bytes, sha256: sha256Of(sha256(bytes)) };
      await setImmediate();
    }
    const invited = raters.invited();
    const now = toHex(sha256(encode([invited, parts.map((part) => part.sha256)])));
    const isBelieved = signedFor !== undefined && !isFarAhead(signedFor, clock());
    if (isBelieved && now === says) return;
    await sign(invited);
    says = now;
  }

  async function refreshNow(): Promise<void> {
    await raters.refresh();
    // What was counted before the last stop is no worse than it was then.
    if (published === undefined && store.position() > 0) await publish();
    await catchUp();
    await raters.refresh();
    await publish();
  }

  function refresh(): Promise<void> {
    const next = turn.then(refreshNow);
    turn = next.catch((thrown: unknown) => onFault(toGenError(thrown, 'Storage')));
    return next;
  }

  const timer = setInterval(() => void refresh().catch(() => undefined), EVERY_MS).unref();
  // Told by `onFault`; whoever asks for a table meanwhile makes the next attempt.
  void refresh().catch(() => undefined);

  return {
    catchUp,
    refresh,
    async newest() {
      if (published === undefined) await turn;
      if (published === undefined) await refresh();
      return published as unknown as PublishedAggregates;
    },
    async close() {
      clearInterval(timer);
      await turn;
    },
  };
}
