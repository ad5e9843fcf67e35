import rateLimit from '@fastify/rate-limit';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { GenError } from '../core/errors.ts';
import { parseMicros } from '../core/ids.ts';
import type { RelayFacts } from '../ports/relay-client.ts';
import type { Acceptor } from './accept.ts';
import { appRoutes } from './app-routes.ts';
import { blobRoutes } from './blob-routes.ts';
import type { BlobStore } from './blob-store.ts';
import type { RelayConfig } from './config.ts';
import type { Examinations } from './examinations.ts';
import type { Heads } from './heads.ts';
import type { DomainChecks } from './domains/domain-checks.ts';
import { domainRoutes } from './domains/domain-routes.ts';
import { headsRoutes } from './heads-routes.ts';
import type { Journal } from './journal.ts';
import type { Metrics } from './metrics.ts';
import { mailboxes } from './pairing/mailboxes.ts';
import { pairingRoutes } from './pairing/pairing-routes.ts';
import type { OwnStanding } from './own-standing.ts';
import { answerError, requestRefusal, sendProblem } from './problem.ts';
import { OPEN, readGuard } from './read-guard.ts';
import type { Readers } from './readers.ts';
import { recordsRoutes } from './records-routes.ts';
import { reportIndex } from './report-index.ts';
import { reportsRoutes } from './reports-routes.ts';
import type { Refusals } from './refusals.ts';
import type { Snapshots } from './snapshots.ts';
import { snapshotsRoutes } from './snapshots-routes.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { aggregatesRoutes } from './tally/aggregates-routes.ts';
import type { Tally } from './tally/tally.ts';

export interface AppParts {
  readonly config: RelayConfig;
  readonly facts: RelayFacts;
  readonly acceptor: Acceptor;
  readonly journal: Journal;
  readonly blobs: BlobStore;
  readonly examinations: Examinations;
  /** Absent: this relay may not sign heads. */
  readonly heads: Heads | undefined;
  /** Absent: this relay carries no documents. */
  readonly snapshots: Snapshots | undefined;
  /** Which of the relay's own keys have ended. */
  readonly own: OwnStanding;
  /** Absent: this relay asks no domains. */
  readonly domains?: DomainChecks | undefined;
  readonly tally: Pick<Tally, 'aggregates' | 'downloads'>;
  readonly metrics: Metrics;
  readonly refusals: Refusals;
  readonly log: FastifyBaseLogger;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Of a private relay; absent: everybody may read. */
  readonly readers: Readers | undefined;
  /** Whether documents can be saved. */
  healthy(): boolean;
}

const MINUTE_MS = 60_000;
/** A slow upload of the largest blob; what is slower holds a socket for nothing. */
const REQUEST_TIMEOUT_MS = 15 * MINUTE_MS;

function healthRoutes(app: FastifyInstance, { journal, own, healthy, metrics }: AppParts): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    if (!healthy() || !journal.probe()) return sendProblem(reply, new GenError('Storage', 'read-only'));
    // It may be read, and takes nothing any more.
    const end = own.ended('notary');
    if (end !== undefined) {
      const data = { time: end.time, text: end.reason };
      return sendProblem(reply, new GenError('InvalidState', 'notary-ended', data), 503);
    }
    return reply.send({ status: 'ready' });
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

/** What reads and writes records and blobs, limited by address. */
async function dataRoutes(app: FastifyInstance, parts: AppParts): Promise<void> {
  const { config, facts, acceptor, journal, blobs, metrics, clock, healthy, readers } = parts;
  const guard = readers === undefined ? OPEN : readGuard(readers, facts.relay, clock);
  const writable = (): void => {
    if (!healthy()) throw new GenError('Storage', 'read-only');
  };
  await app.register(rateLimit, {
    max: config.limits.requestsPerMinute,
    timeWindow: MINUTE_MS,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new GenError('QuotaExceeded', 'requests', { limit: max, retryAfterMs: ttl }),
  });
  app.get('/.well-known/gen-registry.json', (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(facts),
  );
  await app.register(recordsRoutes, {
    acceptor,
    journal,
    writable,
    epoch: config.epoch,
    limits: config.limits,
    guard,
  });
  const { snapshots, own } = parts;
  await app.register(snapshotsRoutes, { snapshots, own, guard });
  await app.register(headsRoutes, { heads: parts.heads, own: parts.own, guard });
  const { aggregates, downloads } = parts.tally;
  await app.register(aggregatesRoutes, { aggregates, own: parts.own, guard });
  const reports = reportIndex(journal, () => parseMicros(clock() * 1000));
  await app.register(reportsRoutes, { reports, guard });
  if (parts.domains !== undefined) await app.register(domainRoutes, { domains: parts.domains, guard });
  const { examinations } = parts;
  await app.register(blobRoutes, { store: blobs, examinations, downloads, clock, writable, guard });
  await app.register(pairingRoutes, { mailboxes: mailboxes(clock), metrics });
}

/** The relay's HTTP side; nothing listens yet. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 200 },
  });
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers(SECURITY_HEADERS);
  });
  // A request that is answered while the relay stops would keep its connection, and the stop, until it times out.
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) void reply.header('connection', 'close');
  });
  app.addHook('onError', async (request, _reply, thrown) => {
    const error = requestRefusal(thrown);
    // To ask for what is not there is no fault.
    if (error === undefined || error.code === 'NotFound') return;
    parts.refusals.report('request', error, { method: request.method, url: request.url.slice(0, 200) });
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, new GenError('NotFound', 'route', { url: request.url.slice(0, 200) })),
  );
  healthRoutes(app, parts);
  await app.register(async (data) => dataRoutes(data, parts));
  if (!parts.config.dev) await app.register(appRoutes, { folder: parts.config.app });
  return app;
}
