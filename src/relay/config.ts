import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { GenError } from '../core/errors.ts';
import { FIRST_EPOCH, type Epoch } from '../core/record/document.ts';
import { changedLimits } from './limit-settings.ts';

/** Who is given a free name: whoever claims it first, or nobody over HTTP. Invitations are admins' delegations. */
export type ClaimPolicy = 'open' | 'invite' | 'closed';

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS = {
  maxBlob: 64 * MIB,
  /** Bytes that one key may store in 24 hours. */
  blobsPerDay: 1024 * MIB,
  /** Bytes in all that no record names yet: keys are free, disks are not. */
  unnamedBlobs: 8 * 1024 * MIB,
  /** Binaries that wait to be examined before a release of theirs is taken. */
  waitingBinaries: 256,
  maxReview: 16 * 1024,
  /** Names that are granted in all: what every device holds an index of grows with them. */
  modules: 10_000,
  maxMembers: 500,
  maxPost: MIB,
  /** Requests that change or read records and blobs, per address and minute. */
  requestsPerMinute: 3000,
  /** Bytes of POSTs that are on their way in, in all. */
  postsUnderway: 64 * MIB,
  /** Records that one key may add in an hour, and their bytes. */
  recordsPerHour: 20_000,
  recordBytesPerHour: 16 * MIB,
  /** Their bytes in one document: it is kept, sent and compressed as a whole. */
  documentBytesPerHour: 2 * MIB,
  /** Open WebSockets. */
  sockets: 4096,
  socketsPerAddress: 512,
  socketsPerKey: 32,
  /** Those that have not proved their key yet; in all, the oldest gives way. */
  unprovedSockets: 512,
  unprovedPerAddress: 64,
  /** Documents that one socket may wait for before they exist, and that it may follow. */
  unknownDocuments: 256,
  documentsPerSocket: 1024,
  /** Both together, over the sockets of one key. */
  documentsPerKey: 4096,
  /** Documents besides the catalogue that peers keep in memory: about 0.26 MB each. */
  followedDocuments: 1024,
  /** What one socket may send for long; bursts of some seconds are taken, more waits unread. */
  framesPerSecond: 200,
  bytesPerSecond: 2 * MIB,
  /** Bytes of frames that have only begun to arrive, over all sockets. */
  unfinishedFrames: 64 * MIB,
  /** Bytes that wait for one reader, and for all of them. */
  buffered: 8 * MIB,
  bufferedInAll: 128 * MIB,
} as const;

export type Limits = { readonly [Name in keyof typeof DEFAULT_LIMITS]: number };

export interface RelayConfig {
  /**
   * `localhost` by default: the relay answers on both loopback addresses, as browsers try either, and nobody
   * else reaches it before its owner says so. 0 as port takes a free one.
   */
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly data: string;
  /** Folder of the built app; it may be missing. */
  readonly app: string;
  readonly samples: boolean;
  /** Vite serves the app; the relay answers the rest. */
  readonly dev: boolean;
  readonly policy: ClaimPolicy;
  /** Sends records and blobs only to whom the root, or somebody by it, let read. */
  readonly private: boolean;
  readonly epoch: Epoch;
  readonly limits: Limits;
  /** Milliseconds between signed heads while nothing changes. */
  readonly headEvery: number;
  /** Milliseconds before a shard of the catalogue that changed is saved as a file anew. */
  readonly snapshotEvery: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4321),
  HOST: z.string().min(1).default('localhost'),
  GEN_REGISTRY_DATA: z.string().min(1).default('./data'),
  GEN_REGISTRY_NAME: z.string().min(1).max(80).default('Gen Registry'),
  GEN_REGISTRY_LIMITS: z.string().default(''),
  GEN_REGISTRY_MAX_MODULES: z.coerce.number().int().min(1).optional(),
  GEN_REGISTRY_HEAD_MINUTES: z.coerce.number().int().min(1).max(720).default(60),
  GEN_REGISTRY_SNAPSHOT_MINUTES: z.coerce.number().int().min(1).max(1440).default(5),
  GEN_REGISTRY_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  GEN_REGISTRY_PRIVATE: z.enum(['0', '1']).default('0'),
  policy: z.enum(['open', 'invite', 'closed']).default('open'),
  private: z.boolean().default(false),
  'max-modules': z.coerce.number().int().min(1).optional(),
  'no-samples': z.boolean().default(false),
  dev: z.boolean().default(false),
});

const FLAGS = {
  policy: { type: 'string' },
  private: { type: 'boolean' },
  'max-modules': { type: 'string' },
  'no-samples': { type: 'boolean' },
  dev: { type: 'boolean' },
} as const;

const BUILT_APP = fileURLToPath(new URL('../../dist', import.meta.url));

function flagsOf(args: readonly string[]): Record<string, unknown> {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true }).values;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new GenError('InvalidInput', 'flag', { text }, cause);
  }
}

function isSet([, value]: readonly [string, unknown]): boolean {
  return value !== undefined && value !== '';
}

/** @throws GenError InvalidInput `flag` | `setting`, naming the one that is wrong. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): RelayConfig {
  const given = Object.entries({ ...environment, ...flagsOf(args) }).filter(isSet);
  const parsed = settings.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GenError('InvalidInput', 'setting', {
      field: issue?.path.join('.') ?? '',
      text: issue?.message ?? '',
    });
  }
  const isPrivate = parsed.data.private || parsed.data.GEN_REGISTRY_PRIVATE === '1';
  const limits = changedLimits(DEFAULT_LIMITS, parsed.data.GEN_REGISTRY_LIMITS);
  const modules = parsed.data['max-modules'] ?? parsed.data.GEN_REGISTRY_MAX_MODULES ?? limits.modules;
  const { PORT, HOST, GEN_REGISTRY_DATA, GEN_REGISTRY_NAME, GEN_REGISTRY_LOG, policy, dev } = parsed.data;
  return {
    host: HOST,
    port: PORT,
    name: GEN_REGISTRY_NAME,
    data: resolve(GEN_REGISTRY_DATA),
    app: BUILT_APP,
    // Whoever offers them reads what is there first, and is nobody whom the root let read.
    samples: !parsed.data['no-samples'] && !isPrivate,
    dev,
    policy,
    private: isPrivate,
    epoch: FIRST_EPOCH,
    limits: { ...limits, modules },
    headEvery: parsed.data.GEN_REGISTRY_HEAD_MINUTES * 60_000,
    snapshotEvery: parsed.data.GEN_REGISTRY_SNAPSHOT_MINUTES * 60_000,
    logLevel: GEN_REGISTRY_LOG,
  };
}
