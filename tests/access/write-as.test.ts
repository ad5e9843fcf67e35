import { expect, test } from 'vitest';
import { FULL_AREA, type Area } from '../../src/core/access/area.ts';
import type { Capability } from '../../src/core/access/capability.ts';
import { communalCapability, delegate } from '../../src/core/access/delegation.ts';
import { mayWriteAs } from '../../src/core/access/write-as.ts';
import { alice, device, naming, owned, publishing, rating } from './capabilities.ts';
import { area, COMMUNAL, holder, type Holder } from './keys.ts';

const mallory = holder(66);

/** The naming key, which holds everything, hands on link by link. */
async function handed(...links: readonly [area: Area, to: Holder][]): Promise<Capability> {
  let capability = await owned();
  let from: Holder = naming;
  for (const [granted, to] of links) {
    capability = await delegate(capability, { area: granted, receiver: to.key, sign: from.sign });
    from = to;
  }
  return capability;
}

/** Who of those in the story may be written as. */
function authors(capability: Capability): readonly string[] {
  const all = { alice, device, naming, mallory };
  return Object.entries(all).flatMap(([name, { key }]) => (mayWriteAs(capability, key) ? [name] : []));
}

const alices = area(alice.key, []);

test('who holds everything writes as itself, and as nobody else', async () => {
  expect(authors(await owned())).toEqual(['naming']);
  expect(authors(await handed([FULL_AREA, mallory]))).toEqual(['mallory']);
  expect(authors(await handed([area(undefined, ['modules']), alice]))).toEqual(['alice']);
});

test('a subspace is written by the one it was granted to', async () => {
  expect(authors(await handed([alices, alice]))).toEqual(['alice']);
});

test('a subspace granted to another key is written by nobody', async () => {
  expect(authors(await handed([alices, mallory]))).toEqual([]);
  expect(authors(await handed([FULL_AREA, mallory], [alices, mallory]))).toEqual([]);
});

test('a grant that went astray is not healed by passing through its owner', async () => {
  expect(authors(await handed([alices, mallory], [alices, alice]))).toEqual([]);
});

test('what its owner hands on is written as the owner', async () => {
  expect(authors(await publishing())).toEqual(['alice']);
  expect(
    authors(
      await handed([alices, alice], [area(alice.key, ['a']), device], [area(alice.key, ['a']), mallory]),
    ),
  ).toEqual(['alice']);
});

test('one who holds everything may name their own subspace and hand it to a device', async () => {
  expect(authors(await handed([FULL_AREA, alice], [alices, device]))).toEqual([]);
  expect(authors(await handed([FULL_AREA, alice], [alices, alice], [alices, device]))).toEqual(['alice']);
});

test('in a communal namespace everybody writes as themselves, and their devices for them', async () => {
  expect(authors(communalCapability(COMMUNAL, alice.key, 'write'))).toEqual(['alice']);
  expect(authors(await rating())).toEqual(['alice']);
});

test('to read is not to write', async () => {
  expect(authors(await owned('read'))).toEqual([]);
  expect(authors(communalCapability(COMMUNAL, alice.key, 'read'))).toEqual([]);
});
