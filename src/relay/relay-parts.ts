import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import { parseMicros } from '../core/ids.ts';
import { pathText } from '../core/path.ts';
import { AUTHORITY } from '../core/record/document.ts';
import type { Clock } from '../ports/clock.ts';
import { acceptor, type Acceptor } from './accept.ts';
import { sqliteBlobIndex } from './blob-index.ts';
import { blobStore, type BlobStore } from './blob-store.ts';
import { sqliteChunks } from './chunk-store.ts';
import type { RelayConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { documentDelivery, type Delivery } from './delivery.ts';
import { sqliteJournal, type Journal } from './journal.ts';
import { openRelayKeys, type RelayKeys } from './keys.ts';
import { relayMetrics, type Metrics } from './metrics.ts';
import type { RelayDocuments, RelayHooks } from './relay-hooks.ts';
import { relayStorage, type RelayStorage } from './storage-adapter.ts';

const systemClock: Clock = () => parseMicros(Date.now() * 1000);

/** Only what came over HTTP: the documents stay in the journal until somebody carries them. */
const httpOnly: RelayDocuments = {
  add: () => Promise.resolve(),
  attachSync: () => undefined,
  stop: () => Promise.resolve(),
};

/** Everything of a relay but its server. */
export interface RelayParts {
  readonly config: RelayConfig;
  readonly keys: RelayKeys;
  readonly journal: Journal;
  readonly storage: RelayStorage;
  readonly blobs: BlobStore;
  readonly delivery: Delivery;
  readonly documents: RelayDocuments;
  readonly acceptor: Acceptor;
  readonly metrics: Metrics;
  readonly log: FastifyBaseLogger;
  readonly clock: Clock;
  closeDatabase(): void;
}

/** Milliseconds since 1970, as HTTP and the file system count. */
export function milliseconds(clock: Clock): () => number {
  return () => Math.floor(clock() / 1000);
}

/** What the root signed at first start; written again when a crash cut that start off. */
function writeAuthority(keys: RelayKeys, journal: Journal): void {
  const missing = keys.authority.filter(({ id }) => !journal.has(AUTHORITY, id));
  if (missing.length === 0) return;
  journal.append(
    missing.map(({ id, bytes }) => ({ document: AUTHORITY, id, bytes })),
    [],
  );
}

/** @throws GenError as `startRelay`; then nothing stays open. */
export async function openParts(config: RelayConfig, hooks: RelayHooks): Promise<RelayParts> {
  const log: FastifyBaseLogger = pino({ level: config.logLevel }, pino.destination(2));
  const clock = hooks.clock ?? systemClock;
  const database = openDatabase(config.data);
  try {
    const journal = sqliteJournal(database);
    const keys = await openRelayKeys(config.data, journal.documents().length > 0, clock);
    writeAuthority(keys, journal);
    const storage = relayStorage(sqliteChunks(database), ({ reason }, waiting) =>
      log.error({ reason, waiting }, 'documents cannot be saved; the relay takes no records'),
    );
    const documents = await (hooks.openDocuments?.({ config, keys, journal, storage, log, clock }) ??
      httpOnly);
    const delivery = documentDelivery(journal, documents, ({ code, reason, cause }, document) =>
      log.error({ code, reason, document, err: cause }, 'document lags behind the journal'),
    );
    const blobs = blobStore(config.data, sqliteBlobIndex(database), config.limits, milliseconds(clock));
    const metrics = relayMetrics();
    const accepting = acceptor({
      keys,
      journal,
      delivery,
      clock,
      epoch: config.epoch,
      claims: config.policy,
      maxReview: config.limits.maxReview,
      blobSize: (sha256) => blobs.size(sha256),
      onRefusal(error, id, record) {
        metrics.refused(error);
        const path = record === undefined ? undefined : pathText(record.path);
        const facts = { record: id, path, code: error.code, reason: error.reason, data: error.data };
        if (error.reason === 'unexpected') log.error({ ...facts, err: error.cause }, 'record not judged');
        else log.info(facts, 'record refused');
      },
    });
    return {
      config,
      keys,
      journal,
      storage,
      blobs,
      delivery,
      documents,
      acceptor: accepting,
      metrics,
      log,
      clock,
      closeDatabase: () => database.close(),
    };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
