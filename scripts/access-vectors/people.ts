import { parsePublicKey } from '../../src/core/ids.ts';
import { signer, type Signer } from '../../tests/access/chains/signers.ts';

/** Whose keys the vectors are made with: Ed25519 secrets of 32 equal bytes. Never others, or the vectors change. */
export const ALICE = signer(12);
export const BOB = signer(13);
export const CAROL = signer(14);

function firstSigner(seed: number, isIt: (signer: Signer) => boolean): Signer {
  const candidate = signer(seed);
  return isIt(candidate) ? candidate : firstSigner(seed + 1, isIt);
}

export const OWNED = firstSigner(1, ({ key }) => (key[31] ?? 0) % 2 === 1);
export const OTHER_OWNED = firstSigner(200, ({ key }) => (key[31] ?? 0) % 2 === 1);
export const OTHER_COMMUNAL = firstSigner(200, ({ key }) => (key[31] ?? 0) % 2 === 0);
/** Nobody needs a key for a communal namespace. */
export const COMMUNAL: Signer = {
  key: parsePublicKey(new Uint8Array(32).fill(0xc0)),
  sign: () => new Uint8Array(64),
};
