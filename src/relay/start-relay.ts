import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { toHex } from '../core/bytes.ts';
import { GenError, toGenError } from '../core/errors.ts';
import type { RelayFacts } from '../ports/relay-client.ts';
import { createApp } from './app.ts';
import { PUBLIC_ACCESS } from './domains/ask-domain.ts';
import { domainChecks } from './domains/domain-checks.ts';
import type { RelayConfig } from './config.ts';
import type { RelayHooks, RunningRelay } from './relay-hooks.ts';
import { milliseconds, openParts, type RelayParts } from './relay-parts.ts';

const HOUR_MS = 3_600_000;

function factsOf({ config, keys }: RelayParts): RelayFacts {
  return {
    namespace: toHex(keys.namespace),
    relay: keys.notary.signer.did,
    name: config.name,
    policy: config.policy,
    maxBlob: config.limits.maxBlob,
    ...(config.private ? { private: true } : {}),
  };
}

function addressOf(app: FastifyInstance, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

interface Collecting {
  /** Ends when what was begun is done. */
  stop(): Promise<void>;
}

function collectHourly({ blobs, log }: RelayParts): Collecting {
  const stopping = new AbortController();
  let underway: Promise<void> | undefined;

  async function collect(): Promise<void> {
    try {
      log.info({ blobs: await blobs.collect(stopping.signal) }, 'unnamed blobs collected');
    } catch (thrown) {
      log.error({ err: toGenError(thrown, 'Storage') }, 'unnamed blobs could not be collected');
    }
    underway = undefined;
  }

  const timer = setInterval(() => {
    underway ??= collect();
  }, HOUR_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await underway;
    },
  };
}

/** Sockets first, then what they left to write; the database last. */
async function stopParts(app: FastifyInstance, parts: RelayParts): Promise<void> {
  const closed = app.close();
  parts.examinations.close();
  await parts.snapshots?.close();
  await parts.acceptor.idle();
  await parts.delivery.idle();
  await parts.documents.stop();
  await closed;
  await parts.acceptor.idle();
  await parts.heads?.close();
  await parts.tally.close();
  parts.delivery.close();
  parts.storage.close();
  parts.closeDatabase();
}

/**
 * One relay in this process.
 *
 * @throws GenError InvalidState `data-in-use` (another relay holds the folder) | `relay-keys-missing`;
 *         Network `listen` (the port is taken); Storage.
 */
export async function startRelay(config: RelayConfig, hooks: RelayHooks = {}): Promise<RunningRelay> {
  const parts = await openParts(config, hooks);
  const { journal, blobs, keys, documents } = parts;
  const facts = factsOf(parts);
  const clock = milliseconds(parts.clock);
  const domains = domainChecks(journal, parts.clock, hooks.domains ?? PUBLIC_ACCESS);
  const app = await createApp({ ...parts, facts, clock, domains, healthy: () => parts.storage.healthy() });
  documents.attachSync(app.server);
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (thrown) {
    await stopParts(app, parts);
    throw new GenError('Network', 'listen', { host: config.host, port: config.port }, thrown);
  }
  const collecting = collectHourly(parts);
  let stopping: Promise<void> | undefined;
  const relay: RunningRelay = {
    address: addressOf(app, config.host),
    facts,
    journal,
    isNew: keys.isNew,
    collectBlobs: () => blobs.collect(),
    refreshHead: async () => parts.heads?.refresh(),
    refreshAggregates: () => parts.tally.refresh(),
    stop() {
      stopping ??= collecting.stop().then(() => stopParts(app, parts));
      return stopping;
    },
  };
  return relay;
}
