import { availableParallelism } from 'node:os';
import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import { openValidatorProcesses } from '../adapters/node/validator-processes.ts';
import type { GenError } from '../core/errors.ts';
import { parseMicros } from '../core/ids.ts';
import { pathText } from '../core/path.ts';
import { AUTHORITY } from '../core/record/document.ts';
import type { Clock } from '../ports/clock.ts';
import { documentIdOf } from '../replica/replica.ts';
import { acceptor, type Acceptor } from './accept.ts';
import { sqliteBlobIndex } from './blob-index.ts';
import { blobStore, type BlobStore } from './blob-store.ts';
import { sqliteChunks } from './chunk-store.ts';
import type { RelayConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { sqliteDocumentIds } from './document-ids.ts';
import { sqliteHeads } from './head-store.ts';
import { headPublisher, type Heads, type HeadsOptions } from './heads.ts';
import { documentDelivery, type Delivery } from './delivery.ts';
import { examinations, type Examinations } from './examinations.ts';
import { sqliteJournal, type Journal } from './journal.ts';
import { openRelayKeys, type RelayKeys } from './keys.ts';
import { relayMetrics, type Metrics } from './metrics.ts';
import { ownStanding, sayWhatEnded, type OwnStanding } from './own-standing.ts';
import { relayReaders, type Readers } from './readers.ts';
import type { RelayDocuments, RelayHooks } from './relay-hooks.ts';
import { recordQuota } from './record-quota.ts';
import { refusals, type Refusals } from './refusals.ts';
import { sqliteSnapshots } from './snapshot-index.ts';
import { catalogueSnapshots, type Snapshots } from './snapshots.ts';
import { relayStorage, type RelayStorage } from './storage-adapter.ts';
import { recordSets } from './record-sets.ts';
import { openTally, type Tally } from './tally/tally.ts';

const systemClock: Clock = () => parseMicros(Date.now() * 1000);

/** Publishers come in crowds, and the first one waits for the process to start. */
const VALIDATOR_IDLE_MS = 600_000;

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
  readonly examinations: Examinations;
  readonly delivery: Delivery;
  readonly documents: RelayDocuments;
  readonly acceptor: Acceptor;
  readonly own: OwnStanding;
  readonly heads: Heads | undefined;
  /** Absent where this relay carries no documents. */
  readonly snapshots: Snapshots | undefined;
  readonly tally: Tally;
  readonly metrics: Metrics;
  readonly refusals: Refusals;
  readonly log: FastifyBaseLogger;
  readonly clock: Clock;
  /** Of a private relay; absent: everybody may read. */
  readonly readers: Readers | undefined;
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

/** Nothing where the root has not let this relay sign heads: its devices will call it stale. */
function openHeads(
  { namespace, heads: signing }: RelayKeys,
  parts: Pick<HeadsOptions, 'journal' | 'database' | 'store' | 'clock' | 'every'>,
  log: FastifyBaseLogger,
): Heads | undefined {
  if (signing !== undefined) {
    const onFault = (err: GenError): void => log.error({ err }, 'no head could be signed');
    return headPublisher({ namespace, signing, onFault, ...parts });
  }
  log.warn(
    'this relay signs no heads, as its folder was made before there were any: put root.key back into it for one start, ' +
      'or give the command "gen relay delegate-heads FILE" with the encrypted one',
  );
  return undefined;
}

/** @throws GenError as `startRelay`; then nothing stays open. */
export async function openParts(config: RelayConfig, hooks: RelayHooks): Promise<RelayParts> {
  const log: FastifyBaseLogger = pino({ level: config.logLevel }, pino.destination(2));
  const clock = hooks.clock ?? systemClock;
  const metrics = relayMetrics();
  const refused = refusals(log, metrics, () => performance.now());
  const database = openDatabase(config.data);
  try {
    const journal = sqliteJournal(database);
    const keys = await openRelayKeys(config.data, !journal.isEmpty(), clock);
    writeAuthority(keys, journal);
    const sets = recordSets(journal);
    const storage = relayStorage(sqliteChunks(database), ({ reason }, waiting) =>
      log.error({ reason, waiting }, 'documents cannot be saved; the relay takes no records'),
    );
    const readers = config.private
      ? relayReaders({ journal, sets, namespace: keys.namespace, clock })
      : undefined;
    const documents = await (hooks.openDocuments?.({
      config,
      keys,
      journal,
      ids: sqliteDocumentIds(database, (path) =>
        documentIdOf({ namespace: keys.namespace, epoch: config.epoch, path }),
      ),
      storage,
      log,
      metrics,
      refusals: refused,
      clock,
      readers,
    }) ?? httpOnly);
    const own = ownStanding(sets, keys, clock);
    const sayEnds = sayWhatEnded(own, log);
    sayEnds();
    const delivery = documentDelivery(journal, documents, ({ code, reason, cause }, document) =>
      log.error({ code, reason, document, err: cause }, 'document lags behind the journal'),
    );
    const blobs = blobStore(config.data, sqliteBlobIndex(database), config.limits, milliseconds(clock));
    const size = Math.max(1, Math.min(2, availableParallelism() - 1));
    const examining = examinations({
      store: blobs,
      validator: hooks.validator ?? openValidatorProcesses({ size, idleLimit: VALIDATOR_IDLE_MS }),
      limits: config.limits,
      atOnce: size,
      metrics,
      onFault: (err, blob) => log.error({ err, blob }, 'a binary could not be examined'),
    });
    const accepting = acceptor({
      keys,
      journal,
      sets,
      delivery,
      clock,
      epoch: config.epoch,
      claims: config.policy,
      maxReview: config.limits.maxReview,
      maxModules: config.limits.modules,
      charge: recordQuota(config.limits, milliseconds(clock)),
      blobSize: (sha256) => blobs.size(sha256),
      examinations: examining,
      onAuthority: sayEnds,
      onRefusal(error, id, record) {
        const path = record === undefined ? undefined : pathText(record.path);
        refused.report('record', error, { record: id, path });
      },
    });
    const heads = openHeads(
      keys,
      { journal, database, store: sqliteHeads(database), clock, every: config.headEvery },
      log,
    );
    const { shard } = documents;
    const snapshots =
      shard === undefined
        ? undefined
        : await catalogueSnapshots({
            data: config.data,
            index: sqliteSnapshots(database),
            namespace: keys.namespace,
            epoch: config.epoch,
            signer: keys.notary.signer,
            shard,
            count: (path) => journal.count(path),
            clock: milliseconds(clock),
            every: config.snapshotEvery,
            onFault: (err) => log.error({ err }, 'the catalogue could not be saved as files'),
          });
    const tally = openTally({
      database,
      journal,
      sets,
      namespace: keys.namespace,
      signer: keys.notary.signer,
      clock,
      onFault: (err) => log.error({ err }, 'downloads and ratings could not be counted'),
    });
    return {
      config,
      keys,
      journal,
      storage,
      blobs,
      examinations: examining,
      delivery,
      documents,
      acceptor: accepting,
      own,
      heads,
      snapshots,
      tally,
      metrics,
      refusals: refused,
      log,
      clock,
      readers,
      closeDatabase: () => database.close(),
    };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
