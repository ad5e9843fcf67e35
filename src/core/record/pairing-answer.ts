import * as z from 'zod/mini';
import { decodeCapability } from '../access/capability-encoding.ts';
import { GenError } from '../errors.ts';
import { fragmentLink, readFragmentLink } from '../fragment-link.ts';
import { parseModuleId, parsePublicKey, type ModuleId, type PublicKey } from '../ids.ts';
import { decodeCanonical, encodeCanonical } from './canonical-cbor.ts';
import { MAX_CAPABILITY } from './member.ts';

/**
 * What the device with the main key gives a new one. No secret: each capability is of use to its receiver alone. Nothing in it
 * proves that it was meant, so the new device checks every capability, and asks its person before it becomes somebody's.
 */
export interface PairingAnswer {
  /** The main key: in whose name the new device will write. */
  readonly person: PublicKey;
  /** Encoded (FORMAT.md, section 7), not as members, each handed on to the new device. */
  readonly capabilities: readonly Uint8Array<ArrayBuffer>[];
  /** Ids of the person's own modules. */
  readonly modules: readonly ModuleId[];
}

export const MAX_PAIRING_ANSWER = 64 * 1024;
export const MAX_PAIRING_CAPABILITIES = 200;
export const MAX_PAIRING_MODULES = 2_000;

const FRAGMENT = 'paired';
/** The longest answer in base64url, an address before it, and the line breaks of a mail program. */
const LONGEST = 100_000;

function isDecodable(bytes: Uint8Array): boolean {
  try {
    decodeCapability(bytes);
    return true;
  } catch {
    return false;
  }
}

const moduleId = z.pipe(
  z.string(),
  z.transform((text: string, context): ModuleId => {
    try {
      return parseModuleId(text);
    } catch {
      context.issues.push({ code: 'custom', message: 'malformed', input: text });
      return z.NEVER;
    }
  }),
);
const capability = z
  .instanceof(Uint8Array)
  .check(z.refine((bytes) => bytes.length <= MAX_CAPABILITY && isDecodable(bytes)));
const answerShape = z.pipe(
  z.strictObject({
    v: z.literal(1),
    person: z.instanceof(Uint8Array).check(z.refine((bytes) => bytes.length === 32)),
    capabilities: z.array(capability).check(z.minLength(1), z.maxLength(MAX_PAIRING_CAPABILITIES)),
    modules: z.array(moduleId).check(z.maxLength(MAX_PAIRING_MODULES)),
  }),
  z.transform(({ person, capabilities, modules }): PairingAnswer => ({
    person: parsePublicKey(person),
    capabilities: capabilities.map((bytes) => Uint8Array.from(bytes)),
    modules,
  })),
);

function parse(value: unknown): PairingAnswer {
  const parsed = answerShape.safeParse(value);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new GenError('InvalidInput', 'pairing-answer', { field });
  }
  return parsed.data;
}

/** @throws GenError InvalidInput `pairing-answer` with the `field`, or with `bytes` and `limit` where it is too large. */
export function encodePairingAnswer(answer: PairingAnswer): Uint8Array<ArrayBuffer> {
  const value = { v: 1, ...answer };
  parse(value);
  const bytes = encodeCanonical(value);
  if (bytes.length > MAX_PAIRING_ANSWER) throw tooLarge(bytes.length);
  return bytes;
}

/** Structure only: signatures, receivers and namespace are the reader's to check. @throws GenError InvalidInput `pairing-answer`. */
export function decodePairingAnswer(bytes: Uint8Array): PairingAnswer {
  if (bytes.length > MAX_PAIRING_ANSWER) throw tooLarge(bytes.length);
  let value: unknown;
  try {
    value = decodeCanonical(bytes);
  } catch (cause) {
    throw new GenError('InvalidInput', 'pairing-answer', { field: 'cbor' }, cause);
  }
  return parse(value);
}

function tooLarge(bytes: number): GenError {
  return new GenError('InvalidInput', 'pairing-answer', { field: 'size', bytes, limit: MAX_PAIRING_ANSWER });
}

/** Where no relay stands between the two. @throws GenError InvalidInput as `encodePairingAnswer`. */
export function pairingAnswerLink(origin: string, answer: PairingAnswer): string {
  return fragmentLink(origin, FRAGMENT, encodePairingAnswer(answer));
}

/**
 * @param text a whole link, its fragment with or without `#`, or what follows `paired=`; as it was pasted.
 * @throws GenError InvalidInput `pairing-link`.
 */
export function readPairingAnswerLink(text: string): PairingAnswer {
  const bytes = readFragmentLink(text, FRAGMENT, LONGEST);
  if (bytes === undefined) throw new GenError('InvalidInput', 'pairing-link', { field: 'link' });
  try {
    return decodePairingAnswer(bytes);
  } catch (cause) {
    throw new GenError('InvalidInput', 'pairing-link', { field: 'link' }, cause);
  }
}
