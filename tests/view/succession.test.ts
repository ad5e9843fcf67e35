import { beforeAll, describe, expect, test } from 'vitest';
import { parseModuleId, type ModuleId } from '../../src/core/ids.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { modulePath } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import {
  cancels,
  grants,
  handsOn,
  handsOver,
  letsIn,
  ownerOf,
  receipts,
  releases,
  revokes,
  says,
  withdraws,
  type Holder,
} from '../support/holder.ts';
import { signerNamed, START } from '../support/namespace.ts';
import { permutations } from '../support/orders.ts';
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
/** To whom Alice hands the module over. */
let paul: Holder;
let mallory: Holder;

beforeAll(async () => {
  world = await standingWorld();
  paul = await ownerOf(world.naming, 'paul', codec);
  mallory = await ownerOf(world.naming, 'mallory', codec);
});

/** Alice's release with its receipt, her transfer to Paul up to there, and the grant that carries it out. */
async function handedOver(): Promise<{
  before: GenRecord;
  receipt: GenRecord;
  transfer: GenRecord;
  taken: GenRecord;
}> {
  const before = await releases(world.alice, codec, '1.0.0', { at: START + HOUR });
  const receipt = await receipts(world.notary, codecDocument, [before], { at: START + HOUR + 1 });
  const transfer = await handsOver(world.alice, codec, paul, {
    heads: [receipt],
    reason: 'New key.',
    at: START + 2 * HOUR,
  });
  const taken = await grants(world.naming, codec, paul, START + 3 * HOUR, { transfer });
  return { before, receipt, transfer, taken };
}

const owners = (records: readonly GenRecord[], holders: readonly Holder[] = [paul, mallory]) => {
  const view = world.everyView(records, holders);
  return { owner: view?.owner, contested: view?.contested, formers: view?.formers.map(({ did }) => did) };
};

test('what an owner offers stays theirs until a grant carries it out', async () => {
  const { transfer } = await handedOver();

  expect(world.everyView([transfer], [paul])).toMatchObject({
    owner: world.alice.signer.did,
    contested: false,
    formers: [],
    offer: { to: paul.signer.did, reason: 'New key.', time: START + 2 * HOUR },
  });
});

test('a grant that carries out the owner’s transfer makes the other one the owner, whatever order it is seen in', async () => {
  const { before, receipt, transfer, taken } = await handedOver();
  const after = await releases(paul, codec, '2.0.0', { at: START + 4 * HOUR });

  const view = world.everyView([before, receipt, transfer, taken, after], [paul]);

  expect(view).toMatchObject({
    owner: paul.signer.did,
    contested: false,
    grantedAt: START + 3 * HOUR,
    createdAt: START,
    offer: undefined,
    formers: [
      {
        did: world.alice.signer.did,
        to: paul.signer.did,
        since: START,
        until: START + 3 * HOUR,
        reason: 'New key.',
      },
    ],
  });
  expect(shown(view)).toEqual(['2.0.0', '1.0.0 ✓']);
});

test('a grant to somebody else without the owner’s transfer makes the name contested, and so does one by another’s word', async () => {
  const { transfer } = await handedOver();
  const strangers = await handsOver(mallory, codec, mallory, { at: START + HOUR });
  const publishers = await handsOver(world.bob, codec, mallory, { at: START + HOUR });
  const plain = await grants(world.naming, codec, mallory, START + 4 * HOUR);
  const alices = { owner: world.alice.signer.did, formers: [], contested: true };

  expect(owners([plain])).toEqual(alices);
  expect(
    owners([transfer, await grants(world.naming, codec, mallory, START + 4 * HOUR, { transfer })]),
  ).toEqual({
    ...alices,
    contested: false,
  });
  for (const said of [strangers, publishers]) {
    const grant = await grants(world.naming, codec, mallory, START + 4 * HOUR, { transfer: said });
    expect(owners([said, grant])).toEqual(alices);
  }
});

test('a grant whose transfer is not there, or has lost its standing, gives nothing and disputes nothing', async () => {
  const { receipt, before, transfer, taken } = await handedOver();
  const cut = await revokes(world.admin, world.alice, { heads: [receipt], at: START + 5 * HOUR });
  const alices = { owner: world.alice.signer.did, formers: [], contested: false };

  expect(owners([taken])).toEqual(alices);
  expect(owners([before, receipt, transfer, taken, cut])).toEqual(alices);
});

