import { decode, encode } from 'cborg';
import { z } from 'zod';
import { ascii, concat, uint64 } from '../core/bytes.ts';
import { verifyEd25519 } from '../core/ed25519.ts';
import { GenError } from '../core/errors.ts';
import { didOf, publicKeyOf, type Did, type PublicKey } from '../core/ids.ts';
import { MAX_READ_CAPABILITIES } from '../core/record/read-message.ts';

/**
 * Before any document message both ends prove their keys, and the device's peer id is bound to its own:
 *
 *     relay  → challenge(nonce, relay key)
 *     device → proof(peer id, its nonce, signature over relay nonce, relay key and peer id)
 *     relay  → welcome(signature over device nonce and peer id)
 *
 * A peer id is `<did>/<device>`; who does not hold the key of the DID cannot take the id.
 */
const PEER_DOMAIN = 'gen-registry/peer/1';
const RELAY_DOMAIN = 'gen-registry/relay/1';
export const NONCE_BYTES = 32;

const bytes = (length: number) => z.instanceof(Uint8Array).refine((value) => value.length === length);
const challenge = z.strictObject({
  gen: z.literal('challenge'),
  nonce: bytes(NONCE_BYTES),
  relay: z.string(),
});
const proof = z.strictObject({
  gen: z.literal('proof'),
  peer: z.string().max(160),
  nonce: bytes(NONCE_BYTES),
  signature: bytes(64),
  /** Encoded capabilities for reading; a relay that is not private does not look at them. */
  capabilities: z.array(z.instanceof(Uint8Array)).min(1).max(MAX_READ_CAPABILITIES).optional(),
});
const welcome = z.strictObject({ gen: z.literal('welcome'), signature: bytes(64) });

export type Challenge = z.infer<typeof challenge>;
export type Proof = z.infer<typeof proof>;
export type Welcome = z.infer<typeof welcome>;

type Sign = (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

function lengthPrefixed(field: Uint8Array): Uint8Array {
  return concat(uint64(field.length), field);
}

function message(domain: string, ...fields: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concat(lengthPrefixed(ascii(domain)), ...fields.map(lengthPrefixed));
}

export function peerIdOf(did: Did, device: string): string {
  return `${did}/${device}`;
}

/** The key that a peer id claims. @throws GenError InvalidInput `did` */
export function keyOfPeer(peer: string): PublicKey {
  return publicKeyOf((peer.split('/')[0] ?? '') as Did);
}

export function encodeFrame(frame: Challenge | Proof | Welcome): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encode(frame));
}

function parseFrame<T>(schema: z.ZodType<T>, data: Uint8Array): T {
  let value: unknown;
  try {
    value = decode(data, { strict: true });
  } catch (cause) {
    throw new GenError('InvalidInput', 'handshake', {}, cause);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new GenError('InvalidInput', 'handshake');
  return parsed.data;
}

export const parseChallenge = (data: Uint8Array): Challenge => parseFrame(challenge, data);
export const parseProof = (data: Uint8Array): Proof => parseFrame(proof, data);
export const parseWelcome = (data: Uint8Array): Welcome => parseFrame(welcome, data);

/** @param capabilities encoded ones for reading, where the relay may be private; together far below a handshake's size. */
export async function prove(
  asked: Challenge,
  peer: string,
  nonce: Uint8Array<ArrayBuffer>,
  sign: Sign,
  capabilities: readonly Uint8Array<ArrayBuffer>[] = [],
): Promise<Proof> {
  const signature = await sign(message(PEER_DOMAIN, asked.nonce, ascii(asked.relay), ascii(peer)));
  const given: Proof = { gen: 'proof', peer, nonce, signature: Uint8Array.from(signature) };
  // Relays that were made before know four keys only.
  return capabilities.length === 0 ? given : { ...given, capabilities: [...capabilities] };
}

/** @throws GenError InvalidInput | SignatureInvalid `peer-proof` */
export async function checkProof(asked: Challenge, given: Proof): Promise<void> {
  const signed = message(PEER_DOMAIN, asked.nonce, ascii(asked.relay), ascii(given.peer));
  if (!(await verifyEd25519(keyOfPeer(given.peer), given.signature, signed))) {
    throw new GenError('SignatureInvalid', 'peer-proof');
  }
}

export async function welcomePeer(given: Proof, sign: Sign): Promise<Welcome> {
  const signature = await sign(message(RELAY_DOMAIN, given.nonce, ascii(given.peer)));
  return { gen: 'welcome', signature: Uint8Array.from(signature) };
}

/** @throws GenError InvalidInput | SignatureInvalid `relay-proof` unless it is the very relay that was expected. */
export async function checkWelcome(
  asked: Challenge,
  given: Proof,
  answer: Welcome,
  expected: Did,
): Promise<void> {
  const signed = message(RELAY_DOMAIN, given.nonce, ascii(given.peer));
  const key = publicKeyOf(asked.relay as Did);
  if (didOf(key) !== expected || !(await verifyEd25519(key, answer.signature, signed))) {
    throw new GenError('SignatureInvalid', 'relay-proof', { expected });
  }
}
