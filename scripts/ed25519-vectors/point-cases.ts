import { concat, toHex } from '../../src/core/bytes.ts';
import { caseOf, type Case } from './case.ts';
import {
  forge,
  forgeUntil,
  integer,
  littleEndian,
  messageNamed,
  ORDER,
  Point,
  PRIME,
  signerOf,
  smallOrderEncodings,
  withSign,
  type Signer,
} from './curve.ts';

/** Encodings of points that a careless verifier takes for good. */

const alice = signerOf(0xa1);

const small = smallOrderEncodings().map((bytes) => ({
  bytes,
  canonical: integer(bytes) % 2n ** 255n < PRIME,
  point: Point.fromBytes(Uint8Array.from(bytes), true),
}));

const shortly = (bytes: Uint8Array): string => `${toHex(bytes).slice(0, 4)}…${toHex(bytes).slice(-2)}`;

/** Nobody has a secret for these, and everybody can sign: whatever the digest times the key is, is 0 for one message in eight. */
function smallKeys(): readonly Case[] {
  return small.flatMap(({ bytes, canonical, point }) => {
    const anybody: Signer = { scalar: 0n, key: bytes };
    const rule = canonical ? 'key of small order' : 'key of small order, not canonical';
    const reason = canonical ? 'key of small order' : 'key not canonical';
    const name = shortly(bytes);
    const holds = forgeUntil(
      `${rule} ${name}`,
      (message) => forge(message, anybody),
      (h) => point.multiplyUnsafe(h % ORDER).is0(),
    );
    return [
      caseOf(rule, `${name}, the equation holds`, bytes, holds, reason),
      caseOf(
        rule,
        `${name}, R the same bytes and S 0`,
        bytes,
        forge(messageNamed(name), anybody, { r: bytes }),
        canonical ? 'R of small order' : 'R not canonical',
      ),
    ];
  });
}

/** With R of small order S is the digest times the secret: the message is bound to nothing that was drawn. */
function smallNonces(): readonly Case[] {
  return small.map(({ bytes, canonical }) => {
    const rule = canonical ? 'R of small order' : 'R of small order, not canonical';
    const forged = forge(messageNamed(`${rule} ${toHex(bytes)}`), alice, { r: bytes });
    return caseOf(
      rule,
      shortly(bytes),
      alice.key,
      forged,
      canonical ? 'R of small order' : 'R not canonical',
    );
  });
}

/** y from p to 2^255 - 1, but for those of small order. */
function lateEncodings(): readonly Case[] {
  const rule = 'y is below p';
  return Array.from({ length: 17 }, (_, index) => index + 2).flatMap((above) => {
    const plain = littleEndian(PRIME + BigInt(above));
    return [plain, withSign(plain)].flatMap((bytes) => {
      const name = `y = p + ${above}${bytes === plain ? '' : ' with the sign bit'}`;
      const asKey = forge(messageNamed(`key ${name}`), { scalar: alice.scalar, key: bytes });
      const asR = forge(messageNamed(`R ${name}`), alice, { r: bytes });
      return [
        caseOf(rule, `key, ${name}`, bytes, asKey, 'key not canonical'),
        caseOf(rule, `R, ${name}`, alice.key, asR, 'R not canonical'),
      ];
    });
  });
}

function isOnCurve(bytes: Uint8Array): boolean {
  try {
    Point.fromBytes(Uint8Array.from(bytes), true);
    return true;
  } catch {
    return false;
  }
}

function offCurve(): readonly Case[] {
  const rule = 'on the curve';
  const ys = [2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n, 11n, PRIME - 2n, PRIME - 3n, PRIME - 4n, PRIME - 5n];
  const strays = ys.map(littleEndian).filter((bytes) => !isOnCurve(bytes));
  return strays.flatMap((plain) =>
    [plain, withSign(plain)].flatMap((bytes) => {
      const name = shortly(bytes);
      const asKey = forge(messageNamed(`stray key ${name}`), { scalar: alice.scalar, key: bytes });
      const asR = forge(messageNamed(`stray R ${name}`), alice, { r: bytes });
      return [
        caseOf(rule, `key ${name}`, bytes, asKey, 'key not on the curve'),
        caseOf(rule, `R ${name}`, alice.key, asR, 'equation'),
      ];
    }),
  );
}

/** What is valid, with signs turned. */
function negated(): readonly Case[] {
  const rule = 'the sign of x';
  const { message, signature } = forge(messageNamed(rule), alice);
  const [r, s] = [signature.slice(0, 32), signature.slice(32)];
  const turn = (bytes: Uint8Array) => bytes.map((byte, index) => (index === 31 ? byte ^ 0x80 : byte));
  const negatedS = littleEndian(ORDER - integer(s));
  const of = (name: string, key: Uint8Array, changed: Uint8Array): Case => ({
    rule,
    name,
    key,
    message,
    signature: changed,
    expected: 'equation',
  });
  return [
    of('-A', turn(alice.key), signature),
    of('-R', alice.key, concat(turn(r), s)),
    of('-S', alice.key, concat(r, negatedS)),
    of('-A and -R', turn(alice.key), concat(turn(r), s)),
    of('-A, -R and -S', turn(alice.key), concat(turn(r), negatedS)),
  ];
}

export function pointCases(): readonly Case[] {
  return [...smallKeys(), ...smallNonces(), ...lateEncodings(), ...offCurve(), ...negated()];
}
