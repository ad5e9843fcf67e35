import { concat, fromBase64Url, fromHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, parsePublicKey, type Did, type PublicKey } from '../core/ids.ts';

/** Named by its value: Node's types know the class only. */
export type WebKey = InstanceType<typeof CryptoKey>;

/** A key pair by WebCrypto; of a 32-byte seed, the one that it stands for (RFC 8032, 5.1.5). */
export interface SeedKey {
  readonly did: Did;
  readonly publicKey: PublicKey;
  /** Signs and can not be read out again. */
  readonly signing: WebKey;
}

export const SEED_BYTES = 32;
const ED25519 = { name: 'Ed25519' };
/** PKCS #8 of an Ed25519 key up to the seed (RFC 8410, 10.3). */
const PKCS8_HEAD = fromHex('302e020100300506032b657004220420');

export function drawSeed(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(SEED_BYTES));
}

/** @throws GenError InvalidState `no-ed25519` where the browser has no such WebCrypto. */
export async function keyOfSeed(seed: Uint8Array<ArrayBuffer>): Promise<SeedKey> {
  const pkcs8 = concat(PKCS8_HEAD, seed);
  try {
    // Only an extractable key tells its public half; that one is dropped here.
    const readable = await crypto.subtle.importKey('pkcs8', pkcs8, ED25519, true, ['sign']);
    const { x = '' } = await crypto.subtle.exportKey('jwk', readable);
    const signing = await crypto.subtle.importKey('pkcs8', pkcs8, ED25519, false, ['sign']);
    const publicKey = parsePublicKey(fromBase64Url(x));
    return { did: didOf(publicKey), publicKey, signing };
  } catch (cause) {
    throw new GenError('InvalidState', 'no-ed25519', {}, cause);
  } finally {
    pkcs8.fill(0);
  }
}

/** A new key pair whose private half was never readable. @throws GenError as `keyOfSeed`. */
export async function drawKey(): Promise<SeedKey> {
  try {
    const pair = await crypto.subtle.generateKey(ED25519, false, ['sign', 'verify']);
    const { privateKey, publicKey: open } = pair as { privateKey: WebKey; publicKey: WebKey };
    const publicKey = parsePublicKey(new Uint8Array(await crypto.subtle.exportKey('raw', open)));
    return { did: didOf(publicKey), publicKey, signing: privateKey };
  } catch (cause) {
    throw new GenError('InvalidState', 'no-ed25519', {}, cause);
  }
}

export async function signWith(
  signing: WebKey,
  message: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign(ED25519, signing, message));
}
