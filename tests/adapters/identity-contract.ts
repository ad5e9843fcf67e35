import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ascii } from '../../src/core/bytes.ts';
import { verifyEd25519 } from '../../src/core/ed25519.ts';
import { didOf, parseMicros } from '../../src/core/ids.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { IdentityKeeper } from '../../src/ports/identity.ts';

/** Where one device keeps its identity; opened twice it is that of two tabs or processes. */
export interface IdentityPlace {
  open(clock: Clock): IdentityKeeper;
  remove(): Promise<void>;
}

export const PASSPHRASE = 'correct horse';

/** What every `IdentityKeeper` keeps. */
export function identityContract(name: string, makePlace: () => Promise<IdentityPlace>): void {
  describe(name, () => {
    let place: IdentityPlace;
    let now: number;
    const clock: Clock = () => parseMicros(now);

    beforeEach(async () => {
      place = await makePlace();
      now = 1_000;
    });

    afterEach(() => place.remove());

    test('the identity is made at first use and stays', async () => {
      const facts = await place.open(clock).facts();
      now = 2_000;
      expect(await place.open(clock).facts()).toEqual(facts);
      expect(facts.createdAt).toBe(1_000);
      expect(facts.backedUpAt).toBeUndefined();
    });

    test('what it signs verifies under its key, and its DID is that key’s', async () => {
      const signer = await place.open(clock).signer();
      const message = ascii('hello');
      expect(await verifyEd25519(signer.publicKey, await signer.sign(message), message)).toBe(true);
      expect(signer.did).toBe(didOf(signer.publicKey));
    });

    test('many who ask at once for the first time get one identity', async () => {
      const keepers = Array.from({ length: 5 }, () => place.open(clock));
      const signers = await Promise.all(keepers.map((keeper) => keeper.signer()));
      expect(new Set(signers.map(({ did }) => did)).size).toBe(1);
    });

    test('a backup is remembered with its time and does not change the identity', async () => {
      const keeper = place.open(clock);
      const before = await keeper.facts();
      now = 3_000;
      await keeper.backup(PASSPHRASE);
      expect(await place.open(clock).facts()).toEqual({ ...before, backedUpAt: 3_000 });
    });

    test('a passphrase of seven characters is refused and nothing is marked as backed up', async () => {
      const keeper = place.open(clock);
      await expect(keeper.backup('seven77')).rejects.toMatchObject({
        code: 'InvalidInput',
        reason: 'passphrase-short',
      });
      expect((await keeper.facts()).backedUpAt).toBeUndefined();
    });

    test('restoring one’s own backup keeps the day it was made', async () => {
      const keeper = place.open(clock);
      const { did } = await keeper.facts();
      const backup = await keeper.backup(PASSPHRASE);
      now = 4_000;
      const restored = await keeper.restore(backup, PASSPHRASE);
      expect(restored).toEqual({ did, createdAt: 1_000, backedUpAt: 4_000 });
    });

    test('a restore that fails leaves the identity as it was', async () => {
      const keeper = place.open(clock);
      const before = await keeper.facts();
      const backup = await keeper.backup(PASSPHRASE);
      await expect(keeper.restore(backup, 'wrong horse')).rejects.toMatchObject({ reason: 'passphrase' });
      await expect(keeper.restore('{}', PASSPHRASE)).rejects.toMatchObject({ reason: 'backup-file' });
      expect((await keeper.signer()).did).toBe(before.did);
    });
  });
}
