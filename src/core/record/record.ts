import * as z from 'zod/mini';
import { ascii, concat, equalBytes, toBase64Url, uint64 } from '../bytes.ts';
import { GenError } from '../errors.ts';
import { sha256 } from '../hash.ts';
import { parseMicros, parsePublicKey, type Micros, type NamespaceId, type PublicKey } from '../ids.ts';
import { isPath, MAX_COMPONENT_LENGTH, MAX_COMPONENTS, parsePath, type Path } from '../path.ts';
import { decodeCanonical, encodeCanonical } from './canonical-cbor.ts';
import { ARRAY, isAllRead, plainCbor, readBytes, readHead, readTexts, UNSIGNED } from './plain-cbor.ts';

/**
 * The unit of everything shared: who says what, where, when, and by which permission.
 * Layouts: docs/FORMAT.md, "Record" and "Signed message".
 */
export interface GenRecord {
  readonly member: 'record';
  readonly id: MemberId;
  /** sha256 of the encoded record; breaks ties between equal timestamps. */
  readonly digest: Uint8Array;
  readonly namespace: NamespaceId;
  /** The author's key; with a device chain, still the author's and not the device's. */
  readonly subspace: PublicKey;
  readonly path: Path;
  readonly timestamp: Micros;
  /** Member id of the capability; `undefined` where it is implied (communal namespace, cards). */
  readonly credential: MemberId | undefined;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array;
  /** The whole encoded record. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

declare const memberBrand: unique symbol;
/** base64url(sha256(encoded member)), 43 characters: the key of a member in every document. */
export type MemberId = string & { readonly [memberBrand]: 'MemberId' };

export const MAX_PAYLOAD = 16 * 1024;
/** Payload, path, keys and signature with room for their CBOR heads. */
export const MAX_RECORD = 18 * 1024;
export const RECORD_TAG = 1;
export const CAPABILITY_TAG = 2;

const FIELDS = 8;
const KEY = 32;
const SIGNATURE = 64;
const COMPONENTS = { least: 0, most: MAX_COMPONENTS, shortest: 1, longest: MAX_COMPONENT_LENGTH };

const ENTRY_DOMAIN = ascii('gen-registry/entry/1');

const shape = z.tuple([
  z.literal(RECORD_TAG),
  z.instanceof(Uint8Array),
  z.instanceof(Uint8Array),
  z.array(z.string()).check(z.maxLength(64)),
  z.number(),
  z.instanceof(Uint8Array),
  z.instanceof(Uint8Array),
  z.instanceof(Uint8Array),
]);

export function memberIdOf(bytes: Uint8Array): MemberId {
  return toBase64Url(sha256(bytes)) as MemberId;
}

export function credentialBytes(credential: Uint8Array): MemberId | undefined {
  return credential.length === 0 ? undefined : (toBase64Url(credential) as MemberId);
}

export interface UnsignedRecord {
  readonly namespace: NamespaceId;
  readonly subspace: PublicKey;
  readonly path: Path;
  readonly timestamp: Micros;
  /** sha256 of the encoded capability member, or empty where it is implied. */
  readonly credential: Uint8Array;
  readonly payload: Uint8Array<ArrayBuffer>;
}

function lengthPrefixed(bytes: Uint8Array): Uint8Array {
  return concat(uint64(bytes.length), bytes);
}

/** The bytes that the receiver of the credential signs. All fields count, the implied ones too. */
export function signedMessage(record: UnsignedRecord): Uint8Array<ArrayBuffer> {
  return concat(
    lengthPrefixed(ENTRY_DOMAIN),
    record.namespace,
    record.subspace,
    uint64(record.path.length),
    ...record.path.map((component) => lengthPrefixed(ascii(component))),
    uint64(record.timestamp),
    uint64(record.payload.length),
    sha256(record.payload),
    lengthPrefixed(record.credential),
  );
}

export function encodeRecord(record: UnsignedRecord, signature: Uint8Array): Uint8Array<ArrayBuffer> {
  return encodeCanonical([
    RECORD_TAG,
    record.namespace,
    record.subspace,
    record.path,
    record.timestamp,
    record.credential,
    record.payload,
    signature,
  ]);
}

/**
 * Structure only: signature and permission are `admit/1`'s.
 *
 * @throws GenError InvalidInput `record-size` | `record-shape` | `cbor` | `path` | `path-component` | `timestamp`.
 */
export function decodeRecord(bytes: Uint8Array): GenRecord {
  return viewRecord(Uint8Array.from(bytes));
}

/**
 * The same without a copy, for one of many in one buffer: the record lies in these bytes, which nobody may change.
 *
 * @throws GenError as `decodeRecord`.
 */
export function viewRecord(bytes: Uint8Array<ArrayBuffer>): GenRecord {
  if (bytes.length > MAX_RECORD) throw new GenError('InvalidInput', 'record-size', { bytes: bytes.length });
  return decodePlain(bytes) ?? decodeAny(bytes);
}

/** Nearly every record, as views into its bytes; what is not plain, and what is wrong, is left to `decodeAny`. */
function decodePlain(bytes: Uint8Array<ArrayBuffer>): GenRecord | undefined {
  const cbor = plainCbor(bytes);
  if (readHead(cbor, ARRAY) !== FIELDS || readHead(cbor, UNSIGNED) !== RECORD_TAG) return undefined;
  const namespace = readBytes(cbor, KEY);
  const subspace = readBytes(cbor, KEY);
  const path = readTexts(cbor, COMPONENTS);
  const timestamp = readHead(cbor, UNSIGNED);
  const credential = readBytes(cbor, KEY);
  const payload = readBytes(cbor, MAX_PAYLOAD);
  const signature = readBytes(cbor, SIGNATURE);
  const fits =
    isAllRead(cbor) &&
    namespace.length === KEY &&
    subspace.length === KEY &&
    (credential.length === 0 || credential.length === KEY) &&
    signature.length === SIGNATURE &&
    isPath(path);
  if (!fits) return undefined;
  return recordOf(bytes, { namespace, subspace, path, timestamp, credential, payload, signature });
}

function decodeAny(bytes: Uint8Array<ArrayBuffer>): GenRecord {
  const parsed = shape.safeParse(decodeCanonical(bytes));
  if (!parsed.success) throw new GenError('InvalidInput', 'record-shape');
  const [, namespace, subspace, path, timestamp, credential, payload, signature] = parsed.data;
  if (payload.length > MAX_PAYLOAD)
    throw new GenError('InvalidInput', 'record-size', { payload: payload.length });
  if (signature.length !== SIGNATURE || (credential.length !== 0 && credential.length !== KEY)) {
    throw new GenError('InvalidInput', 'record-shape');
  }
  return recordOf(bytes, {
    namespace,
    subspace,
    path: parsePath(path),
    timestamp,
    credential,
    payload: Uint8Array.from(payload),
    signature,
  });
}

interface Fields {
  readonly namespace: Uint8Array;
  readonly subspace: Uint8Array;
  readonly path: Path;
  readonly timestamp: number;
  readonly credential: Uint8Array;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array;
}

/** Keys that were read last, by their first byte: of most records they are the same few, and each is held once. */
const recent: PublicKey[] = [];

function keptKey(bytes: Uint8Array): PublicKey {
  const place = bytes[0] ?? 0;
  const known = recent[place];
  if (known !== undefined && equalBytes(known, bytes)) return known;
  const key = parsePublicKey(bytes);
  recent[place] = key;
  return key;
}

function recordOf(bytes: Uint8Array<ArrayBuffer>, fields: Fields): GenRecord {
  const digest = sha256(bytes);
  return {
    ...fields,
    member: 'record',
    id: toBase64Url(digest) as MemberId,
    digest,
    namespace: keptKey(fields.namespace),
    subspace: keptKey(fields.subspace),
    timestamp: parseMicros(fields.timestamp),
    credential: credentialBytes(fields.credential),
    bytes,
  };
}

export type Sign = (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** Signs with the key of the credential's receiver; the caller sees to it that it is that key. */
export async function signRecord(record: UnsignedRecord, sign: Sign): Promise<GenRecord> {
  return decodeRecord(encodeRecord(record, await sign(signedMessage(record))));
}
