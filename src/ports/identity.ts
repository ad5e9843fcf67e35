import type { Did, Micros, PublicKey } from '../core/ids.ts';

/** Signs with one key. */
export interface Signer {
  readonly did: Did;
  readonly publicKey: PublicKey;
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

export interface IdentityFacts {
  readonly did: Did;
  readonly createdAt: Micros;
  readonly backedUpAt?: Micros | undefined;
}

/** Holds the main key. The seed leaves only inside a backup that a passphrase encrypts. */
export interface IdentityKeeper {
  /** Makes the identity at first use. */
  signer(): Promise<Signer>;
  /** The person's own key, to hand on, withdraw and rotate by; `undefined` where it is on another device. */
  main(): Promise<Signer | undefined>;
  facts(): Promise<IdentityFacts>;
  backup(passphrase: string): Promise<string>;
  /** @throws GenError InvalidInput `backup-file` | PermissionDenied `passphrase` */
  restore(backup: string, passphrase: string): Promise<IdentityFacts>;
}
