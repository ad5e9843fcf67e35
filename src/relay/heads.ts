import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { concat, fromBase64Url } from '../core/bytes.ts';
import { toGenError, type GenError } from '../core/errors.ts';
import { sha256Of, type Micros, type NamespaceId } from '../core/ids.ts';
import { readBody, writeBody, type Body } from '../core/record/kinds.ts';
import { decodeRecord, signRecord, type GenRecord } from '../core/record/record.ts';
import { growingTree, leafOf } from '../core/view/chain-tree.ts';
import type { Clock } from '../ports/clock.ts';
import { chainEnds } from './chain-ends.ts';
import { encodeChain, encodeHeadAnswer } from './head-answer.ts';
import type { HeadStore } from './head-store.ts';
import type { Journal } from './journal.ts';
import type { RelayKey } from './keys.ts';
import { isFarAhead, nextTime } from './next-time.ts';

/** A head as `GET /heads` answers it. */
export interface PublishedHead {
  readonly etag: string;
  /** CBOR: docs/FORMAT.md, "Signed heads". */
  readonly answer: Uint8Array;
}

export interface Heads {
  /** Waits for the first one. @throws GenError of a first attempt that failed */
  newest(): Promise<PublishedHead>;
  /** Signs a head when the newest one is as old as the interval, or no longer says what the journal holds. */
  refresh(): Promise<void>;
  /** Ends when what was begun is done. */
  close(): Promise<void>;
}

export interface HeadsOptions {
  readonly namespace: NamespaceId;
  /** The notary's key, with its capability for heads. */
  readonly signing: RelayKey;
  readonly journal: Pick<Journal, 'receiptsSince'>;
  /** Of the journal. */
  readonly database: DatabaseSync;
  readonly store: HeadStore;
  readonly clock: Clock;
  /** Milliseconds between heads while nothing changes. */
  readonly every: number;
  readonly onFault: (fault: GenError) => void;
}

/** A change is in a head after this long at the latest. */
const CHANGES_MS = 60_000;

/** The ends of all chains at one time. */
interface Listing {
  readonly tree: Uint8Array<ArrayBuffer>;
  readonly count: number;
  /** As the answer lists them. */
  readonly encoded: readonly Uint8Array[];
}

interface Signed {
  readonly record: GenRecord;
  readonly body: Body<'head'>;
}

function storedHead(store: HeadStore): Signed | undefined {
  const bytes = store.newest();
  if (bytes === undefined) return undefined;
  const record = decodeRecord(bytes);
  const body = readBody('head', record.payload);
  return body === undefined ? undefined : { record, body };
}

/** Signs heads of all chains in the journal, one after the other, and keeps the newest. */
export function headPublisher(options: HeadsOptions): Heads {
  const { namespace, signing, journal, database, store, clock, every, onFault } = options;
  const ends = chainEnds(database, journal);
  let newest = storedHead(store);
  let published: PublishedHead | undefined;
  let listing: Listing | undefined;
  let turn: Promise<void> = Promise.resolve();

  function isDue(now: Micros): boolean {
    const last = newest?.record.timestamp;
    return last === undefined || now >= last + every * 1000 || isFarAhead(last, now);
  }

  async function sign(tree: Uint8Array, chains: number, now: Micros): Promise<Signed> {
    const number = (newest?.body.number ?? -1) + 1;
    const record = await signRecord(
      {
        namespace,
        subspace: signing.signer.publicKey,
        path: ['heads', String(number)],
        timestamp: nextTime(newest?.record.timestamp, now),
        credential: fromBase64Url(signing.capability.id),
        payload: writeBody('head', {
          number,
          previous: newest === undefined ? null : fromBase64Url(newest.record.id),
          tree: Uint8Array.from(tree),
          chains,
        }),
      },
      (message) => signing.signer.sign(message),
    );
    const body = { number, previous: newest?.record.id ?? null, tree: sha256Of(tree), chains };
    return { record, body };
  }

  /** In slices: of a hundred thousand chains it takes seconds, and other work has its turn between them. */
  async function listAll(): Promise<Listing> {
    const tree = growingTree();
    const encoded: Uint8Array[] = [];
    let count = 0;
    for (const places of ends.listed()) {
      for (const place of places) tree.add(leafOf(place));
      encoded.push(concat(...places.map(encodeChain)));
      count += places.length;
      await setImmediate();
    }
    return { tree: tree.root(), count, encoded };
  }

  function publish({ record }: Signed, { count, encoded }: Listing): void {
    const etag = `W/"${record.id.slice(0, 16)}"`;
    const { bytes: capability } = signing.capability;
    const answer = encodeHeadAnswer({ etag, head: record.bytes, capability }, count, encoded);
    published = { etag, answer };
  }

  async function refreshNow(): Promise<void> {
    const changed = await ends.catchUp();
    const now = clock();
    if (published !== undefined && !changed && !isDue(now)) return;
    if (changed || listing === undefined) listing = await listAll();
    const { tree, count } = listing;
    const says = newest?.body.tree === sha256Of(tree);
    if (newest === undefined || !says || isDue(now)) {
      const signed = await sign(tree, count, now);
      store.keep(signed.record.bytes);
      newest = signed;
      published = undefined;
    }
    if (published === undefined) publish(newest, listing);
  }

  function refresh(): Promise<void> {
    const next = turn.then(refreshNow);
    turn = next.catch((thrown: unknown) => onFault(toGenError(thrown, 'Storage')));
    return next;
  }

  const timer = setInterval(() => void refresh().catch(() => undefined), Math.min(every, CHANGES_MS)).unref();
  // Told by `onFault`; whoever asks for a head meanwhile makes the next attempt.
  void refresh().catch(() => undefined);

  return {
    refresh,
    async newest() {
      await turn;
      if (published === undefined) await refresh();
      return published as PublishedHead;
    },
    async close() {
      clearInterval(timer);
      await turn;
    },
  };
}
