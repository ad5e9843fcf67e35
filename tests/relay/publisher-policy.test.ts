import { beforeEach, expect, test } from 'vitest';
import { judge } from '../../src/relay/policy.ts';
import { TAKEN } from '../../src/relay/world.ts';
import { handsOn, letsIn, withdraws } from '../support/holder.ts';
import { codec, standingWorld, type StandingWorld } from '../support/standing-world.ts';
import { held, policyWorld } from './policy-world.ts';

let world: StandingWorld;
const refused = { code: 'InvalidInput', reason: 'body', data: { kind: 'publisher', field: 'receiver' } };

beforeEach(async () => {
  world = await standingWorld();
});

test('a publisher lets in and withdraws others, and never the owner of the name', async () => {
  const { bob } = world;
  const carol = await handsOn(bob, 'carol');
  const back = await handsOn(bob, 'alice');
  const relay = policyWorld(world, held(world, { module: [carol.capability, back.capability] }));

  expect(await judge(await letsIn(bob, codec, carol), relay)).toBe(TAKEN);
  expect(await judge(await withdraws(bob, codec, carol), relay)).toBe(TAKEN);
  await expect(judge(await letsIn(bob, codec, back), relay)).rejects.toMatchObject(refused);
  const slander = await withdraws(bob, codec, back, { reason: 'Her key was stolen.' });
  await expect(judge(slander, relay)).rejects.toMatchObject(refused);
});

test('nobody is let in or withdrawn below itself, however many keys are in between', async () => {
  const carol = await handsOn(world.bob, 'carol');
  const back = await handsOn(carol, 'bob');
  const self = await handsOn(carol, 'carol');
  const there = [carol, back, self].map(({ capability }) => capability);
  const relay = policyWorld(world, held(world, { module: there }));

  for (const one of [back, self]) {
    await expect(judge(await letsIn(carol, codec, one), relay)).rejects.toMatchObject(refused);
    await expect(judge(await withdraws(carol, codec, one), relay)).rejects.toMatchObject(refused);
  }
});
