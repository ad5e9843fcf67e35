import { ed25519, ed25519ctx, ed25519ph } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { ascii, concat, fromHex, toHex } from '../../src/core/bytes.ts';
import type { Case } from './case.ts';
import { integer, littleEndian, messageNamed, ORDER, signerOf } from './curve.ts';
import type { Reason } from './judge.ts';

/** An honest signature that was bent, cut, exchanged, or is of another kind. */

const [alice, bob] = [signerOf(0xa1), signerOf(0xb0)];
const message = messageNamed('an honest message');
const signature = ed25519.sign(message, alice.seed);
const [r, s] = [signature.slice(0, 32), signature.slice(32)];

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

const honest: Pick<Case, 'key' | 'message' | 'signature'> = { key: alice.key, message, signature };

/** Case of the honest signature with something about it changed. */
function changed(
  rule: string,
  name: string,
  expected: Reason | 'refused',
  change: Partial<typeof honest>,
): Case {
  return { rule, name, ...honest, ...change, expected };
}

function bentCases(): readonly Case[] {
  const rule = 'a bit flipped';
  // Only every second y is that of a point: some of these keys are none.
  const inKey = [0, 1, 7, 100, 200, 254, 255].map((bit) =>
    changed(rule, `bit ${bit} of the key`, 'refused', { key: flipped(alice.key, bit) }),
  );
  const inR = [0, 1, 63, 128, 254, 255].map((bit) =>
    changed(rule, `bit ${bit} of R`, 'equation', { signature: flipped(signature, bit) }),
  );
  const inS = [0, 1, 63, 128, 251].map((bit) =>
    changed(rule, `bit ${bit} of S`, 'equation', { signature: flipped(signature, 256 + bit) }),
  );
  const highInS = [252, 253, 254, 255].map((bit) => {
    const bent = flipped(signature, 256 + bit);
    const reason = integer(bent.slice(32)) >= ORDER ? 'S not below L' : 'equation';
    return changed(rule, `bit ${bit} of S`, reason, { signature: bent });
  });
  const inMessage = [0, 1, message.length * 4, message.length * 8 - 1].map((bit) =>
    changed(rule, `bit ${bit} of the message`, 'equation', { message: flipped(message, bit) }),
  );
  return [...inKey, ...inR, ...inS, ...highInS, ...inMessage];
}

function scalarCases(): readonly Case[] {
  const rule = 'S is below L';
  const withS = (name: string, value: bigint, reason: Reason): Case =>
    changed(rule, name, reason, { signature: concat(r, littleEndian(value)) });
  const same = [];
  for (let times = 1n; integer(s) + times * ORDER < 2n ** 256n; times += 1n) {
    same.push(withS(`S + ${times} L`, integer(s) + times * ORDER, 'S not below L'));
  }
  return [
    ...same,
    withS('S = L', ORDER, 'S not below L'),
    withS('S = L + 1', ORDER + 1n, 'S not below L'),
    withS('S = 2 L - 1', 2n * ORDER - 1n, 'S not below L'),
    withS('S = 2^252', 2n ** 252n, 'equation'),
    withS('S = 2^253', 2n ** 253n, 'S not below L'),
    withS('S = 2^255', 2n ** 255n, 'S not below L'),
    withS('S all ones', 2n ** 256n - 1n, 'S not below L'),
    withS('S = L - 1', ORDER - 1n, 'equation'),
    withS('S = L - S', ORDER - integer(s), 'equation'),
    withS('S = 0', 0n, 'equation'),
    withS('S = 1', 1n, 'equation'),
    changed(rule, 'S with its bytes in reverse', 'refused', { signature: concat(r, s.slice().reverse()) }),
  ];
}

function lengthCases(): readonly Case[] {
  const rule = 'length of key and signature';
  const spki = concat(fromHex('302a300506032b6570032100'), alice.key);
  const keys: Record<string, Uint8Array> = {
    'no key': new Uint8Array(),
    'a key of one byte': alice.key.slice(0, 1),
    'a key cut by its last byte': alice.key.slice(0, 31),
    'a key without its first byte': alice.key.slice(1),
    'a key with a zero behind it': concat(alice.key, Uint8Array.of(0)),
    'a key with a zero before it': concat(Uint8Array.of(0), alice.key),
    'a key twice': concat(alice.key, alice.key),
    'a key in an SPKI frame': spki,
    'a key as hex text': ascii(toHex(alice.key)),
  };
  const signatures: Record<string, Uint8Array> = {
    'no signature': new Uint8Array(),
    'R alone': r,
    'S alone': s,
    'a signature cut by its last byte': signature.slice(0, 63),
    'a signature without its first byte': signature.slice(1),
    'a signature with a zero behind it': concat(signature, Uint8Array.of(0)),
    'a signature with a zero before it': concat(Uint8Array.of(0), signature),
    'a signature twice': concat(signature, signature),
    'a signature as hex text': ascii(toHex(signature)),
  };
  return [
    ...Object.entries(keys).map(([name, key]) => changed(rule, name, 'length', { key })),
    ...Object.entries(signatures).map(([name, value]) => changed(rule, name, 'length', { signature: value })),
    changed(rule, 'neither key nor signature nor message', 'length', {
      key: new Uint8Array(),
      signature: new Uint8Array(),
      message: new Uint8Array(),
    }),
  ];
}

function strangerCases(): readonly Case[] {
  const rule = 'another key, message or signature';
  return [
    changed(rule, 'the signature of another key', 'equation', { key: bob.key }),
    changed(rule, 'the signature of another message', 'equation', { message: messageNamed('another') }),
    changed(rule, 'one byte more of the message', 'equation', { message: concat(message, Uint8Array.of(0)) }),
    changed(rule, 'one byte less of the message', 'equation', { message: message.slice(0, -1) }),
    changed(rule, 'no message', 'equation', { message: new Uint8Array() }),
    changed(rule, 'R of another signature', 'equation', {
      signature: concat(ed25519.sign(message, bob.seed).slice(0, 32), s),
    }),
    changed(rule, 'the key as R', 'equation', { signature: concat(alice.key, s) }),
    changed(rule, 'S before R', 'refused', { signature: concat(s, r) }),
    changed(rule, 'all zero', 'R of small order', { signature: new Uint8Array(64) }),
    changed(rule, 'all ones', 'S not below L', { signature: new Uint8Array(64).fill(0xff) }),
    changed(rule, 'key and signature all zero', 'R of small order', {
      key: new Uint8Array(32),
      signature: new Uint8Array(64),
    }),
  ];
}

function domainCases(): readonly Case[] {
  const rule = 'plain Ed25519 alone';
  const context = ascii('gen-registry');
  const of = (name: string, value: Uint8Array) => changed(rule, name, 'equation', { signature: value });
  return [
    of('Ed25519ctx with a context', ed25519ctx.sign(message, alice.seed, { context })),
    of(
      'Ed25519ctx with an empty context',
      ed25519ctx.sign(message, alice.seed, { context: new Uint8Array() }),
    ),
    of('Ed25519ph', ed25519ph.sign(message, alice.seed)),
    of('Ed25519ph with a context', ed25519ph.sign(message, alice.seed, { context })),
    of('over the sha512 of the message', ed25519.sign(sha512(message), alice.seed)),
    of('over the message as hex text', ed25519.sign(ascii(toHex(message)), alice.seed)),
  ];
}

export function changedCases(): readonly Case[] {
  return [...bentCases(), ...scalarCases(), ...strangerCases(), ...domainCases(), ...lengthCases()];
}
