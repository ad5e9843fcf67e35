import * as z from 'zod/mini';
import { readBackup, writeBackup } from '../../keys/backup-file.ts';
import { drawSeed, keyOfSeed, signWith } from '../../keys/seed-key.ts';
import { ascii } from '../../core/bytes.ts';
import { GenError } from '../../core/errors.ts';
import { publicKeyOf, type Did, type Micros } from '../../core/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdentityFacts, IdentityKeeper, Signer } from '../../ports/identity.ts';
import type { Locks } from '../../ports/lock.ts';
import type { Tables } from '../../ports/tables.ts';

export interface IdbIdentityOptions {
  /** Must keep CryptoKeys: IndexedDB or memory. */
  readonly tables: Tables;
  /** Across tabs and workers: they make and change one identity. */
  readonly locks: Locks;
  readonly clock: Clock;
}

const ROW = 'identity';
const LOCK = 'gen-registry/identity';
const AES = { name: 'AES-GCM', length: 256 };

const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
const webKey = z.custom<CryptoKey>((value) => value instanceof CryptoKey);

/** Neither key can be read out, by scripts of this origin neither; the seed opens with `wrapping` only. */
const storedIdentity = z.object({
  did: z.custom<Did>((value) => typeof value === 'string'),
  createdAt: z.custom<Micros>((value) => Number.isSafeInteger(value)),
  backedUpAt: z.optional(z.custom<Micros>((value) => Number.isSafeInteger(value))),
  signing: webKey,
  wrapping: webKey,
  iv: bytes,
  seed: bytes,
});

type StoredIdentity = z.infer<typeof storedIdentity>;

/**
 * Keeps the identity as one setting. It is read anew at every call: another tab or worker may have restored a
 * different one.
 */
export function idbIdentity({ tables, locks, clock }: IdbIdentityOptions): IdentityKeeper {
  async function load(): Promise<StoredIdentity | undefined> {
    const row = await tables.get('settings', ROW);
    if (row === undefined) return undefined;
    const parsed = storedIdentity.safeParse(row.value);
    // Never replaced in silence: the key may still be saved by hand.
    if (!parsed.success) throw new GenError('Storage', 'identity', {}, parsed.error);
    return parsed.data;
  }

  async function save(identity: StoredIdentity): Promise<StoredIdentity> {
    await tables.write([{ table: 'settings', put: { key: ROW, value: identity } }]);
    return identity;
  }

  async function create(): Promise<StoredIdentity> {
    const seed = drawSeed();
    return save({ ...(await keepSeed(seed)), createdAt: clock() });
  }

  async function current(): Promise<StoredIdentity> {
    return (await load()) ?? locks.exclusive(LOCK, async () => (await load()) ?? create());
  }

  async function signer(): Promise<Signer> {
    const { did, signing } = await current();
    return { did, publicKey: publicKeyOf(did), sign: (message) => signWith(signing, message) };
  }

  return {
    signer,
    main: signer,

    facts: async () => factsOf(await current()),

    async backup(passphrase) {
      const { did } = await current();
      return locks.exclusive(LOCK, async () => {
        const identity = (await load()) ?? lost(did);
        const text = await writeBackup({ did: identity.did, seed: await openSeed(identity) }, passphrase);
        await save({ ...identity, backedUpAt: clock() });
        return text;
      });
    },

    async restore(backup, passphrase) {
      const restored = await readBackup(backup, passphrase);
      return locks.exclusive(LOCK, async () => {
        const now = clock();
        const before = await load();
        const createdAt = before?.did === restored.did ? before.createdAt : now;
        return factsOf(await save({ ...(await keepSeed(restored.seed)), createdAt, backedUpAt: now }));
      });
    },
  };
}

function factsOf({ did, createdAt, backedUpAt }: StoredIdentity): IdentityFacts {
  return { did, createdAt, backedUpAt };
}

function lost(did: Did): never {
  throw new GenError('Storage', 'identity-lost', { did });
}

/** Wipes the seed when it is wrapped. */
async function keepSeed(
  seed: Uint8Array<ArrayBuffer>,
): Promise<Omit<StoredIdentity, 'createdAt' | 'backedUpAt'>> {
  const { did, signing } = await keyOfSeed(seed);
  const wrapping = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = new Uint8Array(await crypto.subtle.encrypt(wrap(iv, did), wrapping, seed));
  seed.fill(0);
  return { did, signing, wrapping, iv, seed: wrapped };
}

async function openSeed({ did, wrapping, iv, seed }: StoredIdentity): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(wrap(iv, did), wrapping, seed));
  } catch (cause) {
    throw new GenError('Storage', 'identity', { did }, cause);
  }
}

function wrap(iv: Uint8Array<ArrayBuffer>, did: Did) {
  return { name: 'AES-GCM', iv, additionalData: ascii(did) };
}
