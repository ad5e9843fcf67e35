import { GenError } from '../../core/errors.ts';
import type { Did } from '../../core/ids.ts';
import { readBackup, writeBackup } from '../../keys/backup-file.ts';
import type { IdentityKeeper } from '../../ports/identity.ts';
import {
  currentIdentity,
  factsOf,
  IDENTITY_LOCK,
  identityRow,
  idbSigners,
  storedIdentity,
  type IdbIdentityOptions,
} from './idb-signers.ts';
import { drawDeviceKey, keepSeed, openSeed, readOffer, type StoredIdentity } from './stored-identity.ts';

const OFFER = 'identity-offer';

/** Keeps the identity as one setting: what signs, and what makes, saves and replaces it. */
export function idbIdentity(options: IdbIdentityOptions): IdentityKeeper {
  const { tables, locks, clock } = options;
  return {
    ...idbSigners(options),

    async backup(passphrase) {
      const { did } = await currentIdentity(options);
      return locks.exclusive(IDENTITY_LOCK, async () => {
        const identity = (await storedIdentity(options)) ?? lost(did);
        if (identity.main === undefined) throw new GenError('PermissionDenied', 'main-key');
        const seed = await openSeed(identity.did, identity.main);
        const text = await writeBackup({ did: identity.did, seed }, passphrase);
        seed.fill(0);
        await tables.write([identityRow({ ...identity, backedUpAt: clock() })]);
        return text;
      });
    },

    async restore(backup, passphrase) {
      const { did, seed } = await readBackup(backup, passphrase);
      return locks.exclusive(IDENTITY_LOCK, async () => {
        const now = clock();
        const before = await storedIdentity(options);
        const createdAt = before?.did === did ? before.createdAt : now;
        // The key that was here may have been cut off, and whoever restores goes on.
        const device = await drawDeviceKey();
        const main = await keepSeed(did, seed);
        const restored: StoredIdentity = { did, createdAt, backedUpAt: now, device, main };
        await tables.write([identityRow(restored)]);
        return factsOf(restored);
      });
    },

    offer: () =>
      locks.exclusive(IDENTITY_LOCK, async () => {
        const offered = await drawDeviceKey();
        await tables.write([{ table: 'settings', put: { key: OFFER, value: offered } }]);
        return offered.did;
      }),

    join: (person, device) =>
      locks.exclusive(IDENTITY_LOCK, async () => {
        const offered = readOffer((await tables.get('settings', OFFER))?.value);
        const before = await storedIdentity(options);
        // Asked again after it was done, whose answer was lost.
        if (before?.did === person && before.device.did === device) return factsOf(before);
        if (offered?.did !== device) throw new GenError('InvalidState', 'no-offer', { device });
        const joined: StoredIdentity = { did: person, createdAt: clock(), device: offered };
        await tables.write([identityRow(joined), { table: 'settings', remove: OFFER }]);
        return factsOf(joined);
      }),
  };
}

function lost(did: Did): never {
  throw new GenError('Storage', 'identity-lost', { did });
}
