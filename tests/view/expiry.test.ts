import { beforeAll, expect, test } from 'vitest';
import { parseMicros } from '../../src/core/ids.ts';
import { handsOn, receipts, releases, revokes, says, type Holder } from '../support/holder.ts';
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

let world: StandingWorld;
let lent: Holder;
const end = START + 2 * HOUR;
const before = parseMicros(end - 1);

beforeAll(async () => {
  world = await standingWorld();
  lent = await handsOn(world.alice, 'lent', { times: { end } });
});

test('a receipt from before the end keeps a release for ever', async () => {
  const release = await releases(lent, codec, '1.0.0', { at: START + HOUR });
  const receipt = await receipts(world.notary, codecDocument, [release], { at: end - 1 });
  expect(shown(world.everyView([release, receipt], [lent]))).toEqual(['1.0.0 ✓']);
});

test('a receipt from the end on does not', async () => {
  const release = await releases(lent, codec, '1.0.0', { at: START + HOUR });
  const receipt = await receipts(world.notary, codecDocument, [release], { at: end });
  const view = world.everyView([release, receipt], [lent]);
  expect(shown(view)).toEqual(['(1.0.0)']);
  expect(view?.fallen[0]?.end).toEqual({ kind: 'expired', reason: '', time: end });
});

test('without a receipt a release stands until the end and not from then on', async () => {
  const release = await releases(lent, codec, '1.0.0', { at: START + HOUR });
  expect(shown(world.everyView([release], [lent], before))).toEqual(['1.0.0']);
  expect(shown(world.everyView([release], [lent], parseMicros(end)))).toEqual(['(1.0.0)']);
});

test('dated back before the end and receipted after it, a release never stands once the end has come', async () => {
  const release = await releases(lent, codec, '1.0.0', { at: START + 1 });
  const late = await receipts(world.notary, codecDocument, [release], { at: end + HOUR });
  for (const clock of [parseMicros(end), parseMicros(end + HOUR), now]) {
    expect(shown(world.everyView([release, late], [lent], clock))).toEqual(['(1.0.0)']);
  }
});

test('of two notaries one receipt in time is enough; a withdrawn one gives none', async () => {
  const second = await handsOn(world.rootHolder, 'second-notary', { path: ['receipts'] });
  const release = await releases(lent, codec, '1.0.0', { at: START + HOUR });
  const late = await receipts(world.notary, codecDocument, [release], { at: end + 1 });
  const inTime = await receipts(second, codecDocument, [release], { at: end - 1 });
  const holders = [lent, second];
  expect(shown(world.everyView([release, late, inTime], holders))).toEqual(['1.0.0 ✓']);
  const withdrawn = await revokes(world.admin, second);
  expect(shown(world.everyView([release, late, inTime, withdrawn], holders))).toEqual(['(1.0.0)']);
});

test('a receipt from well before the range began proves nothing', async () => {
  const later = await handsOn(world.alice, 'later', { times: { start: START + HOUR, end } });
  const release = await releases(later, codec, '1.0.0', { at: START + HOUR });
  const early = await receipts(world.notary, codecDocument, [release], { at: START + 1 });
  expect(shown(world.everyView([release, early], [later]))).toEqual(['(1.0.0)']);
  const near = await receipts(world.notary, codecDocument, [release], { at: START + HOUR - 60_000_000 });
  expect(shown(world.everyView([release, early, near], [later]))).toEqual(['1.0.0 ✓']);
});

test('an admin whose time is over revokes nobody, and what was receipted in time stays', async () => {
  const { rootHolder, bob, notary } = world;
  const guest = await handsOn(rootHolder, 'guest', { path: ['revocations'], times: { end } });
  const release = await releases(bob, codec, '1.0.0');
  const backdated = await revokes(guest, bob, { at: START + 1 });
  expect(shown(world.everyView([release, backdated], [guest], before))).toEqual(['(1.0.0)']);
  expect(shown(world.everyView([release, backdated], [guest]))).toEqual(['1.0.0']);
  const receipt = await receipts(notary, 'authority', [backdated], { at: end - 1 });
  expect(shown(world.everyView([release, backdated, receipt], [guest]))).toEqual(['(1.0.0)']);
});

test('a record from the far future waits, and so does the receipt of one', async () => {
  const { bob, notary } = world;
  const ahead = await releases(bob, codec, '1.0.0', { at: now + HOUR });
  const soon = await releases(bob, codec, '1.1.0', { at: now + 60_000_000 });
  const receipt = await receipts(notary, codecDocument, [soon], { at: now + HOUR });
  expect(shown(world.everyView([ahead, soon, receipt]))).toEqual(['1.1.0']);
  expect(shown(world.everyView([ahead, soon, receipt], [], receipt.timestamp))).toEqual(['1.1.0 ✓', '1.0.0']);
});

test('what does not fit is kept and not shown: unknown kinds, bodies of another form, paths of another depth', async () => {
  const { alice, admin, notary, rootHolder } = world;
  const release = await releases(alice, codec, '1.0.0');
  const receipt = await receipts(notary, codecDocument, [release]);
  const below = (...rest: string[]) => ['modules', 'io', 'example', 'codec', '@', ...rest];
  const garbage = Uint8Array.of(0xff, 0x00);
  const odd = [
    await says(alice, below('dreams', 'x'), garbage),
    await says(alice, below('publishers', alice.signer.did), garbage),
    await says(alice, below('status', '1.0.0', 'deeper'), Uint8Array.of(0xf6)),
    await says(admin, ['revocations', alice.capability.id], garbage),
    await says(admin, ['moderation', 'releases', ...below().slice(1), '1.0.0'], garbage),
    await says(rootHolder, ['epochs', '1'], garbage),
  ];
  const plain = world.view([release, receipt]);
  const view = world.everyView([release, ...odd.slice(1)], [], now);
  expect(shown(view)).toEqual(['1.0.0']);
  expect(view?.releases[0]).toMatchObject({ yanked: undefined, deprecated: undefined });
  expect(world.view([release, receipt, ...odd])?.releases).toEqual(plain?.releases);
  expect(world.view([release, receipt, ...odd])?.publishers).toEqual([]);
});
