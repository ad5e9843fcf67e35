import { GenError } from '../../core/errors.ts';
import { publicKeyOf, type Did } from '../../core/ids.ts';
import { readBackup, writeBackup } from '../../keys/backup-file.ts';
import { drawSeed, keyOfSeed, signWith } from '../../keys/seed-key.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdentityFacts, IdentityKeeper } from '../../ports/identity.ts';
import type { Locks } from '../../ports/lock.ts';
import type { Tables } from '../../ports/tables.ts';
import {
  drawDeviceKey,
  keepSeed,
  openSeed,
  readIdentity,
  readOffer,
  type StoredIdentity,
} from './stored-identity.ts';

export interface IdbIdentityOptions {
  /** Must keep CryptoKeys: IndexedDB or memory. */
  readonly tables: Tables;
  /** Across tabs and workers: they make and change one identity. */
  readonly locks: Locks;
  readonly clock: Clock;
}

const ROW = 'identity';
const OFFER = 'identity-offer';
const LOCK = 'gen-registry/identity';

/**
 * Keeps the identity as one setting. It is read anew at every call: another tab or worker may have restored a
 * different one.
 */
export function idbIdentity({ tables, locks, clock }: IdbIdentityOptions): IdentityKeeper {
  async function load(): Promise<StoredIdentity | undefined> {
    const row = await tables.get('settings', ROW);
    return row === undefined ? undefined : (await readIdentity(row.value)).identity;
  }

  async function save(identity: StoredIdentity): Promise<StoredIdentity> {
    await tables.write([{ table: 'settings', put: { key: ROW, value: identity } }]);
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

  async function current(): Promise<StoredIdentity> {
    const row = await tables.get('settings', ROW);
    if (row !== undefined) {
      const { identity, isOld } = await readIdentity(row.value);
      if (!isOld) return identity;
    }
    return locks.exclusive(LOCK, make);
  }

  return {
    async signer() {
      const { did, signing } = (await current()).device;
      return { did, publicKey: publicKeyOf(did), sign: (message) => signWith(signing, message) };
    },

    async main() {
      const { did, main } = await current();
      if (main === undefined) return undefined;
      const seed = await openSeed(did, main);
      const { publicKey, signing } = await keyOfSeed(seed);
      seed.fill(0);
      return { did, publicKey, sign: (message) => signWith(signing, message) };
    },

    facts: async () => factsOf(await current()),

    async backup(passphrase) {
      const { did } = await current();
      return locks.exclusive(LOCK, async () => {
        const identity = (await load()) ?? lost(did);
        if (identity.main === undefined) throw new GenError('PermissionDenied', 'main-key');
        const seed = await openSeed(identity.did, identity.main);
        const text = await writeBackup({ did: identity.did, seed }, passphrase);
        seed.fill(0);
        await save({ ...identity, backedUpAt: clock() });
        return text;
      });
    },

    async restore(backup, passphrase) {
      const { did, seed } = await readBackup(backup, passphrase);
      return locks.exclusive(LOCK, async () => {
        const now = clock();
        const before = await load();
        const createdAt = before?.did === did ? before.createdAt : now;
        // The key that was here may have been cut off, and whoever restores goes on.
        const device = await drawDeviceKey();
        const main = await keepSeed(did, seed);
        return factsOf(await save({ did, createdAt, backedUpAt: now, device, main }));
      });
    },

    offer: () =>
      locks.exclusive(LOCK, async () => {
        const offered = await drawDeviceKey();
        await tables.write([{ table: 'settings', put: { key: OFFER, value: offered } }]);
        return offered.did;
      }),

    join: (person, device) =>
      locks.exclusive(LOCK, async () => {
        const offered = readOffer((await tables.get('settings', OFFER))?.value);
        const before = await load();
        // Asked again after it was done, whose answer was lost.
        if (before?.did === person && before.device.did === device) return factsOf(before);
        if (offered?.did !== device) throw new GenError('InvalidState', 'no-offer', { device });
        const joined: StoredIdentity = { did: person, createdAt: clock(), device: offered };
        await tables.write([
          { table: 'settings', put: { key: ROW, value: joined } },
          { table: 'settings', remove: OFFER },
        ]);
        return factsOf(joined);
      }),
  };
}

function factsOf({ did, createdAt, backedUpAt, device, main }: StoredIdentity): IdentityFacts {
  return { did, device: device.did, hasMain: main !== undefined, createdAt, backedUpAt };
}

function lost(did: Did): never {
  throw new GenError('Storage', 'identity-lost', { did });
}
