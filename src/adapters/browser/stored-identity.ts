import * as z from 'zod/mini';
import { ascii } from '../../core/bytes.ts';
import { GenError } from '../../core/errors.ts';
import type { Did, Micros } from '../../core/ids.ts';
import { drawKey } from '../../keys/seed-key.ts';

const AES = { name: 'AES-GCM', length: 256 };

const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
const webKey = z.custom<CryptoKey>((value) => value instanceof CryptoKey);
const did = z.custom<Did>((value) => typeof value === 'string');
const micros = z.custom<Micros>((value) => Number.isSafeInteger(value));
const person = { did, createdAt: micros, backedUpAt: z.optional(micros) };
const wrapped = { wrapping: webKey, iv: bytes, seed: bytes };

/** A key of this device. It cannot be read out, by scripts of this origin neither. */
const deviceKey = z.object({ did, signing: webKey });
export type DeviceKey = z.infer<typeof deviceKey>;

/** The person's own key: opens with `wrapping` only, which cannot be read out. */
const mainKey = z.object(wrapped);
export type MainKey = z.infer<typeof mainKey>;

const identity = z.object({ ...person, device: deviceKey, main: z.optional(mainKey) });
export type StoredIdentity = z.infer<typeof identity>;

/** As it was kept before devices had keys of their own. */
const withoutDevice = z.object({ ...person, ...wrapped });

/** @throws GenError Storage `identity` for what is none: never replaced in silence, the key may still be saved by hand. */
export async function readIdentity(value: unknown): Promise<{ identity: StoredIdentity; isOld: boolean }> {
  const parsed = identity.safeParse(value);
  if (parsed.success) return { identity: parsed.data, isOld: false };
  const old = withoutDevice.safeParse(value);
  if (!old.success) throw new GenError('Storage', 'identity', {}, parsed.error);
  const { did, createdAt, backedUpAt, ...main } = old.data;
  return { identity: { did, createdAt, backedUpAt, device: await drawDeviceKey(), main }, isOld: true };
}

export function readOffer(value: unknown): DeviceKey | undefined {
  return deviceKey.safeParse(value).data;
}

export async function drawDeviceKey(): Promise<DeviceKey> {
  const { did, signing } = await drawKey();
  return { did, signing };
}

function wrap(iv: Uint8Array<ArrayBuffer>, did: Did) {
  return { name: 'AES-GCM', iv, additionalData: ascii(did) };
}

/** Wipes the seed when it is wrapped. */
export async function keepSeed(did: Did, seed: Uint8Array<ArrayBuffer>): Promise<MainKey> {
  const wrapping = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const kept = new Uint8Array(await crypto.subtle.encrypt(wrap(iv, did), wrapping, seed));
  seed.fill(0);
  return { wrapping, iv, seed: kept };
}

/** @throws GenError Storage `identity`. The caller wipes what it is given. */
export async function openSeed(did: Did, { wrapping, iv, seed }: MainKey): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(wrap(iv, did), wrapping, seed));
  } catch (cause) {
    throw new GenError('Storage', 'identity', { did }, cause);
  }
}
