import { expect, test } from 'vitest';
import { decodeCapability, encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { communalCapability } from '../../src/core/access/delegation.ts';
import type { Capability } from '../../src/core/access/capability.ts';
import { checkCapability } from '../../src/core/access/validity.ts';
import { concat, fromHex, toHex } from '../../src/core/bytes.ts';
import { alice, chain, device, naming, owned, publishing, rating, root } from './capabilities.ts';
import { COMMUNAL, reasonOf } from './keys.ts';
import vectors from './capability-vectors.json' with { type: 'json' };

const BUILT: Readonly<Record<string, () => Promise<Capability>>> = {
  'communal, read': async () => communalCapability(COMMUNAL, alice.key, 'read'),
  'communal, write': async () => communalCapability(COMMUNAL, alice.key, 'write'),
  'communal, handed on twice': rating,
  'owned, read': () => owned('read'),
  'owned, write': () => owned('write'),
  'owned, handed on twice': publishing,
  'owned, handed on eight times': () => chain(8),
};

test.each(vectors.accepted)('$name: the bytes are those of the vector, and valid', async ({ name, hex }) => {
  const capability = await BUILT[name]?.();
  const decoded = decodeCapability(fromHex(hex));
  expect(decoded).toEqual(capability);
  expect(toHex(encodeCapability(decoded))).toBe(hex);
  await checkCapability(decoded);
});

test('every kind of capability has its vector', () => {
  expect(vectors.accepted.map(({ name }) => name)).toEqual(Object.keys(BUILT));
});

test.each(vectors.refused)('$name is refused: $reason', async ({ hex, reason }) => {
  expect(await reasonOf(() => decodeCapability(fromHex(hex)))).toBe(`InvalidInput: ${reason}`);
});

test('an owned capability is head, namespace, user, authorisation, then each link', async () => {
  const capability = await publishing();
  const [module, dated] = capability.delegations;
  const parts = [
    Uint8Array.of(0b1100_0010),
    root.key,
    naming.key,
    capability.kind === 'owned' ? capability.initialAuthorisation : new Uint8Array(),
    fromHex('e0'),
    alice.key,
    fromHex('00c513076d6f64756c6573'),
    fromHex('02696f0461636d6505636f64656340'),
    alice.key,
    module?.signature ?? new Uint8Array(),
    fromHex('3503e807d000'),
    device.key,
    dated?.signature ?? new Uint8Array(),
  ];
  expect(toHex(encodeCapability(capability))).toBe(toHex(concat(...parts)));
});

test.each(['publishing', 'rating'])('no bit of a capability can be turned: %s', async (name) => {
  const bytes = encodeCapability(await (name === 'rating' ? rating() : publishing()));
  const flips = Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const flipped = Uint8Array.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return reasonOf(() => checkCapability(decodeCapability(flipped)));
  });
  const reasons = await Promise.all(flips);
  expect(reasons.filter((reason) => reason === undefined)).toEqual([]);
  const codes = new Set(reasons.map((reason) => reason?.split(':')[0]));
  expect([...codes].toSorted()).toEqual(['InvalidInput', 'PermissionDenied', 'SignatureInvalid']);
});

test('no capability is the beginning of another', async () => {
  const bytes = encodeCapability(await publishing());
  const cuts = Array.from({ length: bytes.length }, (_, length) =>
    reasonOf(() => decodeCapability(bytes.subarray(0, length))),
  );
  expect(new Set(await Promise.all(cuts))).toEqual(new Set(['InvalidInput: truncated']));
  expect(await reasonOf(() => decodeCapability(concat(bytes, Uint8Array.of(0))))).toBe(
    'InvalidInput: trailing-bytes',
  );
});

test('a chain of nine, or a field of the wrong length, is not encoded', async () => {
  const eight = await chain(8);
  const nine = { ...eight, delegations: [...eight.delegations, ...eight.delegations.slice(0, 1)] };
  const short = { ...eight, delegations: [{ ...eight.delegations[0]!, signature: new Uint8Array(63) }] };
  expect(await reasonOf(() => encodeCapability(nine))).toBe('InvalidInput: chain-length');
  expect(await reasonOf(() => encodeCapability(short))).toBe('InvalidInput: field-length');
});
