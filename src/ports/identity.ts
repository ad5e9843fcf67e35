import type { Did, Micros, PublicKey } from '../core/ids.ts';

/** Signs with one key. */
export interface Signer {
  readonly did: Did;
  readonly publicKey: PublicKey;
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

export interface IdentityFacts {
  /** The person: what others know them by, on all their devices. */
  readonly did: Did;
  /** What signs here. The person's own key where a device has no other, as on the command line. */
  readonly device: Did;
  /** Whether the person's own key is on this device. */
  readonly hasMain: boolean;
  readonly createdAt: Micros;
  readonly backedUpAt?: Micros | undefined;
}

/** What signs here: all that work under way needs of an identity. */
export interface Signers {
  /** Signs with this device's key. Makes the identity at first use. */
  signer(): Promise<Signer>;
  /** The person's own key, to hand on, withdraw and rotate by; `undefined` where it is on another device. */
  main(): Promise<Signer | undefined>;
  facts(): Promise<IdentityFacts>;
}

/**
 * Holds this device's key, and the person's main key where it is here: its seed leaves only inside a backup that a
 * passphrase encrypts.
 */
export interface IdentityKeeper extends Signers {
  /** @throws GenError PermissionDenied `main-key` */
  backup(passphrase: string): Promise<string>;
  /**
   * This device becomes one of the backup's person, with their main key and a new key of its own.
   *
   * @throws GenError InvalidInput `backup-file` | PermissionDenied `passphrase`
   */
  restore(backup: string, passphrase: string): Promise<IdentityFacts>;
  /** A key that this device would sign with for another person, kept until `join` or the next offer. */
  offer(): Promise<Did>;
  /**
   * This device signs for `person` from now on, with the key that it offered. What was here before is gone.
   *
   * @throws GenError InvalidState `no-offer` where `device` was not offered last.
   */
  join(person: Did, device: Did): Promise<IdentityFacts>;
}
