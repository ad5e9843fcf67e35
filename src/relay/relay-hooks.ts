import type { Server } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import type { RelayFacts } from '../ports/relay-client.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { Clock } from '../ports/clock.ts';
import type { Validator } from '../ports/validator.ts';
import type { RelayConfig } from './config.ts';
import type { DomainAccess } from './domains/ask-domain.ts';
import type { DocumentIds } from './document-ids.ts';
import type { DocumentWriter } from './document-writer.ts';
import type { Journal } from './journal.ts';
import type { RelayKeys } from './keys.ts';
import type { Metrics } from './metrics.ts';
import type { Readers } from './readers.ts';
import type { Refusals } from './refusals.ts';
import type { ShardState } from './snapshots.ts';
import type { RelayStorage } from './storage-adapter.ts';

/** What live documents are made from. */
export interface RelayContext {
  readonly config: RelayConfig;
  readonly keys: RelayKeys;
  readonly journal: Journal;
  readonly ids: DocumentIds;
  readonly storage: RelayStorage;
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly refusals: Refusals;
  readonly clock: Clock;
  /** Of a private relay; absent: everybody may read. */
  readonly readers: Readers | undefined;
}

/** The Automerge side of a relay. */
export interface RelayDocuments extends DocumentWriter {
  /** A shard of the catalogue as it is now; absent where this relay carries no documents. */
  readonly shard?: (path: DocumentPath) => Promise<ShardState>;
  /** Before the server listens. Peers come by `/sync`; other upgrades are refused. */
  attachSync(server: Server): void;
  /** Closes every peer's socket and saves what is not saved yet. */
  stop(): Promise<void>;
}

export interface RunningRelay {
  /** Such as `http://localhost:4321`, with the port that was taken. */
  readonly address: string;
  readonly facts: RelayFacts;
  readonly journal: Journal;
  /** Keys were made at this start: the owner has to be told of the root key. */
  readonly isNew: boolean;
  /** Removes blobs that no record named within a day; done hourly by itself. @returns how many. */
  collectBlobs(): Promise<number>;
  /** Signs a head of the namespace if it is time, or if there is something new; done every minute by itself. */
  refreshHead(): Promise<void>;
  /** Counts what was sent and taken until now, and signs a table of it; done every minute by itself. */
  refreshAggregates(): Promise<void>;
  /** No new requests; what runs is finished and flushed. Called again it is the same stop. */
  stop(): Promise<void>;
}

export interface RelayHooks {
  /** Without it the relay speaks HTTP only. */
  readonly openDocuments?: (context: RelayContext) => Promise<RelayDocuments>;
  readonly clock?: Clock;
  /** How binaries are examined; without it in processes beside this one. Closed with the relay. */
  readonly validator?: Validator;
  /** How domains are asked; without it over HTTPS, at public addresses only. */
  readonly domains?: DomainAccess;
}
