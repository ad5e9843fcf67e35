import { beforeEach, expect, test } from 'vitest';
import { modulePath } from '../../src/core/record/document.ts';
import { judge } from '../../src/relay/policy.ts';
import { TAKEN } from '../../src/relay/world.ts';
import { handsOn, letsIn, receipts, releases, revokes, withdraws, type Holder } from '../support/holder.ts';
import { codec, standingWorld, type StandingWorld } from '../support/standing-world.ts';
import { cardBy, held, policyWorld } from './policy-world.ts';

let world: StandingWorld;

beforeEach(async () => {
  world = await standingWorld();
});

async function listing(
  who: Holder,
  version: string,
  there: Parameters<typeof held>[1] = {},
  owner: Holder | undefined = world.alice,
) {
  return judge(await cardBy(who, version, undefined, owner), policyWorld(world, held(world, there)));
}

test('a card is taken of the owner, of who made the release, and of nobody else', async () => {
  const stranger = await handsOn(world.rootHolder, 'mallory', { path: ['modules', 'org'] });
  const there = { module: [await releases(world.bob, codec, '1.0.0')] };

  expect(await listing(world.alice, '1.0.0', there)).toBe(TAKEN);
  expect(await listing(world.bob, '1.0.0', there)).toBe(TAKEN);
  await expect(listing(stranger, '1.0.0', there)).rejects.toMatchObject({ reason: 'no-grant' });
  await expect(listing(world.alice, '2.0.0', there)).rejects.toMatchObject({ reason: 'version' });
});

test('a card says whose the module is, where its author is somebody else', async () => {
  const there = { module: [await releases(world.bob, codec, '1.0.0')] };
  const silent = judge(await cardBy(world.bob, '1.0.0'), policyWorld(world, held(world, there)));
  await expect(silent).rejects.toMatchObject({ code: 'InvalidInput', data: { field: 'o' } });
  await expect(listing(world.bob, '1.0.0', there, world.admin)).rejects.toMatchObject({
    data: { field: 'o' },
  });
});

test('an owner who was cut off lists nothing any more, not what somebody else released either', async () => {
  const own = await releases(world.alice, codec, '1.0.0');
  const bobs = await releases(world.bob, codec, '1.1.0');
  const cut = await revokes(world.admin, world.alice, { reason: 'stolen' });
  const there = { module: [own, bobs], authority: [cut] };

  for (const version of ['1.0.0', '1.1.0']) {
    await expect(listing(world.alice, version, there)).rejects.toMatchObject({
      code: 'PermissionDenied',
      reason: 'revoked',
      data: { text: 'stolen' },
    });
  }
});

test('a publisher who was let in anew lists what it released before, by the statement alone', async () => {
  const { alice, bob, notary } = world;
  const release = await releases(bob, codec, '1.0.0');
  const receipt = await receipts(notary, `module/${codec}`, [release]);
  const ended = await withdraws(alice, codec, bob, { heads: [receipt], reason: 'lost phone' });
  const before = { module: [release, notary.capability, receipt, ended] };
  await expect(listing(bob, '1.0.0', before)).rejects.toMatchObject({ reason: 'revoked' });

  const anew = await handsOn(alice, 'bob', { times: { start: 1 } });
  const statement = await letsIn(alice, codec, anew);

  expect(await listing(bob, '1.0.0', { module: [...before.module, statement] })).toBe(TAKEN);
});

test('whom a statement lets in by a false capability, or where no release can be, lists nothing', async () => {
  const { alice, bob } = world;
  const release = await releases(alice, codec, '1.0.0');
  const narrow = await handsOn(alice, 'carol', { path: ['modules', ...modulePath(codec), 'tags'] });
  const honest = await handsOn(alice, 'dave');
  const { delegations } = honest.capability.capability;
  const last = { ...delegations.at(-1)!, signature: new Uint8Array(64) };
  const forged = {
    ...honest,
    capability: {
      ...honest.capability,
      capability: { ...honest.capability.capability, delegations: [...delegations.slice(0, -1), last] },
    },
  };
  const told = [await letsIn(alice, codec, narrow), await letsIn(bob, codec, forged)];
  const there = { module: [release, ...told] };

  for (const who of [narrow, forged])
    await expect(listing(who, '1.0.0', there)).rejects.toMatchObject({ reason: 'no-grant' });
  expect(await listing(honest, '1.0.0', { module: [release, await letsIn(alice, codec, honest)] })).toBe(
    TAKEN,
  );
});
