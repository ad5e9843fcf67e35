import { ascii, concat, toHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import type { PublicKey } from '../core/ids.ts';

/**
 * How an answer to a pairing request crosses a relay: in a mailbox that only who saw the request can name, sealed with a key that
 * only they can derive (HKDF-SHA256, RFC 5869; AES-256-GCM). The relay learns how long it is, and who leaves and collects it
 * when. Whoever saw the request can also seal another answer: the seal is no signature.
 */

/** Named by its value: Node's types know the class only. */
type WebKey = InstanceType<typeof CryptoKey>;

const MAILBOX = 'gen-registry/pairing-mailbox/1';
const KEY = 'gen-registry/pairing-key/1';
const MAILBOX_BITS = 256;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @param secret 32 bytes of a pairing request. @returns 64 hex digits. */
export async function mailboxOf(secret: Uint8Array<ArrayBuffer>): Promise<string> {
  const drawn = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  return toHex(new Uint8Array(await crypto.subtle.deriveBits(hkdf(MAILBOX), drawn, MAILBOX_BITS)));
}

/** @param answer of at most 64 KiB; sealed it has 28 bytes more. Sealed twice it is not the same bytes. */
export async function sealAnswer(
  { secret, device }: { readonly secret: Uint8Array<ArrayBuffer>; readonly device: PublicKey },
  answer: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await sealingKey(secret, 'encrypt');
  return concat(iv, new Uint8Array(await crypto.subtle.encrypt(cipher(iv, device), key, answer)));
}

/**
 * @throws GenError InvalidInput `pairing-answer`: it was sealed for another request or device, or changed since; those look
 * the same.
 */
export async function openAnswer(
  { secret, device }: { readonly secret: Uint8Array<ArrayBuffer>; readonly device: PublicKey },
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await sealingKey(secret, 'decrypt');
  try {
    const iv = sealed.slice(0, IV_BYTES);
    const opened = await crypto.subtle.decrypt(cipher(iv, device), key, sealed.slice(IV_BYTES));
    return new Uint8Array(opened);
  } catch (cause) {
    throw new GenError('InvalidInput', 'pairing-answer', { field: 'seal' }, cause);
  }
}

function hkdf(info: string) {
  return { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: ascii(info) };
}

async function sealingKey(secret: Uint8Array<ArrayBuffer>, use: 'encrypt' | 'decrypt'): Promise<WebKey> {
  const drawn = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(hkdf(KEY), drawn, { name: 'AES-GCM', length: 256 }, false, [use]);
}

function cipher(iv: Uint8Array<ArrayBuffer>, device: PublicKey) {
  return { name: 'AES-GCM', iv, additionalData: device, tagLength: TAG_BYTES * 8 };
}
