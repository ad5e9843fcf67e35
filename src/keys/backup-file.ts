import * as z from 'zod/mini';
import { ascii, fromBase64Url, toBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { parseDid, type Did } from '../core/ids.ts';
import { keyOfSeed, SEED_BYTES, type WebKey } from './seed-key.ts';

/**
 * An identity as a file: JSON, its seed encrypted with a key that PBKDF2 draws from a passphrase. The DID stands
 * in the clear and is authenticated with the seed, so that a file says whose it is and cannot be relabelled.
 */
export interface SeedOf {
  readonly did: Did;
  readonly seed: Uint8Array<ArrayBuffer>;
}

const FORMAT = 'gen-registry-identity/1';
export const MIN_PASSPHRASE = 8;
/** OWASP's advice for PBKDF2 with SHA-256. */
const ITERATIONS = 600_000;
/** A file that asks for more would hold the device for minutes. */
const MAX_ITERATIONS = 10_000_000;
const MAX_FILE = 4096;
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const bytes = (length: number) =>
  z.pipe(
    z.string(),
    z.transform((text: string, context): Uint8Array<ArrayBuffer> => {
      try {
        const decoded = fromBase64Url(text);
        if (decoded.length === length) return decoded;
      } catch {
        // Said below, as for bytes of another length.
      }
      const message = `not ${length} bytes in base64url`;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  );

const backupFile = z.strictObject({
  format: z.literal(FORMAT),
  did: z.string(),
  kdf: z.strictObject({
    name: z.literal('PBKDF2-SHA256'),
    iterations: z.int().check(z.minimum(100_000), z.maximum(MAX_ITERATIONS)),
    salt: bytes(SALT_BYTES),
  }),
  cipher: z.strictObject({ name: z.literal('AES-256-GCM'), iv: bytes(IV_BYTES) }),
  seed: bytes(SEED_BYTES + TAG_BYTES),
});

type BackupFile = z.infer<typeof backupFile>;

/** @throws GenError InvalidInput `passphrase-short` below eight characters. */
export async function writeBackup({ did, seed }: SeedOf, passphrase: string): Promise<string> {
  if ([...passphrase].length < MIN_PASSPHRASE) {
    throw new GenError('InvalidInput', 'passphrase-short', { field: 'passphrase', minimum: MIN_PASSPHRASE });
  }
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await deriveKey(passphrase, salt, ITERATIONS, 'encrypt');
  const encrypted = await crypto.subtle.encrypt(cipher(iv, did), key, seed);
  const file = {
    format: FORMAT,
    did,
    kdf: { name: 'PBKDF2-SHA256', iterations: ITERATIONS, salt: toBase64Url(salt) },
    cipher: { name: 'AES-256-GCM', iv: toBase64Url(iv) },
    seed: toBase64Url(new Uint8Array(encrypted)),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * @throws GenError InvalidInput `backup-file` when the text is none, or its seed is not that of its DID;
 * PermissionDenied `passphrase` when it does not open (a file changed afterwards looks the same).
 */
export async function readBackup(text: string, passphrase: string): Promise<SeedOf> {
  const file = parseFile(text);
  const key = await deriveKey(passphrase, file.kdf.salt, file.kdf.iterations, 'decrypt');
  let seed: Uint8Array<ArrayBuffer>;
  try {
    seed = new Uint8Array(await crypto.subtle.decrypt(cipher(file.cipher.iv, file.did), key, file.seed));
  } catch (cause) {
    throw new GenError('PermissionDenied', 'passphrase', { field: 'passphrase' }, cause);
  }
  const { did } = await keyOfSeed(seed);
  if (did !== file.did) throw new GenError('InvalidInput', 'backup-file', { field: 'did' });
  return { did, seed };
}

function parseFile(text: string): BackupFile & { did: Did } {
  if (text.length > MAX_FILE) throw new GenError('InvalidInput', 'backup-file', { field: 'size' });
  try {
    const file = backupFile.parse(JSON.parse(text));
    return { ...file, did: parseDid(file.did) };
  } catch (cause) {
    throw new GenError('InvalidInput', 'backup-file', {}, cause);
  }
}

function cipher(iv: Uint8Array<ArrayBuffer>, did: Did) {
  return { name: 'AES-GCM', iv, additionalData: ascii(did), tagLength: TAG_BYTES * 8 };
}

/** Composed Unicode: the same passphrase typed on another system gives the same key. */
async function deriveKey(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
  use: 'encrypt' | 'decrypt',
): Promise<WebKey> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const secret = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const kdf = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(kdf, secret, { name: 'AES-GCM', length: 256 }, false, [use]);
}
