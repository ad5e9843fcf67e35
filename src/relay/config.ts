import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { GenError } from '../core/errors.ts';
import { FIRST_EPOCH, type Epoch } from '../core/record/document.ts';

/** Who is given a free name: whoever claims it first, or nobody over HTTP. Invitations are admins' delegations. */
export type ClaimPolicy = 'open' | 'invite' | 'closed';

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS = {
  maxBlob: 64 * MIB,
  /** Bytes that one key may store in 24 hours. */
  blobsPerDay: 1024 * MIB,
  /** Bytes in all that no record names yet: keys are free, disks are not. */
  unnamedBlobs: 8 * 1024 * MIB,
  maxReview: 16 * 1024,
  maxMembers: 500,
  maxPost: MIB,
  /** Requests that change or read records and blobs, per address and minute. */
  requestsPerMinute: 3000,
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
  readonly epoch: Epoch;
  readonly limits: Limits;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4321),
  HOST: z.string().min(1).default('localhost'),
  GEN_REGISTRY_DATA: z.string().min(1).default('./data'),
  GEN_REGISTRY_NAME: z.string().min(1).max(80).default('Gen Registry'),
  GEN_REGISTRY_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  policy: z.enum(['open', 'invite', 'closed']).default('open'),
  'no-samples': z.boolean().default(false),
  dev: z.boolean().default(false),
});

const FLAGS = {
  policy: { type: 'string' },
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
  const { PORT, HOST, GEN_REGISTRY_DATA, GEN_REGISTRY_NAME, GEN_REGISTRY_LOG, policy, dev } = parsed.data;
  return {
    host: HOST,
    port: PORT,
    name: GEN_REGISTRY_NAME,
    data: resolve(GEN_REGISTRY_DATA),
    app: BUILT_APP,
    samples: !parsed.data['no-samples'],
    dev,
    policy,
    epoch: FIRST_EPOCH,
    limits: DEFAULT_LIMITS,
    logLevel: GEN_REGISTRY_LOG,
  };
}
