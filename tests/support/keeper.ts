import { wallClock } from '../../src/app/device.ts';
import type { IdentityFacts, IdentityKeeper, Signer } from '../../src/ports/identity.ts';

const refuse = (): never => {
  throw new Error('not in this test');
};

/** Somebody whose own key signs on the device, as on the command line. */
export function keeperOf(signer: Signer, change: Partial<IdentityKeeper> = {}): IdentityKeeper {
  const facts: IdentityFacts = {
    did: signer.did,
    device: signer.did,
    hasMain: true,
    createdAt: wallClock(),
  };
  return {
    signer: async () => signer,
    main: async () => signer,
    facts: async () => facts,
    backup: refuse,
    restore: refuse,
    offer: refuse,
    join: refuse,
    ...change,
  };
}

/** A device that nobody asks who it belongs to. */
export const NOBODY: IdentityKeeper = {
  signer: refuse,
  main: refuse,
  facts: refuse,
  backup: refuse,
  restore: refuse,
  offer: refuse,
  join: refuse,
};
