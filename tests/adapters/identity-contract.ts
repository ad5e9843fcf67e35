import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ascii } from '../../src/core/bytes.ts';
import { verifyEd25519 } from '../../src/core/ed25519.ts';
import { didOf, parseDid, parseMicros } from '../../src/core/ids.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { IdentityKeeper } from '../../src/ports/identity.ts';

/** Where one device keeps its identity; opened twice it is that of two tabs or processes. */
export interface IdentityPlace {
  open(clock: Clock): IdentityKeeper;
  remove(): Promise<void>;
}

export const PASSPHRASE = 'correct horse';
const ALICE = parseDid('did:key:z6Mks931aemXLmTDGrasbApX8araucPWxRhzP8iqL7XHhXeC');

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

    test('what device and person sign verifies under their keys, and their DIDs are those keys’', async () => {
      const keeper = place.open(clock);
      const message = ascii('hello');
      const [device, person] = [await keeper.signer(), await keeper.main()];
      for (const signer of [device, person ?? device]) {
        expect(await verifyEd25519(signer.publicKey, await signer.sign(message), message)).toBe(true);
        expect(signer.did).toBe(didOf(signer.publicKey));
      }
      expect(await keeper.facts()).toMatchObject({ did: person?.did, device: device.did, hasMain: true });
    });

    test('who joins another person signs by the key that was offered, and has no main key to back up', async () => {
      const keeper = place.open(clock);
      await keeper.facts();
      const device = await keeper.offer();
      expect(await keeper.facts()).not.toMatchObject({ device });

      const joined = await keeper.join(ALICE, device);

      expect(joined).toMatchObject({ did: ALICE, device, hasMain: false });
      expect((await place.open(clock).signer()).did).toBe(device);
      expect(await keeper.main()).toBeUndefined();
      await expect(keeper.backup(PASSPHRASE)).rejects.toMatchObject({ reason: 'main-key' });
      expect(await keeper.join(ALICE, device)).toEqual(joined);
    });

    test('a key that was not offered last joins nobody, and nothing is lost by it', async () => {
      const keeper = place.open(clock);
      const before = await keeper.facts();
      const first = await keeper.offer();
      await keeper.offer();
      await expect(keeper.join(ALICE, first)).rejects.toMatchObject({ reason: 'no-offer' });
      expect(await keeper.facts()).toEqual(before);
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

    test('restoring one’s own backup keeps the day it was made, and no key that only this device had', async () => {
      const keeper = place.open(clock);
      const { did, device } = await keeper.facts();
      const backup = await keeper.backup(PASSPHRASE);
      now = 4_000;
      const restored = await keeper.restore(backup, PASSPHRASE);
      expect(restored).toMatchObject({ did, hasMain: true, createdAt: 1_000, backedUpAt: 4_000 });
      expect(restored.device === device).toBe(device === did);
      expect((await keeper.signer()).did).toBe(restored.device);
    });

    test('a restore that fails leaves the identity as it was', async () => {
      const keeper = place.open(clock);
      const before = await keeper.facts();
      const backup = await keeper.backup(PASSPHRASE);
      const { device } = before;
      await expect(keeper.restore(backup, 'wrong horse')).rejects.toMatchObject({ reason: 'passphrase' });
      await expect(keeper.restore('{}', PASSPHRASE)).rejects.toMatchObject({ reason: 'backup-file' });
      expect((await keeper.signer()).did).toBe(device);
      expect(await keeper.facts()).toMatchObject({ did: before.did, device });
    });
  });
}
