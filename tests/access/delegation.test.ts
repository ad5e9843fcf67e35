import { expect, test } from 'vitest';
import { FULL_AREA } from '../../src/core/access/area.ts';
import { areaOf, initialArea, isCommunal, receiverOf } from '../../src/core/access/capability.ts';
import {
  communalCapability,
  delegate,
  ownedCapability,
  pairedCommunalNamespace,
} from '../../src/core/access/delegation.ts';
import { toHex } from '../../src/core/bytes.ts';
import { parsePublicKey } from '../../src/core/ids.ts';
import { alice, chain, device, naming, owned, publishing, rating, root } from './capabilities.ts';
import { area, COMMUNAL, reasonOf } from './keys.ts';

test('a namespace is communal exactly when the lowest bit of its last byte is 0', () => {
  const ending = (last: number) => parsePublicKey(Uint8Array.of(...new Uint8Array(31).fill(0xff), last));
  expect([0x00, 0x80, 0xfe].map((last) => isCommunal(ending(last)))).toEqual([true, true, true]);
  expect([0x01, 0x81, 0xff].map((last) => isCommunal(ending(last)))).toEqual([false, false, false]);
});

test('the paired communal namespace is a hash of the owned one with that bit cleared', () => {
  const paired = pairedCommunalNamespace(parsePublicKey(new Uint8Array(32).fill(1)));
  expect(toHex(paired)).toBe('3b28d585816c126d6a5a8120c32adc5f2a19aaf96996cf5a72f6bd92143845bc');
  expect(isCommunal(paired)).toBe(true);
});

test('at first, the owner has everything and everybody their own subspace', async () => {
  const all = await owned();
  const own = communalCapability(COMMUNAL, alice.key, 'write');
  expect([areaOf(all), receiverOf(all)]).toEqual([FULL_AREA, naming.key]);
  expect([areaOf(own), receiverOf(own)]).toEqual([area(alice.key, []), alice.key]);
});

test('the last hand-over says what is granted and to whom', async () => {
  const capability = await publishing();
  expect(receiverOf(capability)).toEqual(device.key);
  expect(areaOf(capability)).toEqual(area(alice.key, ['modules', 'io', 'acme', 'codec', '@'], 1000, 2000));
  expect(initialArea(capability)).toEqual(FULL_AREA);
  expect(initialArea(await rating())).toEqual(area(alice.key, []));
});

test('nothing is handed on beyond what is held, nor a ninth time, nor by another', async () => {
  const held = await publishing();
  const beyond = () =>
    delegate(held, { area: area(alice.key, ['modules']), receiver: naming.key, sign: device.sign });
  const wider = () => delegate(held, { area: FULL_AREA, receiver: naming.key, sign: device.sign });
  const stolen = () => delegate(held, { area: areaOf(held), receiver: naming.key, sign: naming.sign });
  const eight = await chain(8);
  const ninth = () => delegate(eight, { area: FULL_AREA, receiver: alice.key, sign: naming.sign });

  expect(await reasonOf(beyond)).toBe('PermissionDenied: area-not-included');
  expect(await reasonOf(wider)).toBe('PermissionDenied: area-not-included');
  expect(await reasonOf(stolen)).toBe('SignatureInvalid: capability-signature');
  expect(await reasonOf(ninth)).toBe('PermissionDenied: chain-length');
});

test('each kind of capability is made for its kind of namespace, by its key', async () => {
  const grant = { user: alice.key, mode: 'write', sign: root.sign } as const;
  expect(await reasonOf(() => communalCapability(root.key, alice.key, 'write'))).toBe(
    'PermissionDenied: namespace-kind',
  );
  expect(await reasonOf(() => ownedCapability({ ...grant, namespace: COMMUNAL }))).toBe(
    'PermissionDenied: namespace-kind',
  );
  expect(await reasonOf(() => ownedCapability({ ...grant, namespace: root.key, sign: alice.sign }))).toBe(
    'SignatureInvalid: capability-signature',
  );
});
