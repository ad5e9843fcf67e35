import { beforeAll, expect, test } from 'vitest';
import { writeBody } from '../../src/core/record/kinds.ts';
import { handsOn, letsIn, receipts, releases, says, withdraws } from '../support/holder.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { delegationIn } from '../../src/core/view/publishers.ts';
import { START } from '../support/namespace.ts';
import {
  codec,
  codecDocument,
  HOUR,
  now,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';

let world: StandingWorld;

beforeAll(async () => {
  world = await standingWorld();
});

test('the list shows who was let in, whose time ran out, and who was withdrawn', async () => {
  const { alice, bob } = world;
  const lent = await handsOn(alice, 'lent', { times: { end: START + HOUR } });
  const carol = await handsOn(bob, 'carol');
  const records = [
    await letsIn(alice, codec, bob, START + 1),
    await letsIn(alice, codec, lent, START + 2),
    await letsIn(bob, codec, carol, START + 3),
    await withdraws(bob, codec, carol, { reason: 'left', at: START + 4 }),
  ];
  const place = 'modules/io/example/codec/@';
  expect(world.everyView(records, [lent, carol])?.publishers).toEqual([
    {
      did: bob.signer.did,
      by: alice.signer.did,
      delegation: bob.capability.id,
      path: place,
      until: undefined,
      since: START + 1,
      ended: undefined,
    },
    {
      did: lent.signer.did,
      by: alice.signer.did,
      delegation: lent.capability.id,
      path: place,
      until: START + HOUR,
      since: START + 2,
      ended: { kind: 'expired', reason: '', time: START + HOUR },
    },
    {
      did: carol.signer.did,
      by: bob.signer.did,
      delegation: carol.capability.id,
      path: place,
      until: undefined,
      since: START + 3,
      ended: { kind: 'revoked', by: bob.signer.did, reason: 'left', time: START + 4 },
    },
  ]);
});

test('let in twice, somebody is listed once, by who said so first in every order', async () => {
  const { alice, bob } = world;
  const carol = await handsOn(bob, 'carol');
  const [first, again] = [
    await letsIn(bob, codec, carol, START + 5),
    await letsIn(alice, codec, carol, START + 5),
  ];
  const view = world.everyView([first, again], [carol]);
  expect(view?.publishers).toHaveLength(1);
});

test('nobody lets itself in, nor others with what it does not have, nor under another name', async () => {
  const { alice, bob, naming } = world;
  const carol = await handsOn(bob, 'carol');
  const sibling = await handsOn(alice, 'sibling');
  const body = await letsIn(alice, codec, carol);
  const records = [
    await letsIn(bob, codec, bob),
    await letsIn(sibling, codec, carol),
    await letsIn(naming, codec, carol),
    await says(
      alice,
      ['modules', 'io', 'example', 'codec', '@', 'publishers', alice.signer.did],
      body.payload,
    ),
  ];
  expect(world.everyView(records, [carol, sibling])?.publishers).toEqual([]);
});

test('who was let in by somebody withdrawn is not listed, and capabilities that are none harm nobody', async () => {
  const { alice, bob } = world;
  const carol = await handsOn(bob, 'carol');
  const payload = writeBody('publisher', { capability: Uint8Array.of(0xc2, 1, 2) });
  const records = [
    await letsIn(alice, codec, bob),
    await letsIn(bob, codec, carol),
    await withdraws(alice, codec, bob),
    await says(alice, ['modules', 'io', 'example', 'codec', '@', 'publishers', bob.signer.did], payload),
  ];
  const publishers = world.everyView(records, [carol], now)?.publishers ?? [];
  expect(publishers.map(({ did, ended }) => [did, ended?.kind])).toEqual([[bob.signer.did, 'revoked']]);
});

test('who publishes without anybody having said so is listed by use, and so is who was in between', async () => {
  const { alice, bob, notary } = world;
  const carol = await handsOn(bob, 'carol');
  const [second, first] = [
    await releases(carol, codec, '1.1.0', { at: START + 8 }),
    await releases(carol, codec, '1.0.0', { at: START + 7 }),
  ];
  const open = world.everyView([second, first], [carol])?.publishers ?? [];
  const [alices, bobs, carols] = [alice, bob, carol].map(({ signer }) => signer.did);
  const found = open.map(({ did, by, since, ended }) => ({ did, by, since, ended }));
  expect(found).toHaveLength(2);
  expect(found).toContainEqual({ did: bobs, by: alices, since: START + 7, ended: undefined });
  expect(found).toContainEqual({ did: carols, by: bobs, since: START + 7, ended: undefined });

  const receipt = await receipts(notary, codecDocument, [first, second]);
  const end = await withdraws(alice, codec, carol, { heads: [receipt] });
  const after = world.everyView([first, second, receipt, end], [carol])?.publishers ?? [];
  expect(after.find(({ did }) => did === carols)?.ended?.kind).toBe('revoked');
});

test('what was said decides over what was used: who said it, and since when', async () => {
  const { alice, bob } = world;
  const records = [
    await releases(bob, codec, '1.0.0', { at: START + 1 }),
    await letsIn(alice, codec, bob, START + 9),
  ];
  const publishers = world.everyView(records)?.publishers ?? [];
  expect(publishers.map(({ did, since }) => [did, since])).toEqual([[bob.signer.did, START + 9]]);
});

test('nobody lists the owner, or whom it has its permission from, as let in or withdrawn', async () => {
  const { alice, bob } = world;
  const owner = await handsOn(bob, 'alice');
  const carol = await handsOn(bob, 'carol');
  const back = await handsOn(carol, 'bob');
  const records = [
    await letsIn(bob, codec, owner),
    await withdraws(bob, codec, owner, { reason: 'do not trust her' }),
    await letsIn(carol, codec, back),
    await releases(back, codec, '1.0.0'),
  ];
  const publishers = world.everyView(records, [owner, carol, back])?.publishers ?? [];
  expect(publishers.map(({ delegation }) => delegation).sort()).toEqual(
    [bob.capability.id, carol.capability.id].sort(),
  );
  expect(publishers.map(({ did }) => did)).not.toContain(alice.signer.did);
});

test('a delegation is found in what is used, in what is said, and on the way to either', async () => {
  const { alice, bob } = world;
  const carol = await handsOn(bob, 'carol');
  const dave = await handsOn(carol, 'dave');
  const statement = await letsIn(bob, codec, carol);
  const found = (members: Parameters<typeof recordSet>[0], whom: typeof bob): string | undefined => {
    const capability = delegationIn(recordSet(members), whom.capability.id);
    return capability && String(capability.delegations.length);
  };
  expect([found([dave.capability], dave), found([dave.capability], bob)]).toEqual(['5', '3']);
  expect([found([statement], carol), found([statement], alice)]).toEqual(['4', '2']);
  expect([found([statement], dave), found([], bob)]).toEqual([undefined, undefined]);
});
