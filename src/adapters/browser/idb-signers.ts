import { publicKeyOf } from '../../core/ids.ts';
import { drawSeed, keyOfSeed, signWith } from '../../keys/seed-key.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdentityFacts, Signers } from '../../ports/identity.ts';
import type { Locks } from '../../ports/lock.ts';
import type { Tables } from '../../ports/tables.ts';
import { drawDeviceKey, keepSeed, openSeed, readIdentity, type StoredIdentity } from './stored-identity.ts';

export interface IdbIdentityOptions {
  /** Must keep CryptoKeys: IndexedDB or memory. */
  readonly tables: Tables;
  /** Across tabs and workers: they make and change one identity. */
  readonly locks: Locks;
  readonly clock: Clock;
}

const ROW = 'identity';
export const IDENTITY_LOCK = 'gen-registry/identity';

/** `tables` has it under this key alone. */
export function identityRow(value: StoredIdentity) {
  return { table: 'settings', put: { key: ROW, value } } as const;
}

export async function storedIdentity({
  tables,
}: Pick<IdbIdentityOptions, 'tables'>): Promise<StoredIdentity | undefined> {
  const row = await tables.get('settings', ROW);
  return row === undefined ? undefined : (await readIdentity(row.value)).identity;
}

/** The identity of this device, made at first use. */
export async function currentIdentity({ tables, locks, clock }: IdbIdentityOptions): Promise<StoredIdentity> {
  async function save(identity: StoredIdentity): Promise<StoredIdentity> {
    await tables.write([identityRow(identity)]);
    return identity;
  }

  /** Under the lock: one identity is made, and one key for a device that had none. */
  async function make(): Promise<StoredIdentity> {
    const row = await tables.get('settings', ROW);
    if (row !== undefined) {
      const { identity, isOld } = await readIdentity(row.value);
      return isOld ? save(identity) : identity;
    }
    const seed = drawSeed();
    const { did } = await keyOfSeed(seed);
    const main = await keepSeed(did, seed);
    return save({ did, createdAt: clock(), device: await drawDeviceKey(), main });
  }

  const row = await tables.get('settings', ROW);
  if (row !== undefined) {
    const { identity, isOld } = await readIdentity(row.value);
    if (!isOld) return identity;
  }
  return locks.exclusive(IDENTITY_LOCK, make);
}

export function factsOf({ did, createdAt, backedUpAt, device, main }: StoredIdentity): IdentityFacts {
  return { did, device: device.did, hasMain: main !== undefined, createdAt, backedUpAt };
}

/** What signs on this device, read anew at every call: another tab or worker may have restored a different identity. */
export function idbSigners(options: IdbIdentityOptions): Signers {
  return {
    async signer() {
      const { did, signing } = (await currentIdentity(options)).device;
      return { did, publicKey: publicKeyOf(did), sign: (message) => signWith(signing, message) };
    },

    async main() {
      const { did, main } = await currentIdentity(options);
      if (main === undefined) return undefined;
      const seed = await openSeed(did, main);
      const { publicKey, signing } = await keyOfSeed(seed);
      seed.fill(0);
      return { did, publicKey, sign: (message) => signWith(signing, message) };
    },

    facts: async () => factsOf(await currentIdentity(options)),
  };
}
