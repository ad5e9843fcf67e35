import { beforeAll, expect, test } from 'vitest';
import { mayRevoke } from '../../src/core/access/authority.ts';
import { handsOn, receipts, releases, revokes, withdraws, type Holder } from '../support/holder.ts';
import { codec, shown, standingWorld, type StandingWorld } from '../support/standing-world.ts';

let world: StandingWorld;
let sibling: Holder;
let descendant: Holder;

beforeAll(async () => {
  world = await standingWorld();
  sibling = await handsOn(world.alice, 'sibling');
  descendant = await handsOn(world.bob, 'descendant');
});

const releaseOf = (by: Holder) => releases(by, codec, '1.0.0');

test.each(['stranger', 'sibling', 'descendant', 'itself', 'naming key for another name', 'notary'] as const)(
  'a revocation by a %s has no effect, wherever it stands',
  async (who) => {
    const { bob, notary, rootHolder } = world;
    const revoker = {
      stranger: await handsOn(rootHolder, 'stranger', { path: ['services'] }),
      sibling,
      descendant,
      itself: bob,
      'naming key for another name': await handsOn(rootHolder, 'naming-2', { path: ['modules'] }),
      notary,
    }[who];
    const release = await releaseOf(bob);
    const ends = [await revokes(revoker, bob), await withdraws(revoker, codec, bob)];
    expect(shown(world.everyView([release, ...ends], [revoker]))).toEqual(['1.0.0']);
  },
);

test('an ancestor cuts off what was handed on from it, however far', async () => {
  const release = await releaseOf(descendant);
  for (const ancestor of [world.bob, world.alice, world.naming]) {
    const end = await withdraws(ancestor, codec, descendant);
    expect(shown(world.everyView([release, end], [descendant]))).toEqual(['(1.0.0)']);
  }
});

test('an admin cuts off an owner; another admin only the root does', async () => {
  const { alice, admin, otherAdmin, rootHolder, bob } = world;
  const release = await releaseOf(alice);
  const end = await revokes(admin, alice);
  expect(shown(world.everyView([release, end]))).toEqual(['(1.0.0)']);
  const byAdmin = await revokes(otherAdmin, admin);
  expect(shown(world.everyView([release, end, byAdmin]))).toEqual(['(1.0.0)']);
  const byRoot = await revokes(rootHolder, admin);
  expect(shown(world.everyView([release, end, byAdmin, byRoot]))).toEqual(['1.0.0']);
  const byDelegate = await revokes(bob, admin);
  expect(shown(world.everyView([release, end, byDelegate]))).toEqual(['(1.0.0)']);
});

test('an admin who made another one stands above that one, not beside it', async () => {
  const { admin, bob } = world;
  const junior = await handsOn(admin, 'junior', { path: ['revocations'] });
  const release = await releaseOf(bob);
  const byJunior = await revokes(junior, bob);
  expect(shown(world.everyView([release, byJunior], [junior]))).toEqual(['(1.0.0)']);
  const bySenior = await revokes(admin, junior);
  expect(shown(world.everyView([release, byJunior, bySenior], [junior]))).toEqual(['1.0.0']);
  const back = await revokes(junior, admin);
  expect(shown(world.everyView([release, byJunior, bySenior, back], [junior]))).toEqual(['1.0.0']);
});

test('of two who revoke each other the one above has its way', async () => {
  const { alice, bob, admin, otherAdmin } = world;
  const [owners, bobs] = [await releases(alice, codec, '1.0.0'), await releases(bob, codec, '2.0.0')];
  const up = await withdraws(bob, codec, alice);
  const down = await withdraws(alice, codec, bob);
  expect(shown(world.everyView([owners, bobs, up, down]))).toEqual(['1.0.0', '(2.0.0)']);
  const one = await revokes(admin, otherAdmin);
  const other = await revokes(otherAdmin, admin);
  const byBoth = [await revokes(admin, bob), await revokes(otherAdmin, alice)];
  expect(shown(world.everyView([owners, bobs, one, other, ...byBoth])).sort()).toEqual([
    '(1.0.0)',
    '(2.0.0)',
  ]);
});

test('what a revoked admin said before the heads counts, later not', async () => {
  const { admin, notary, rootHolder, bob, alice } = world;
  const [owners, bobs] = [await releases(alice, codec, '1.0.0'), await releases(bob, codec, '2.0.0')];
  const before = await revokes(admin, bob);
  const receipt = await receipts(notary, 'authority', [before]);
  const end = await revokes(rootHolder, admin, { heads: [receipt] });
  const after = await revokes(admin, alice);
  expect(shown(world.everyView([owners, bobs, before, receipt, end, after]))).toEqual(['1.0.0', '(2.0.0)']);
});

test('revoking three deep is decided from the root on', async () => {
  const { admin, rootHolder, alice, bob } = world;
  const release = await releaseOf(bob);
  const byOwner = await withdraws(alice, codec, bob);
  const byAdmin = await revokes(admin, alice);
  const byRoot = await revokes(rootHolder, admin);
  expect(shown(world.everyView([release, byOwner]))).toEqual(['(1.0.0)']);
  // Bob falls with Alice, through whom he has it.
  expect(shown(world.everyView([release, byOwner, byAdmin]))).toEqual(['(1.0.0)']);
  expect(shown(world.everyView([release, byOwner, byAdmin, byRoot]))).toEqual(['(1.0.0)']);
  expect(shown(world.everyView([release, byAdmin, byRoot]))).toEqual(['1.0.0']);
});

test('the root cannot be revoked', async () => {
  const { admin, rootHolder, alice } = world;
  const release = await releaseOf(alice);
  const ends = [await revokes(admin, rootHolder), await revokes(rootHolder, rootHolder)];
  expect(shown(world.everyView([release, ...ends]))).toEqual(['1.0.0']);
});

test('nobody stands above itself, and of two at most one above the other', async () => {
  const { rootHolder, naming, notary, admin, otherAdmin, alice, bob } = world;
  const junior = await handsOn(admin, 'junior', { path: ['revocations'] });
  const people = [rootHolder, naming, notary, admin, otherAdmin, alice, bob, sibling, descendant, junior];
  for (const one of people) {
    for (const other of people) {
      const [a, b] = [one.capability.capability, other.capability.capability];
      expect([mayRevoke(a, b), mayRevoke(b, a)]).not.toEqual([true, true]);
    }
  }
});
