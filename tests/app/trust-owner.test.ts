import { beforeEach, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import {
  distrustOwner,
  ownerBefore,
  ownerOtherThan,
  pinOwner,
  requirePinnedOwner,
  trustOwner,
} from '../../src/app/pinned-owner.ts';
import type { Did, Micros } from '../../src/core/ids.ts';
import type { FormerOwner, ModuleView } from '../../src/core/view/module-view.ts';
import { testNamespace } from '../support/namespace.ts';
import { codec } from '../support/standing-world.ts';

const [ALICE, PAUL, MALLORY] = ['a', 'p', 'm'].map((letter) => `did:key:z6Mk${letter.repeat(44)}` as Did) as [
  Did,
  Did,
  Did,
];

async function keeper() {
  return { namespace: (await testNamespace()).namespace, tables: memoryTables(), locks: memoryLocks() };
}
let device: Awaited<ReturnType<typeof keeper>>;

beforeEach(async () => {
  device = await keeper();
  await pinOwner(device, ownedBy(ALICE));
});

/** A module as a fold shows it: whose it is, and who had it before. */
function ownedBy(owner: Did, formers: readonly Did[] = [], contested = false): ModuleView {
  const time = 0 as Micros;
  const had = formers.map((did, index): FormerOwner => {
    const to = formers[index + 1] ?? owner;
    return { did, to, since: time, until: time, reason: '', grant: `${did} ${to}`, overruled: false };
  });
  return { id: codec, owner, contested, formers: had } as unknown as ModuleView;
}

test('the remembered owner gives way to whom they handed the name over to, and to whom those did', async () => {
  const view = ownedBy(MALLORY, [ALICE, PAUL]);

  expect(await ownerOtherThan(device, view)).toBeUndefined();
  await pinOwner(device, view);

  expect(await ownerOtherThan(device, ownedBy(ALICE))).toBe(MALLORY);
});

test('an owner who has the name from somebody else is an alarm, and so is a hand-over that is contested', async () => {
  for (const view of [ownedBy(PAUL), ownedBy(PAUL, [MALLORY]), ownedBy(PAUL, [ALICE], true)]) {
    await pinOwner(device, view);
    expect(await ownerOtherThan(device, view)).toBe(ALICE);
    await expect(requirePinnedOwner(device, view)).rejects.toMatchObject({
      code: 'InvalidState',
      reason: 'owner-changed',
      data: { owner: PAUL, pinned: ALICE },
    });
  }
});

test('a person can trust the new owner on this device, and undo it', async () => {
  const view = ownedBy(PAUL);
  await trustOwner(device, view, PAUL);
  expect(await ownerOtherThan(device, view)).toBeUndefined();
  expect(await ownerBefore(device, codec)).toBe(ALICE);

  await distrustOwner(device, codec);

  expect(await ownerOtherThan(device, view)).toBe(ALICE);
  expect(await ownerBefore(device, codec)).toBeUndefined();
  await expect(distrustOwner(device, codec)).rejects.toMatchObject({
    code: 'NotFound',
    reason: 'trusted-owner',
  });
});

test('trusted twice, the owner whom nobody had to vouch for is the one to go back to', async () => {
  await trustOwner(device, ownedBy(PAUL), PAUL);
  await trustOwner(device, ownedBy(MALLORY), MALLORY);

  await distrustOwner(device, codec);

  expect(await ownerOtherThan(device, ownedBy(MALLORY))).toBe(ALICE);
});

test('somebody else than the person was shown is not trusted, and who is known already changes nothing', async () => {
  await expect(trustOwner(device, ownedBy(MALLORY), PAUL)).rejects.toMatchObject({ reason: 'owner-other' });
  await trustOwner(device, ownedBy(ALICE), ALICE);

  expect(await ownerBefore(device, codec)).toBeUndefined();
});
