import parseSemver from 'semver/functions/parse.js';
import validRange from 'semver/ranges/valid.js';
import { base58btc } from 'multiformats/bases/base58';
import { concat, equalBytes, fromHex, toHex, flat } from './bytes.ts';
import { GenError } from './errors.ts';

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Reverse-domain id: at least two segments of `[a-z0-9-]`, joined by dots, e.g. `io.acme.codec`. */
export type ModuleId = Branded<string, 'ModuleId'>;
/** Valid semver 2.0 in its canonical text, e.g. `1.2.0-rc.1+build.7`. */
export type Version = Branded<string, 'Version'>;
/** Range as node-semver reads it, e.g. `^1.2.0`. */
export type VersionRange = Branded<string, 'VersionRange'>;
/** sha256 as 64 lower-case hex digits. */
export type Sha256 = Branded<string, 'Sha256'>;
/** Ed25519 identity, `did:key:z6Mk…`. */
export type Did = Branded<string, 'Did'>;
/** 32 bytes of an Ed25519 public key. */
export type PublicKey = Branded<Uint8Array<ArrayBuffer>, 'PublicKey'>;
/** 32 bytes; owned when the least significant bit of the last byte is 1, communal when 0. */
export type NamespaceId = PublicKey;
/** Microseconds since 1970, a safe integer. */
export type Micros = Branded<number, 'Micros'>;

export const MAX_MODULE_ID = 128;
export const MAX_VERSION = 64;

const SEGMENT = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const ED25519_MULTICODEC = Uint8Array.of(0xed, 0x01);

function invalid(field: string, reason: string, value: string): GenError {
  return new GenError('InvalidInput', reason, { field, value: value.slice(0, 200) });
}

export function isModuleId(text: string): text is ModuleId {
  const segments = text.split('.');
  return text.length <= MAX_MODULE_ID && segments.length >= 2 && segments.every((s) => SEGMENT.test(s));
}

/** @throws GenError InvalidInput `module-id`. */
export function parseModuleId(text: string): ModuleId {
  if (!isModuleId(text)) throw invalid('id', 'module-id', text);
  return text;
}

/** Whether the text is a version in its one canonical text: no `v`, no spaces, no leading zeros. */
export function isVersion(text: string): text is Version {
  return text.length <= MAX_VERSION && !text.startsWith('v') && parseSemver(text)?.raw === text;
}

/** @throws GenError InvalidInput `version`. */
export function parseVersion(text: string): Version {
  if (!isVersion(text)) throw invalid('version', 'version', text);
  return text;
}

/** @throws GenError InvalidInput `range`. */
export function parseRange(text: string): VersionRange {
  if (text.length > 256 || validRange(text) === null) throw invalid('range', 'range', text);
  return text as VersionRange;
}

/** @throws GenError InvalidInput `sha256`. */
export function parseSha256(text: string): Sha256 {
  if (!/^[0-9a-f]{64}$/.test(text)) throw invalid('sha256', 'sha256', text);
  return text as Sha256;
}

export function sha256Of(digest: Uint8Array): Sha256 {
  return parseSha256(toHex(digest));
}

export function sha256Bytes(hash: Sha256): Uint8Array<ArrayBuffer> {
  return fromHex(hash);
}

/** @throws GenError InvalidInput `public-key` unless 32 bytes. Point checks are the verifier's. */
export function parsePublicKey(bytes: Uint8Array): PublicKey {
  if (bytes.length !== 32) throw invalid('key', 'public-key', toHex(bytes.subarray(0, 64)));
  return Uint8Array.from(bytes) as PublicKey;
}

export function didOf(key: PublicKey): Did {
  return flat(`did:key:${base58btc.encode(concat(ED25519_MULTICODEC, key))}`) as Did;
}

/** @throws GenError InvalidInput `did` for anything but the one text of an Ed25519 `did:key`. */
export function parseDid(text: string): Did {
  publicKeyOf(text as Did);
  return text as Did;
}

/** @throws GenError InvalidInput `did`. */
export function publicKeyOf(did: Did): PublicKey {
  if (!did.startsWith('did:key:z') || did.length > 80) throw invalid('did', 'did', did);
  let bytes: Uint8Array;
  try {
    bytes = base58btc.decode(did.slice('did:key:'.length));
  } catch {
    throw invalid('did', 'did', did);
  }
  if (bytes.length !== 34 || !equalBytes(bytes.subarray(0, 2), ED25519_MULTICODEC))
    throw invalid('did', 'did', did);
  const key = parsePublicKey(bytes.subarray(2));
  if (didOf(key) !== did) throw invalid('did', 'did', did);
  return key;
}

/** @throws GenError InvalidInput `timestamp`. */
export function parseMicros(value: number): Micros {
  if (!Number.isSafeInteger(value) || value < 0) throw invalid('timestamp', 'timestamp', String(value));
  return value as Micros;
}
