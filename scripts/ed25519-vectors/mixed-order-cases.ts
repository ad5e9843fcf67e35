import { caseOf, type Case } from './case.ts';
import { forge, forgeUntil, messageNamed, ORDER, signerOf, torsion, type Signer } from './curve.ts';

/** Points of mixed order: neither small nor of the base point's order. Nothing refuses them; the equation alone decides. */

const COFACTOR = 8n;
const alice = signerOf(0xa1);
const PLACES = [1, 2, 3, 4, 5, 6, 7];

const mod8 = (value: bigint): bigint => ((value % COFACTOR) + COFACTOR) % COFACTOR;

/**
 * Alice's key and `place` times a point T of order 8: she can still sign for it. Whether [S]B = R + [h]A holds then depends on h
 * modulo 8; times the cofactor it always does.
 */
function mixedKeys(): readonly Case[] {
  const exact = 'mixed order, the equation holds without the cofactor';
  const only8 = 'mixed order, the equation holds only times the cofactor';
  return PLACES.flatMap((place) => {
    const key = alice.point.add(torsion(place)).toBytes();
    const signer: Signer = { scalar: alice.scalar, key };
    const left = (h: bigint, rTorsion: number) => mod8((h % ORDER) * BigInt(place) + BigInt(rTorsion));
    const cancelling = 8 - place;
    const plain = (message: Uint8Array) => forge(message, signer);
    const moved = (message: Uint8Array) => forge(message, signer, { rTorsion: cancelling });
    const name = `key + ${place} T`;
    return [
      caseOf(
        exact,
        name,
        key,
        forgeUntil(`${exact} ${name}`, plain, (h) => left(h, 0) === 0n),
        'valid',
      ),
      caseOf(
        exact,
        `${name}, R + ${cancelling} T`,
        key,
        forgeUntil(`${exact} R ${name}`, moved, (h) => left(h, cancelling) === 0n),
        'valid',
      ),
      caseOf(
        only8,
        name,
        key,
        forgeUntil(`${only8} ${name}`, plain, (h) => left(h, 0) !== 0n),
        'equation',
      ),
      caseOf(
        only8,
        `${name}, R + ${cancelling} T`,
        key,
        forgeUntil(`${only8} R ${name}`, moved, (h) => left(h, cancelling) !== 0n),
        'equation',
      ),
    ];
  });
}

function mixedNonces(): readonly Case[] {
  const rule = 'mixed order, the equation holds only times the cofactor';
  return PLACES.map((place) => {
    const name = `R + ${place} T`;
    return caseOf(
      rule,
      name,
      alice.key,
      forge(messageNamed(`${rule} ${name}`), alice, { rTorsion: place }),
      'equation',
    );
  });
}

/** [h mod L]A and [h]A differ for a point of mixed order; h is taken below L first. */
function reduction(): readonly Case[] {
  const rule = 'mixed order, h is reduced modulo L';
  const key = alice.point.add(torsion(1)).toBytes();
  const make = (message: Uint8Array) => forge(message, { scalar: alice.scalar, key });
  const reduced = (h: bigint) => (h % ORDER) % COFACTOR === 0n;
  const whole = (h: bigint) => h % COFACTOR === 0n;
  return [
    caseOf(
      rule,
      'holds for h mod L alone',
      key,
      forgeUntil(`${rule} 1`, make, (h) => reduced(h) && !whole(h)),
      'valid',
    ),
    caseOf(
      rule,
      'holds for the whole h alone',
      key,
      forgeUntil(`${rule} 2`, make, (h) => !reduced(h) && whole(h)),
      'equation',
    ),
  ];
}

export function mixedOrderCases(): readonly Case[] {
  return [...mixedKeys(), ...mixedNonces(), ...reduction()];
}
