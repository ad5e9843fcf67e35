import * as z from 'zod/mini';
import { GenError } from '../errors.ts';
import { fragmentLink, readFragmentLink } from '../fragment-link.ts';
import { parsePublicKey, type PublicKey } from '../ids.ts';
import { decodeCanonical, encodeCanonical } from './canonical-cbor.ts';
import { MAX_PERSON_NAME, PERSON_NAME } from './kinds.ts';

/** What a new device shows, as a QR code and as text, to the device that holds the main key. */
export interface PairingRequest {
  /** The new device's own public key: what it is let do is handed to this one. */
  readonly device: PublicKey;
  /** What it calls itself; one line, trimmed. */
  readonly name: string;
  /** 32 bytes, drawn for this request alone. Whoever sees it can read the answer, and give one. */
  readonly secret: Uint8Array<ArrayBuffer>;
}

const FRAGMENT = 'pair';
/** The longest request has 364 characters in base64url; an address stands before it. */
const LONGEST = 4_000;

const bytes32 = z.instanceof(Uint8Array).check(z.refine((bytes) => bytes.length === 32));
const requestShape = z.pipe(
  z.strictObject({
    v: z.literal(1),
    device: bytes32,
    name: z.string().check(
      z.minLength(1),
      z.maxLength(MAX_PERSON_NAME),
      z.regex(PERSON_NAME),
      z.refine((name) => name.trim() === name),
    ),
    secret: bytes32,
  }),
  z.transform(({ device, name, secret }): PairingRequest => ({
    device: parsePublicKey(device),
    name,
    secret: Uint8Array.from(secret),
  })),
);

function parse(value: unknown): PairingRequest {
  const parsed = requestShape.safeParse(value);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new GenError('InvalidInput', 'pairing-link', { field });
  }
  return parsed.data;
}

/**
 * @param origin of the app, such as `https://registry.example`.
 * @throws GenError InvalidInput `pairing-link` with the field that nobody could read.
 */
export function pairingRequestLink(origin: string, request: PairingRequest): string {
  const value = { v: 1, ...request };
  parse(value);
  return fragmentLink(origin, FRAGMENT, encodeCanonical(value));
}

/**
 * @param text a whole link, its fragment with or without `#`, or what follows `pair=`; as it was pasted.
 * @throws GenError InvalidInput `pairing-link`.
 */
export function readPairingRequest(text: string): PairingRequest {
  const bytes = readFragmentLink(text, FRAGMENT, LONGEST);
  if (bytes === undefined) throw new GenError('InvalidInput', 'pairing-link', { field: 'link' });
  let value: unknown;
  try {
    value = decodeCanonical(bytes);
  } catch (cause) {
    throw new GenError('InvalidInput', 'pairing-link', { field: 'link' }, cause);
  }
  return parse(value);
}
