import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isCommunal } from '../core/access/capability.ts';
import { fromBase64Url, toBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import type { Signer } from '../ports/identity.ts';
import { removeDurably, writeDurably } from './durable-file.ts';
import { newSeed, signerOf } from './key-pair.ts';

/**
 * The namespace's root key: needed to delegate and to revoke, never by a running relay. It is made into a file of
 * its own, so that its owner can take it off the machine.
 */
export const ROOT_KEY_FILE = 'root.key';

/** OWASP's figure for PBKDF2 with SHA-256. */
const ITERATIONS = 600_000;
const plainFile = z.object({ version: z.literal(1), seed: z.base64url() });
const encryptedFile = z.object({
  version: z.literal(1),
  encryption: z.literal('PBKDF2-SHA256+AES-256-GCM'),
  iterations: z.number().int().min(ITERATIONS).max(10_000_000),
  salt: z.base64url(),
  nonce: z.base64url(),
  ciphertext: z.base64url(),
});

/** A namespace is owned when the lowest bit of its key's last byte is 1: half of all keys. */
function drawOwnedSeed(): Uint8Array<ArrayBuffer> {
  for (;;) {
    const seed = newSeed();
    if (!isCommunal(signerOf(seed).publicKey)) return seed;
  }
}

export async function createRootKey(folder: string): Promise<Signer> {
  const seed = drawOwnedSeed();
  const text = JSON.stringify({ version: 1, seed: toBase64Url(seed) });
  await writeDurably(join(folder, ROOT_KEY_FILE), `${text}\n`);
  return signerOf(seed);
}

/** @throws GenError InvalidInput `root-key-file` */
function parsed<T>(schema: z.ZodType<T>, text: string, path: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new GenError('InvalidInput', 'root-key-file', { path }, cause);
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new GenError('Storage', 'root-key-file', { path }, cause);
  }
}

/** @returns `undefined` when the key is not here (any more). @throws GenError InvalidInput | Storage */
export async function readRootKey(folder: string): Promise<Signer | undefined> {
  const path = join(folder, ROOT_KEY_FILE);
  const text = await textOf(path);
  return text === undefined ? undefined : signerOf(fromBase64Url(parsed(plainFile, text, path).seed));
}

/** Composed Unicode, as in the identity's backup: the same passphrase typed elsewhere gives the same key. */
async function cipherKey(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number) {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const secret = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  const algorithm = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(derivation, secret, algorithm, false, ['encrypt', 'decrypt']);
}

/**
 * Reads what `encryptRootKey` wrote.
 *
 * @throws GenError NotFound `root-key` | InvalidInput `root-key-file` | PermissionDenied `passphrase`
 */
export async function decryptRootKey(path: string, passphrase: string): Promise<Signer> {
  const text = await textOf(path);
  if (text === undefined) throw new GenError('NotFound', 'root-key', { file: path });
  const { salt, nonce, ciphertext, iterations } = parsed(encryptedFile, text, path);
  const key = await cipherKey(passphrase, fromBase64Url(salt), iterations);
  try {
    const algorithm = { name: 'AES-GCM', iv: fromBase64Url(nonce) };
    const seed = await crypto.subtle.decrypt(algorithm, key, fromBase64Url(ciphertext));
    return signerOf(new Uint8Array(seed));
  } catch (cause) {
    throw new GenError('PermissionDenied', 'passphrase', { path }, cause);
  }
}

/**
 * A root key in whichever of the two forms.
 *
 * @param passphrase asked for where the file is encrypted.
 * @throws GenError NotFound `root-key` | InvalidInput `root-key-file` | PermissionDenied `passphrase`
 */
export async function openRootKey(path: string, passphrase: () => Promise<string>): Promise<Signer> {
  const text = await textOf(path);
  if (text === undefined) throw new GenError('NotFound', 'root-key', { file: path });
  if (encryptedFile.safeParse(parsed(z.unknown(), text, path)).success)
    return decryptRootKey(path, await passphrase());
  return signerOf(fromBase64Url(parsed(plainFile, text, path).seed));
}

/**
 * Writes the root key to `target`, encrypted, and removes the plain one once the encrypted one is on the disk and
 * has been read back. Interrupted, it leaves the plain one.
 *
 * @throws GenError NotFound `root-key` when it is no longer in `folder` | Storage
 */
export async function encryptRootKey(folder: string, passphrase: string, target: string): Promise<void> {
  const path = join(folder, ROOT_KEY_FILE);
  const text = await textOf(path);
  if (text === undefined) throw new GenError('NotFound', 'root-key', { path });
  const seed = fromBase64Url(parsed(plainFile, text, path).seed);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await cipherKey(passphrase, salt, ITERATIONS);
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, seed));
  const file = {
    version: 1,
    encryption: 'PBKDF2-SHA256+AES-256-GCM',
    iterations: ITERATIONS,
    salt: toBase64Url(salt),
    nonce: toBase64Url(nonce),
    ciphertext: toBase64Url(ciphertext),
  };
  await writeDurably(target, `${JSON.stringify(file)}\n`);
  const readBack = await decryptRootKey(target, passphrase);
  if (readBack.did !== signerOf(seed).did) throw new GenError('Storage', 'root-key-file', { path: target });
  await removeDurably(path);
}
