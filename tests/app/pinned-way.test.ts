import { beforeAll, beforeEach, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { distrustOwner, ownerOtherThan, pinOwner, trustOwner } from '../../src/app/pinned-owner.ts';
import { toHex } from '../../src/core/bytes.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import type { ModuleView } from '../../src/core/view/module-view.ts';
import {
  cancels,
  grants,
  handsOver,
  ownerOf,
  receipts,
  releases,
  withdraws,
  type Holder,
} from '../support/holder.ts';
import { START } from '../support/namespace.ts';
import {
  codec,
  codecDocument,
  HOUR,
  shown,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';

/** What a device remembers of an owner, against who has the relay's keys. */

let world: StandingWorld;
let paul: Holder;
let mallory: Holder;
let device: Parameters<typeof pinOwner>[0];

beforeAll(async () => {
  world = await standingWorld();
  [paul, mallory] = [
    await ownerOf(world.naming, 'paul', codec),
    await ownerOf(world.naming, 'mallory', codec),
  ];
});
beforeEach(() => {
  device = { namespace: world.namespace, tables: memoryTables(), locks: memoryLocks() };
});

function seen(records: readonly GenRecord[], holders: readonly Holder[] = [paul, mallory]): ModuleView {
  const view = world.view(records, holders);
  if (view === undefined) throw new Error('No module.');
  return view;
}

/** Mallory before Alice, dated back: her release stands, and Alice has the name from her. */
async function madeUpFormer(): Promise<{ records: GenRecord[]; receipt: GenRecord }> {
  const { naming, notary, alice } = world;
  const evil = await releases(mallory, codec, '9.9.9', { at: START - 2 * HOUR });
  const receipt = await receipts(notary, codecDocument, [evil], { at: START + 2 * HOUR });
  const transfer = await handsOver(mallory, codec, alice, { heads: [receipt], at: START - HOUR });
  const records = [
    await grants(naming, codec, mallory, START - 3 * HOUR),
    evil,
    receipt,
    transfer,
    await grants(naming, codec, alice, START - 1, { transfer }),
  ];
  return { records, receipt };
}

test('a former owner who was not there before is an alarm, though the present owner is who is remembered', async () => {
  const { alice } = world;
  await pinOwner(device, seen([]));
  const { records } = await madeUpFormer();
  const view = seen(records);
  expect([view.owner, view.contested, shown(view)]).toEqual([alice.signer.did, false, ['9.9.9 ✓']]);

  await pinOwner(device, view);

  expect(await ownerOtherThan(device, view)).toBe(alice.signer.did);
});

test('what a person here trusts is the way that they were shown, and it can be undone', async () => {
  const { alice } = world;
  await pinOwner(device, seen([]));
  const view = seen((await madeUpFormer()).records);

  await trustOwner(device, view, alice.signer.did);
  expect(await ownerOtherThan(device, view)).toBeUndefined();
  expect(await ownerOtherThan(device, seen([]))).toBe(alice.signer.did);

  await distrustOwner(device, codec);
  expect(await ownerOtherThan(device, view)).toBe(alice.signer.did);
});

test('an owner alone, as remembered by an older version, is the first one of the way', async () => {
  const { alice, naming } = world;
  const key = `owner/${toHex(world.namespace)}/${codec}`;
  await device.tables.write([{ table: 'settings', put: { key, value: alice.signer.did } }]);
  const transfer = await handsOver(alice, codec, paul, { at: START + HOUR });
  const handedOver = seen([transfer, await grants(naming, codec, paul, START + 2 * HOUR, { transfer })]);

  expect(await ownerOtherThan(device, seen([]))).toBeUndefined();
  expect(await ownerOtherThan(device, seen((await madeUpFormer()).records))).toBe(alice.signer.did);
  expect(await ownerOtherThan(device, handedOver)).toBeUndefined();
  await pinOwner(device, handedOver);
  expect((await device.tables.get('settings', key))?.value).toEqual([
    { did: alice.signer.did },
    { did: paul.signer.did, grant: handedOver.formers[0]?.grant },
  ]);
});

test('another grant for a hand-over that is remembered is an alarm: it says what else of the former owner’s stands', async () => {
  const { alice, naming, notary } = world;
  const transfer = await handsOver(alice, codec, paul, { at: START + HOUR });
  const taken = await grants(naming, codec, paul, START + 3 * HOUR, { transfer });
  await pinOwner(device, seen([transfer, taken]));
  const evil = await releases(alice, codec, '6.6.6', { at: START + 2 });
  const receipt = await receipts(notary, codecDocument, [evil], { at: START + 5 * HOUR });
  const again = await ownerOf(naming, 'paul', codec, { times: { start: 1 } });
  const earlier = await grants(naming, codec, again, START + 2 * HOUR, { transfer, heads: [receipt] });
  const later = await grants(naming, codec, again, START + 6 * HOUR, { transfer, heads: [receipt] });

  const view = seen([transfer, taken, evil, receipt, earlier], [paul, again]);
  expect([view.owner, shown(view)]).toEqual([paul.signer.did, ['6.6.6 ✓']]);
  expect(await ownerOtherThan(device, view)).toBe(paul.signer.did);
  const harmless = seen([transfer, taken, evil, receipt, later], [paul, again]);
  expect(shown(harmless)).toEqual(['(6.6.6)']);
  expect(await ownerOtherThan(device, harmless)).toBeUndefined();
});

test('a transfer that was carried out once does not lead away from who got the name back', async () => {
  const { naming, notary, alice } = world;
  const again = await ownerOf(naming, 'alice', codec, { times: { start: 1 } });
  const there = await handsOver(alice, codec, paul, { at: START + HOUR });
  const taken = await grants(naming, codec, paul, START + 2 * HOUR, { transfer: there });
  const receipt = await receipts(notary, codecDocument, [there, taken], { at: START + 2 * HOUR + 1 });
  const back = await handsOver(paul, codec, alice, { heads: [receipt], at: START + 3 * HOUR });
  const way = [
    there,
    taken,
    receipt,
    back,
    await grants(naming, codec, again, START + 4 * HOUR, { transfer: back }),
  ];
  await pinOwner(device, seen(way, [paul, again]));
  const fresh = await ownerOf(naming, 'paul', codec, { times: { start: 1 } });
  const cut = await withdraws(naming, codec, paul, { heads: [], at: START + 5 * HOUR });
  const regranted = await grants(naming, codec, fresh, START + 5 * HOUR + 1);

  const view = seen([...way, cut, regranted], [paul, again, fresh]);
  await pinOwner(device, view);

  expect(view.owner).toBe(paul.signer.did);
  expect(await ownerOtherThan(device, view)).toBe(alice.signer.did);
});

test('a device does not follow a transfer that the owner had taken back, or replaced, before it was carried out', async () => {
  const { alice, naming, notary } = world;
  const transfer = await handsOver(alice, codec, paul, { at: START + HOUR });
  await pinOwner(device, seen([transfer]));
  const taken = await grants(naming, codec, paul, START + 4 * HOUR, { transfer });
  for (const word of [
    await cancels(alice, codec, START + 2 * HOUR),
    await handsOver(alice, codec, mallory, { at: START + 2 * HOUR }),
  ]) {
    const receipt = await receipts(notary, codecDocument, [transfer, word], { at: START + 3 * HOUR });
    const view = seen([transfer, word, receipt, taken]);
    expect([view.owner, view.contested]).toEqual([paul.signer.did, false]);
    expect(await ownerOtherThan(device, view)).toBe(alice.signer.did);
    // Dated back before the word, but seen after it.
    const early = await grants(naming, codec, paul, START + HOUR + 1, { transfer });
    const late = await receipts(notary, codecDocument, [early], { previous: receipt, at: START + 5 * HOUR });
    expect(await ownerOtherThan(device, seen([transfer, word, receipt, early, late]))).toBe(alice.signer.did);
  }
});

test('what a former owner says afterwards does not keep a device from following', async () => {
  const { alice, naming, notary } = world;
  const transfer = await handsOver(alice, codec, paul, { at: START + HOUR });
  await pinOwner(device, seen([transfer]));
  const taken = await grants(naming, codec, paul, START + 4 * HOUR, { transfer });
  const receipt = await receipts(notary, codecDocument, [transfer, taken], { at: START + 4 * HOUR + 1 });
  const word = await cancels(alice, codec, START + 2 * HOUR);
  const late = await receipts(notary, codecDocument, [word], { previous: receipt, at: START + 5 * HOUR });

  for (const more of [[], [word], [word, late]])
    expect(await ownerOtherThan(device, seen([transfer, taken, receipt, ...more]))).toBeUndefined();
});
