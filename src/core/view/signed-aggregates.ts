import * as z from 'zod/mini';
import { ascii, concat, equalBytes, uint64 } from '../bytes.ts';
import { verifyEd25519 } from '../ed25519.ts';
import { GenError } from '../errors.ts';
import { sha256 } from '../hash.ts';
import {
  didOf,
  parseMicros,
  parseModuleId,
  parsePublicKey,
  publicKeyOf,
  sha256Bytes,
  sha256Of,
  type Did,
  type Micros,
  type NamespaceId,
  type Sha256,
} from '../ids.ts';
import { decodeCanonical, encodeCanonical } from '../record/canonical-cbor.ts';
import type { Histogram, ModuleAggregate } from './aggregate.ts';
import { CLOCK_TOLERANCE } from './record-set.ts';

/**
 * What one relay counted, as it signs it. Its word and no evidence: nobody can check a number of downloads. In parts, so
 * that neither who signs nor who reads it has to hold a thread for a hundred thousand rows.
 */

/** What the signature is over. */
export interface AggregateIndex {
  readonly namespace: NamespaceId;
  readonly time: Micros;
  /** Of everybody who rated, those who were invited by the registry: only modules' documents tell. In the order of keys. */
  readonly invited: readonly Did[];
  /** Of the encoded parts, in their order. */
  readonly parts: readonly Sha256[];
}

/** A table as a relay serves it: nothing of it is believed yet. */
export interface ServedAggregates {
  /** Canonical CBOR of the index: docs/FORMAT.md, section 12. */
  readonly index: Uint8Array<ArrayBuffer>;
  /** Ed25519, 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
}

export const MAX_INVITED = 10_000;
const MAX_PARTS = 256;
/** In one part. */
export const MAX_ROWS = 16_384;
const DOMAIN = ascii('gen-registry/aggregates/1');

const bytes32 = z.instanceof(Uint8Array).check(z.refine(({ length }) => length === 32));
const count = z.int().check(z.nonnegative());
const histogram = z.tuple([count, count, count, count, count]);
const rows = z.array(z.tuple([z.string(), count, count, histogram, histogram])).check(z.maxLength(MAX_ROWS));
const shape = z.strictObject({
  namespace: bytes32,
  time: count,
  invited: z.array(bytes32).check(z.maxLength(MAX_INVITED)),
  parts: z.array(bytes32).check(z.maxLength(MAX_PARTS)),
});

function malformed(cause?: unknown): GenError {
  return new GenError('InvalidInput', 'aggregates', {}, cause);
}

/** Counts of modules that come in the order of their ids. */
export function encodeAggregates(listed: readonly ModuleAggregate[]): Uint8Array<ArrayBuffer> {
  return encodeCanonical(
    listed.map(({ id, downloads, installs, ratings, trusted }) => [
      id,
      downloads,
      installs,
      ratings,
      trusted,
    ]),
  );
}

/** Nobody installs what was not fetched, and who is trusted is among those who rated. */
function isPossible([, downloads, installs, all, trusted]: z.output<typeof rows>[number]): boolean {
  return installs <= downloads && trusted.every((number, place) => number <= (all[place] ?? 0));
}

/**
 * Without the rows that cannot be: they say nothing of the others.
 *
 * @throws GenError InvalidInput `aggregates` | `cbor` | `module-id`
 */
export function readAggregates(part: Uint8Array): readonly ModuleAggregate[] {
  const parsed = rows.safeParse(decodeCanonical(part));
  if (!parsed.success) throw malformed(parsed.error);
  const { data } = parsed;
  const inOrder = data.every(([id], at) => at === 0 || (data[at - 1]?.[0] ?? '') < id);
  if (!inOrder) throw malformed();
  return data.filter(isPossible).map(([id, downloads, installs, ratings, trusted]) => ({
    id: parseModuleId(id),
    downloads,
    installs,
    ratings: ratings satisfies Histogram,
    trusted: trusted satisfies Histogram,
  }));
}

export function encodeIndex({ namespace, time, invited, parts }: AggregateIndex): Uint8Array<ArrayBuffer> {
  return encodeCanonical({
    namespace,
    time,
    invited: invited.map(publicKeyOf),
    parts: parts.map((hash) => sha256Bytes(hash)),
  });
}

/** What the relay's key signs: each part behind its length, so that no two kinds of messages share bytes. */
export function aggregatesMessage(index: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(uint64(DOMAIN.length), DOMAIN, uint64(index.length), index);
}

function readIndex(bytes: Uint8Array): AggregateIndex {
  const parsed = shape.safeParse(decodeCanonical(bytes));
  if (!parsed.success) throw malformed(parsed.error);
  const { namespace, time, invited, parts } = parsed.data;
  return {
    namespace: namespace as NamespaceId,
    time: parseMicros(time),
    invited: invited.map((key) => didOf(parsePublicKey(key))),
    parts: parts.map((hash) => sha256Of(hash)),
  };
}

/** Whether these bytes are the part that an index has at a place. */
export function isPart({ parts }: AggregateIndex, place: number, bytes: Uint8Array): boolean {
  return parts[place] === sha256Of(sha256(bytes));
}

/**
 * Verifies that the pinned relay signed this index, for this namespace. The parts are held against it by `isPart`.
 *
 * @param relay whose key is pinned as the relay's: nobody else speaks for it.
 * @throws GenError SignatureInvalid `aggregates` | InvalidInput (`aggregates`, `aggregates-ahead`, `cbor`, `public-key`)
 */
export async function verifyAggregates(
  { index, signature, parts }: ServedAggregates,
  { namespace, relay, now }: { namespace: NamespaceId; relay: Did; now: Micros },
): Promise<AggregateIndex> {
  if (!(await verifyEd25519(publicKeyOf(relay), signature, aggregatesMessage(index))))
    throw new GenError('SignatureInvalid', 'aggregates', { by: relay });
  const read = readIndex(index);
  if (!equalBytes(read.namespace, namespace) || read.parts.length !== parts.length) throw malformed();
  if (read.time > now + CLOCK_TOLERANCE) throw new GenError('InvalidInput', 'aggregates-ahead');
  return read;
}
