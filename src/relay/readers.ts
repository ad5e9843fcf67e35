import { receiverOf, type Capability } from '../core/access/capability.ts';
import { decodeCapability } from '../core/access/capability-encoding.ts';
import { checkCapability } from '../core/access/validity.ts';
import { equalBytes } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import type { Micros, NamespaceId, PublicKey, Sha256 } from '../core/ids.ts';
import { AUTHORITY, type DocumentPath } from '../core/record/document.ts';
import { MAX_READ_CAPABILITIES } from '../core/record/read-message.ts';
import { mayRead, mayReadAll, type Reader, type ReadingWorld } from '../core/view/may-read.ts';
import { upTo, type RecordSet } from '../core/view/record-set.ts';
import { standingOf, type Standing } from '../core/view/standing.ts';
import type { Clock } from '../ports/clock.ts';
import { blobDocuments } from './blob-documents.ts';
import type { Journal } from './journal.ts';
import { cutDevices } from './cut-devices.ts';
import type { RecordSets } from './record-sets.ts';
import { cutOffIn } from './require-device.ts';

/** Who may be sent what of a private namespace, by the relay's journal and clock. */
export interface Readers {
  /**
   * Somebody who has proved a key, with what they showed for it. What is for another key, namespace or mode is left out;
   * it may have ended, which is asked anew at each sending.
   *
   * @throws GenError InvalidInput | SignatureInvalid | PermissionDenied where a capability is none.
   */
  reader(key: PublicKey, shown: readonly Uint8Array[]): Promise<Reader>;
  mayRead(reader: Reader, document: DocumentPath): boolean;
  mayReadAll(reader: Reader): boolean;
  /** Whoever reads everything, or a document that names it. */
  mayReadBlob(reader: Reader, sha256: Sha256): Promise<boolean>;
}

export interface ReadersOptions {
  readonly journal: Journal;
  readonly sets: RecordSets;
  readonly namespace: NamespaceId;
  readonly clock: Clock;
}

/** Time ranges are asked by the microsecond; whether a revocation counts, this often. */
const STANDING_MICROS = 1_000_000;

export function relayReaders({ journal, sets, namespace, clock }: ReadersOptions): Readers {
  const naming = blobDocuments(journal);
  const cut = cutDevices(journal);
  let known: { set: RecordSet; standing: Standing; since: Micros } | undefined;

  function world(): ReadingWorld {
    const now = clock();
    const set = sets.of(AUTHORITY);
    const isFresh =
      known !== undefined && known.set === set && now >= known.since && now < known.since + STANDING_MICROS;
    if (!isFresh) known = { set, standing: standingOf(upTo(set, now), now), since: now };
    cut.refresh();
    const { standing } = known as NonNullable<typeof known>;
    const isCutOff = (one: Capability): boolean => cutOffIn(one, (by, did) => cut.of(by, did)) !== undefined;
    return { namespace, standing, isCutOff, now };
  }

  function isForReading(capability: Capability, key: PublicKey): boolean {
    return (
      capability.mode === 'read' &&
      equalBytes(capability.namespace, namespace) &&
      equalBytes(receiverOf(capability), key)
    );
  }

  return {
    async reader(key, shown) {
      if (shown.length > MAX_READ_CAPABILITIES)
        throw new GenError('InvalidInput', 'capabilities', { limit: MAX_READ_CAPABILITIES });
      // Signatures cost: those of what counts for nothing are not looked at.
      const capabilities = shown
        .map((bytes) => decodeCapability(bytes))
        .filter((capability) => isForReading(capability, key));
      for (const capability of capabilities) await checkCapability(capability);
      return { key, capabilities };
    },
    mayRead: (reader, document) => mayRead(reader, document, world()),
    mayReadAll: (reader) => mayReadAll(reader, world()),
    async mayReadBlob(reader, sha256) {
      if (mayReadAll(reader, world())) return true;
      // Who may read nothing at all sets nothing going.
      if (reader.capabilities.length === 0) return false;
      const documents = await naming.of(sha256);
      return documents.some((document) => mayRead(reader, document, world()));
    },
  };
}
