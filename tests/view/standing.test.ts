import { beforeAll, expect, test } from 'vitest';
import { handsOn, receipts, releases, revokes, says, withdraws } from '../support/holder.ts';
import { START } from '../support/namespace.ts';
import {
  codec,
  codecDocument,
  HOUR,
  now,
  shown,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';
import { writeMetadata } from '../../src/core/record/kinds.ts';

let world: StandingWorld;

beforeAll(async () => {
  world = await standingWorld();
});

test('of a publisher who was withdrawn without heads nothing stands', async () => {
  const { alice, bob, notary } = world;
  const release = await releases(bob, codec, '1.0.0');
  const receipt = await receipts(notary, codecDocument, [release]);
  const named = await says(
    bob,
    ['modules', 'io', 'example', 'codec', '@', 'metadata', 'name'],
    writeMetadata('name', 'Bob'),
  );
  const end = await withdraws(alice, codec, bob, { reason: 'left' });
  const view = world.everyView([release, receipt, named, end]);
  expect(shown(view)).toEqual(['(1.0.0)']);
  expect(view?.name).toBe(codec);
  expect(view?.fallen[0]?.end).toEqual({
    kind: 'revoked',
    by: alice.signer.did,
    reason: 'left',
    time: end.timestamp,
  });
});

test('with heads stands what the chain up to them names, and nothing later', async () => {
  const { alice, bob, notary } = world;
  const [one, two, three] = [
    await releases(bob, codec, '1.0.0'),
    await releases(bob, codec, '1.1.0'),
    await releases(bob, codec, '1.2.0'),
  ];
  const first = await receipts(notary, codecDocument, [one]);
  const second = await receipts(notary, codecDocument, [two], { previous: first });
  const later = await receipts(notary, codecDocument, [three], { previous: second });
  const end = await withdraws(alice, codec, bob, { heads: [second] });
  expect(shown(world.everyView([one, two, three, first, second, later, end]))).toEqual([
    '1.1.0 ✓',
    '1.0.0 ✓',
    '(1.2.0)',
  ]);
});

test('an admin cuts off a publisher by a revocation in the authority', async () => {
  const { bob, admin, alice, notary } = world;
  const [owners, bobs] = [await releases(alice, codec, '1.0.0'), await releases(bob, codec, '2.0.0')];
  const receipt = await receipts(notary, codecDocument, [owners, bobs]);
  const end = await revokes(admin, bob);
  expect(shown(world.everyView([owners, bobs, receipt, end]))).toEqual(['1.0.0 ✓', '(2.0.0)']);
});

test('whatever a revoked key dates back has no standing, receipted or not', async () => {
  const { alice, bob, notary } = world;
  const honest = await releases(bob, codec, '1.0.0');
  const first = await receipts(notary, codecDocument, [honest]);
  const end = await withdraws(alice, codec, bob, { heads: [first] });
  const backdated = await releases(bob, codec, '0.9.0', { at: START + 1 });
  const rival = await releases(bob, codec, '1.0.0', { at: START + 1, content: 'other' });
  const late = await receipts(notary, codecDocument, [backdated, rival], { previous: first, at: START + 2 });
  const view = world.everyView([honest, first, end, backdated, rival, late]);
  expect(shown(view)[0]).toBe('1.0.0 ✓');
  expect(shown(view).slice(1).sort()).toEqual(['(0.9.0)', '(1.0.0)']);
  expect(view?.releases[0]).toMatchObject({ record: honest.id, contradiction: false, rivals: [] });
});

test('behind a gap of the chain nothing is covered until the missing receipt comes', async () => {
  const { alice, bob, notary } = world;
  const [one, two] = [await releases(bob, codec, '1.0.0'), await releases(bob, codec, '1.1.0')];
  const first = await receipts(notary, codecDocument, [one]);
  const missing = await receipts(notary, codecDocument, [await releases(alice, codec, '9.0.0')], {
    previous: first,
  });
  const third = await receipts(notary, codecDocument, [two], { previous: missing });
  const end = await withdraws(alice, codec, bob, { heads: [third] });
  expect(shown(world.everyView([one, two, first, third, end]))).toEqual(['1.1.0 ✓', '(1.0.0)']);
  expect(shown(world.everyView([one, two, first, missing, third, end]))).toEqual(['1.1.0 ✓', '1.0.0 ✓']);
});

test('of a forked chain only the branch that the heads name is covered', async () => {
  const { alice, bob, notary } = world;
  const [one, two, other] = [
    await releases(bob, codec, '1.0.0'),
    await releases(bob, codec, '1.1.0'),
    await releases(bob, codec, '1.2.0'),
  ];
  const first = await receipts(notary, codecDocument, [one]);
  const branch = await receipts(notary, codecDocument, [two], { previous: first });
  const fork = await receipts(notary, codecDocument, [other], { previous: first });
  const end = await withdraws(alice, codec, bob, { heads: [branch] });
  expect(shown(world.everyView([one, two, other, first, branch, fork, end]))).toEqual([
    '1.1.0 ✓',
    '1.0.0 ✓',
    '(1.2.0)',
  ]);
  const both = await withdraws(alice, codec, bob, { heads: [branch, fork] });
  expect(shown(world.everyView([one, two, other, first, branch, fork, both]))).toEqual([
    '1.2.0 ✓',
    '1.1.0 ✓',
    '1.0.0 ✓',
  ]);
});

test('a head that another receipt names is walked all the same', async () => {
  const { alice, bob, notary, rootHolder } = world;
  const second = await handsOn(rootHolder, 'second-notary', { path: ['receipts'] });
  const release = await releases(bob, codec, '1.0.0');
  const first = await receipts(notary, codecDocument, [release]);
  const beside = await receipts(second, codecDocument, [first]);
  const end = await withdraws(alice, codec, bob, { heads: [beside, first] });
  expect(shown(world.everyView([release, first, beside, end], [second]))).toEqual(['1.0.0 ✓']);
});

test('heads of two notaries cover what either chain names', async () => {
  const { alice, bob, notary, rootHolder } = world;
  const second = await handsOn(rootHolder, 'second-notary', { path: ['receipts'] });
  const [one, two] = [await releases(bob, codec, '1.0.0'), await releases(bob, codec, '1.1.0')];
  const by = await receipts(notary, codecDocument, [one]);
  const bySecond = await receipts(second, codecDocument, [two]);
  const onlyOne = await withdraws(alice, codec, bob, { heads: [by] });
  expect(shown(world.everyView([one, two, by, bySecond, onlyOne], [second]))).toEqual(['1.0.0 ✓', '(1.1.0)']);
  const both = await withdraws(alice, codec, bob, { heads: [by, bySecond] });
  expect(shown(world.everyView([one, two, by, bySecond, both], [second]))).toEqual(['1.1.0 ✓', '1.0.0 ✓']);
});

test('two receipts of one release are listed oldest first, whoever they came from', async () => {
  const { bob, notary, rootHolder } = world;
  const second = await handsOn(rootHolder, 'second-notary', { path: ['receipts'] });
  const release = await releases(bob, codec, '1.0.0');
  const late = await receipts(notary, codecDocument, [release], { at: START + 2 * HOUR });
  const early = await receipts(second, codecDocument, [release], { at: START + HOUR });
  const view = world.everyView([release, late, early], [second]);
  expect(view?.releases[0]?.receipts).toEqual([
    { notary: second.signer.did, time: START + HOUR },
    { notary: notary.signer.did, time: START + 2 * HOUR },
  ]);
});

test('of two revocations with different heads a record needs to be covered by each', async () => {
  const { alice, admin, bob, notary } = world;
  const [one, two] = [await releases(bob, codec, '1.0.0'), await releases(bob, codec, '1.1.0')];
  const first = await receipts(notary, codecDocument, [one]);
  const second = await receipts(notary, codecDocument, [two], { previous: first });
  const wide = await withdraws(alice, codec, bob, { heads: [second] });
  const narrow = await revokes(admin, bob, { heads: [first] });
  expect(shown(world.everyView([one, two, first, second, wide, narrow]))).toEqual(['1.0.0 ✓', '(1.1.0)']);
  const stranger = await revokes(bob, bob, { heads: [] });
  expect(shown(world.everyView([one, first, wide, narrow, stranger, second]))).toEqual(['1.0.0 ✓']);
});

test('a lost device is cut off, and what the owner signed stays', async () => {
  const { alice, notary } = world;
  const device = await handsOn(alice, 'device');
  const [own, byDevice] = [await releases(alice, codec, '1.0.0'), await releases(device, codec, '1.1.0')];
  const receipt = await receipts(notary, codecDocument, [own, byDevice]);
  const records = [own, byDevice, receipt];
  expect(shown(world.everyView(records, [device]))).toEqual(['1.1.0 ✓', '1.0.0 ✓']);
  expect(world.everyView(records, [device])?.releases[0]).toMatchObject({
    author: device.signer.did,
    chain: [alice.signer.did, device.signer.did],
  });
  const end = await withdraws(alice, codec, device);
  expect(shown(world.everyView([...records, end], [device]))).toEqual(['1.0.0 ✓', '(1.1.0)']);
});

test('what a withdrawn publisher handed on falls with it, through a chain of eight', async () => {
  const { alice, bob } = world;
  let last = bob;
  for (const name of ['carol', 'dave', 'erin', 'frank', 'grace']) last = await handsOn(last, name);
  expect(last.capability.capability.delegations).toHaveLength(8);
  const release = await releases(last, codec, '1.0.0');
  expect(shown(world.everyView([release], [last]))).toEqual(['1.0.0']);
  const end = await withdraws(alice, codec, bob);
  expect(shown(world.everyView([release, end], [last]))).toEqual(['(1.0.0)']);
  await expect(handsOn(last, 'heidi')).rejects.toMatchObject({ reason: 'chain-length' });
});

test('a revocation from the far future waits for the clock', async () => {
  const { alice, bob } = world;
  const release = await releases(bob, codec, '1.0.0');
  const end = await withdraws(alice, codec, bob, { at: now + HOUR });
  expect(shown(world.everyView([release, end]))).toEqual(['1.0.0']);
  expect(shown(world.everyView([release, end], [], end.timestamp))).toEqual(['(1.0.0)']);
});