describe('with the key of the owner before', () => {
  test('nothing new stands, dated back or not, receipted or not', async () => {
    const { before, receipt, transfer, taken } = await handedOver();
    const thefts = [
      await releases(world.alice, codec, '9.0.0', { at: START + 5 * HOUR }),
      await releases(world.alice, codec, '0.9.0', { at: START + 1 }),
      await releases(world.alice, codec, '1.0.0', { content: 'forged', at: START + 2 }),
    ];
    const late = await receipts(world.notary, codecDocument, thefts, {
      previous: receipt,
      at: START + 6 * HOUR,
    });

    const view = world.view([...thefts, late, taken, transfer, before, receipt], [paul]);

    expect(shown(view)).toEqual(['1.0.0 ✓', '(9.0.0)', '(1.0.0)', '(0.9.0)']);
    expect(view?.fallen[0]?.end).toEqual({
      kind: 'handed-over',
      by: world.alice.signer.did,
      to: paul.signer.did,
      reason: 'New key.',
      time: START + 3 * HOUR,
    });
    expect(view?.releases[0]).toMatchObject({ contradiction: false, rivals: [] });
  });

  test('another transfer changes nothing, nor what it leaves out, nor taking the first one back', async () => {
    const { before, receipt, transfer, taken } = await handedOver();
    const others = [
      await handsOver(world.alice, codec, mallory, { at: START + 1 }),
      await handsOver(world.alice, codec, paul, { heads: [], at: START + 2 * HOUR + 1 }),
      await cancels(world.alice, codec, START + 2 * HOUR + 2),
    ];
    for (const other of others) {
      const view = world.everyView([before, receipt, transfer, taken, other], [paul, mallory]);
      expect(view).toMatchObject({ owner: paul.signer.did, contested: false, offer: undefined });
      expect(shown(view)).toEqual(['1.0.0 ✓']);
    }
  });

  test('a publisher whose releases were left standing is not withdrawn afterwards', async () => {
    const { alice, bob } = world;
    const bobs = await releases(bob, codec, '1.1.0', { at: START + HOUR });
    const receipt = await receipts(world.notary, codecDocument, [bobs], { at: START + HOUR + 1 });
    const transfer = await handsOver(alice, codec, paul, { heads: [receipt], at: START + 2 * HOUR });
    const taken = await grants(world.naming, codec, paul, START + 3 * HOUR, { transfer });
    const slander = await withdraws(alice, codec, bob, { reason: 'never', at: START + HOUR });

    const view = world.everyView([bobs, receipt, transfer, taken, slander], [paul]);

    expect(shown(view)).toEqual(['1.1.0 ✓']);
    expect(view?.publishers).toMatchObject([{ did: bob.signer.did, ended: { kind: 'handed-over' } }]);
  });

  test('nobody is let in, and the name is not ended', async () => {
    const { before, receipt, transfer, taken } = await handedOver();
    const eve = await handsOn(world.alice, 'eve');
    const tombstone = await says(
      world.alice,
      ['modules', ...modulePath(codec), 'tombstone'],
      writeBody('tombstone', { reason: 'gone' }),
      START + 1,
    );
    const let_ = await letsIn(world.alice, codec, eve, START + 1);

    const view = world.everyView([before, receipt, transfer, taken, tombstone, let_], [paul, eve]);

    expect(view).toMatchObject({ status: 'available', publishers: [] });
  });
});

test('what the relay had taken when the name went over stands too, as the grant names it', async () => {
  const { alice, naming, notary } = world;
  const first = await releases(alice, codec, '1.0.0', { at: START + HOUR });
  const receipt = await receipts(notary, codecDocument, [first], { at: START + HOUR + 1 });
  const transfer = await handsOver(alice, codec, paul, { heads: [receipt], at: START + 2 * HOUR });
  const meanwhile = await releases(alice, codec, '1.1.0', { at: START + 3 * HOUR });
  const next = await receipts(notary, codecDocument, [transfer, meanwhile], {
    previous: receipt,
    at: START + 3 * HOUR + 1,
  });
  const late = await releases(alice, codec, '1.2.0', { at: START + 3 * HOUR });
  const taken = await grants(naming, codec, paul, START + 4 * HOUR, { transfer, heads: [next] });

  const view = world.everyView([first, receipt, transfer, meanwhile, next, taken], [paul]);
  expect(shown(view)).toEqual(['1.1.0 ✓', '1.0.0 ✓']);
  expect(shown(world.view([first, receipt, transfer, meanwhile, next, taken, late], [paul]))).toEqual([
    '1.1.0 ✓',
    '1.0.0 ✓',
    '(1.2.0)',
  ]);
});

test('a module goes back to who had it before by a fresh capability only', async () => {
  const { alice, naming } = world;
  const again = await ownerOf(naming, 'alice', codec, { times: { start: 1 } });
  const { before, receipt, transfer, taken } = await handedOver();
  const next = await receipts(world.notary, codecDocument, [transfer], {
    previous: receipt,
    at: START + 4 * HOUR,
  });
  const back = await handsOver(paul, codec, alice, { heads: [next], at: START + 5 * HOUR });
  const returned = await grants(naming, codec, again, START + 6 * HOUR, { transfer: back });
  const stale = await grants(naming, codec, alice, START + 6 * HOUR, { transfer: back });
  const way = [before, receipt, transfer, taken, next, back];
  const fresh = world.view([...way, returned], [paul, again]);

  expect(fresh).toMatchObject({ owner: alice.signer.did, contested: false });
  expect(fresh?.formers.map(({ did }) => did)).toEqual([alice.signer.did, paul.signer.did]);
  for (const ordered of permutations([transfer, taken, back, returned])) {
    expect(world.view([...ordered, before, receipt, next], [paul, again])).toEqual(fresh);
  }
  expect(world.view([...way, stale], [paul])).toMatchObject({ owner: paul.signer.did, contested: true });
  const old = await releases(alice, codec, '3.0.0', { at: START + 7 * HOUR });
  const own = await releases(again, codec, '4.0.0', { at: START + 7 * HOUR });
  expect(shown(world.view([...way, returned, old, own], [paul, again]))).toEqual([
    '4.0.0',
    '1.0.0 ✓',
    '(3.0.0)',
  ]);
});

