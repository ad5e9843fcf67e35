import { z } from 'zod';
import { memoryLocks } from '../adapters/memory/memory-locks.ts';
import { memoryTables } from '../adapters/memory/memory-tables.ts';
import { wallClock } from '../app/device.ts';
import { fromBase64Url, toBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { keyOfSeed, SEED_BYTES, signWith } from '../keys/seed-key.ts';
import type { IdentityKeeper, Signer } from '../ports/identity.ts';
import type { Context, Home } from './context.ts';
import { fileText } from './questions.ts';

/** A key of its own with what it was let do: for a machine that publishes. Who has the file may do just that. */
export interface Token {
  readonly seed: Uint8Array<ArrayBuffer>;
  /** An encoded capability member. */
  readonly capability: Uint8Array<ArrayBuffer>;
}

const FORMAT = 'gen-registry-token/1';
const tokenFile = z.strictObject({ format: z.literal(FORMAT), seed: z.string(), capability: z.string() });

export function tokenText({ seed, capability }: Token): string {
  const file = { format: FORMAT, seed: toBase64Url(seed), capability: toBase64Url(capability) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The message never has anything of the token in it. @throws GenError InvalidInput `token`. */
function readToken(text: string, from: string): Token {
  try {
    const file = tokenFile.parse(JSON.parse(text));
    const seed = fromBase64Url(file.seed);
    if (seed.length !== SEED_BYTES) throw new Error('no seed');
    return { seed, capability: fromBase64Url(file.capability) };
  } catch {
    throw new GenError('InvalidInput', 'token', { from });
  }
}

/**
 * From the environment and never from a flag: other users of a machine can read flags.
 *
 * @throws GenError InvalidInput `token`; NotFound `file`.
 */
export async function givenToken({ environment }: Context): Promise<Token | undefined> {
  const { GEN_TOKEN: content = '', GEN_TOKEN_FILE: file = '' } = environment;
  if (content !== '') return readToken(content, 'GEN_TOKEN');
  return file === '' ? undefined : readToken(await fileText(file), 'GEN_TOKEN_FILE');
}

async function tokenIdentity(seed: Token['seed']): Promise<IdentityKeeper> {
  const { did, publicKey, signing } = await keyOfSeed(seed);
  const refuse = () => Promise.reject(new GenError('InvalidState', 'token-identity'));
  const signer: Signer = { did, publicKey, sign: (message) => signWith(signing, message) };
  return {
    signer: async () => signer,
    main: async () => signer,
    facts: async () => ({ did, device: did, hasMain: true, createdAt: wallClock() }),
    backup: refuse,
    restore: refuse,
    offer: refuse,
    join: refuse,
  };
}

/** Nothing of a token's work stays on the machine, and nothing of this device's own is touched. */
export async function tokenHome({ seed }: Token): Promise<Home> {
  return {
    tables: memoryTables(),
    identity: await tokenIdentity(seed),
    locks: memoryLocks(),
    hasIdentity: async () => true,
    close: async () => undefined,
  };
}