test('of several words of an owner the newest counts: another one’s name, or nobody’s', async () => {
  const { alice } = world;
  const first = await handsOver(alice, codec, paul, { at: START + 1 });
  const other = await handsOver(alice, codec, mallory, { at: START + 2 });
  const none = await cancels(alice, codec, START + 3);

  expect(world.everyView([first, other], [paul, mallory])?.offer).toMatchObject({ to: mallory.signer.did });
  expect(world.everyView([first, other, none], [paul, mallory])?.offer).toBeUndefined();
});

test('of two grants by two transfers of one owner the earlier one gives the name, and the other disputes it', async () => {
  const { alice, naming } = world;
  const [one, other] = [
    await handsOver(alice, codec, paul, { at: START + 1 }),
    await handsOver(alice, codec, mallory, { at: START + 2 }),
  ];
  const [first, second] = [
    await grants(naming, codec, paul, START + 4, { transfer: one }),
    await grants(naming, codec, mallory, START + 5, { transfer: other }),
  ];
  expect(owners([one, other, first, second])).toEqual({
    owner: paul.signer.did,
    contested: true,
    formers: [alice.signer.did],
  });
});

test('the same transfer carried out by two naming keys disputes nothing', async () => {
  const spare = await handsOn(world.rootHolder, 'spare-naming', { path: ['modules'] });
  const again = await ownerOf(spare, 'paul', codec);
  const { transfer, taken } = await handedOver();
  const second = await grants(spare, codec, again, START + 4 * HOUR, { transfer });
  const made = await releases(again, codec, '2.0.0', { at: START + 5 * HOUR });

  const view = world.everyView([transfer, taken, second, made], [paul, spare, again]);

  expect(view).toMatchObject({ owner: paul.signer.did, contested: false });
  expect(shown(view)).toEqual(['2.0.0']);
});

test('where the naming key’s grant to the new owner is cut off, the name is the former one’s again, and still offered', async () => {
  const { alice, rootHolder, naming, grant } = world;
  const { before, receipt, transfer, taken } = await handedOver();
  const kept = await receipts(world.notary, codecDocument, [grant, transfer], {
    previous: receipt,
    at: START + 2 * HOUR + 1,
  });
  const cut = await revokes(rootHolder, naming, { heads: [kept], at: START + 4 * HOUR });

  expect(world.view([before, receipt, transfer, kept, taken, cut], [paul])).toMatchObject({
    owner: alice.signer.did,
    contested: false,
    formers: [],
    offer: { to: paul.signer.did },
  });
});

test('who was given many names by one capability hands one over and keeps the others', async () => {
  const { naming, namespace } = world;
  const other = parseModuleId('io.example.other');
  const signer = await signerNamed('ines');
  const ines = await handsOn(naming, 'ines', {
    subspace: signer.publicKey,
    path: ['modules', 'io', 'example'],
  });
  const transfer = await handsOver(ines, other, paul, { at: START + 2 });
  const pauls = await ownerOf(naming, 'paul', other);
  const third = parseModuleId('io.example.third');
  const records = [
    await grants(naming, other, ines, START),
    await grants(naming, third, ines, START),
    transfer,
    await grants(naming, other, pauls, START + 3, { transfer }),
    await releases(ines, other, '1.0.0', { at: START + 4 }),
    await releases(ines, third, '1.0.0', { at: START + 4 }),
  ];
  const capabilities = [world.rootHolder, naming, ines, pauls].map(({ capability }) => capability);
  const view = (id: ModuleId) => moduleView(recordSet([...records, ...capabilities]), id, namespace, now);

  expect([view(other)?.owner, shown(view(other))]).toEqual([paul.signer.did, ['(1.0.0)']]);
  expect([view(third)?.owner, shown(view(third))]).toEqual([signer.did, ['1.0.0']]);
});

test('a capability that the present owner had in another time of theirs, granted anew, changes nothing and disputes nothing', async () => {
  const { alice, naming } = world;
  const again = await ownerOf(naming, 'alice', codec, { times: { start: 1 } });
  const there = await handsOver(alice, codec, paul, { at: START + 1 });
  const back = await handsOver(paul, codec, alice, { at: START + 3 });
  const way = [
    there,
    await grants(naming, codec, paul, START + 2, { transfer: there }),
    back,
    await grants(naming, codec, again, START + 4, { transfer: back }),
  ];
  const stale = await grants(naming, codec, alice, START + 5);
  const late = await releases(alice, codec, '3.0.0', { at: START + 6 });

  const view = world.view([...way, stale, late], [paul, again]);

  expect(view).toMatchObject({ owner: alice.signer.did, contested: false });
  expect(shown(view)).toEqual(['(3.0.0)']);
});
