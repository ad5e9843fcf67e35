import { beforeAll, expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { listPath } from '../../src/core/record/moderation-path.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { moderationBy, moderationLists, type ListName } from '../../src/core/view/moderation.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { handsOn, receipts, revokes, type Holder } from '../support/holder.ts';
import { lists, moderates, saysForSelf } from '../support/moderation.ts';
import { signerNamed, START } from '../support/namespace.ts';
import { inEveryOrder } from '../support/orders.ts';
import { codec, HOUR, now, standingWorld, type StandingWorld } from '../support/standing-world.ts';

const other = parseModuleId('io.example.other');
let world: StandingWorld;
let carol: Signer;
let dave: Signer;
let rater: Signer;

beforeAll(async () => {
  world = await standingWorld();
  [carol, dave, rater] = [await signerNamed('carol'), await signerNamed('dave'), await signerNamed('rater')];
});

/** What a reader who follows these is shown, whatever the order that the records came in. */
function hidden(
  records: readonly GenRecord[],
  followed: readonly ListName[],
  holders: readonly Holder[] = [],
  at = now,
) {
  const { rootHolder, naming, notary, admin, otherAdmin, alice } = world;
  const capabilities = [rootHolder, naming, notary, admin, otherAdmin, alice, ...holders].map(
    ({ capability }) => capability,
  );
  return inEveryOrder(records, (ordered) => {
    const said = moderationLists(recordSet([...ordered, ...capabilities]), at);
    const moderation = moderationBy(said, followed);
    return { module: moderation.module(codec), reviews: moderation.reviews(codec) };
  });
}

const who = ({ module }: ReturnType<typeof hidden>): string[] => module.map(({ by }) => by);

test('a module is hidden for who follows the list, and for nobody else', async () => {
  const { namespace } = world;
  const byCarol = await lists(namespace, carol, { id: codec }, { reason: 'Steals keys.' });

  expect(hidden([byCarol], [carol.did])).toEqual({
    module: [{ by: carol.did, as: 'person', reason: 'Steals keys.', time: START, pending: false }],
    reviews: {},
  });
  expect(hidden([byCarol], ['admins', dave.did]).module).toEqual([]);
});

test('several lists each say their own, the first said first, in whatever order they are followed', async () => {
  const { namespace, admin } = world;
  const said = [
    await lists(namespace, carol, { id: codec }, { at: START + 2 }),
    await lists(namespace, dave, { id: codec }, { at: START + 1 }),
    await moderates(admin, { id: codec }, { at: START + 3 }),
  ];
  const expected = [dave.did, carol.did, admin.signer.did];

  expect(who(hidden(said, ['admins', carol.did, dave.did]))).toEqual(expected);
  expect(who(hidden(said, [dave.did, carol.did, 'admins', dave.did]))).toEqual(expected);
  expect(who(hidden(said, ['admins']))).toEqual([admin.signer.did]);
});

test('whoever hid it shows it again by a newer word, and for their own list alone', async () => {
  const { namespace } = world;
  const said = [
    await lists(namespace, carol, { id: codec }, { at: START }),
    await lists(namespace, carol, { id: codec }, { hidden: false, at: START + 1 }),
    await lists(namespace, dave, { id: codec }, { at: START }),
  ];

  expect(who(hidden(said, [carol.did, dave.did]))).toEqual([dave.did]);
});

test('the admins speak with one voice: the newest word of any of them is the registry’s', async () => {
  const { admin, otherAdmin } = world;
  const said = [
    await moderates(admin, { id: codec }, { reason: 'Spam.', at: START + HOUR }),
    await moderates(otherAdmin, { id: codec }, { hidden: false, at: START + HOUR + 1 }),
  ];

  expect(hidden(said, ['admins']).module).toEqual([]);
  const again = await moderates(otherAdmin, { id: codec }, { reason: 'Spam.', at: START + HOUR + 2 });
  expect(who(hidden([...said, again], ['admins']))).toEqual([otherAdmin.signer.did]);
});

test('a review is hidden apart from its module and from other reviews', async () => {
  const { namespace, admin } = world;
  const said = [
    await moderates(admin, { id: codec, rater: rater.did }, { reason: 'Insults.' }),
    await lists(namespace, carol, { id: codec, rater: rater.did }),
    await lists(namespace, carol, { id: other }),
  ];
  const { module, reviews } = hidden(said, ['admins', carol.did]);

  expect(module).toEqual([]);
  expect(Object.entries(reviews).map(([did, by]) => [did, by.map(({ as }) => as).sort()])).toEqual([
    [rater.did, ['admin', 'person']],
  ]);
});

test('nobody but an admin whose permission stands speaks for the registry', async () => {
  const { naming, alice, admin, rootHolder } = world;
  const guest = await handsOn(rootHolder, 'guest', { path: ['revocations'] });
  const said = [
    await moderates(naming, { id: codec }),
    await moderates(alice, { id: codec }),
    await moderates(guest, { id: codec }),
    await moderates(admin, { id: codec }),
  ];
  const end = await revokes(rootHolder, admin);

  expect(hidden([...said, end], ['admins'], [guest]).module).toEqual([]);
});

test('what an admin said and a relay receipted before their permission ended still counts', async () => {
  const { admin, notary, rootHolder } = world;
  const said = await moderates(admin, { id: codec });
  const receipt = await receipts(notary, 'authority', [said]);
  const end = await revokes(rootHolder, admin, { heads: [receipt] });

  expect(who(hidden([said, receipt, end], ['admins']))).toEqual([admin.signer.did]);
});

test('a person’s own list in the registry’s name, or the registry’s in a person’s, is neither', async () => {
  const { namespace, admin } = world;
  const posing = await saysForSelf(
    namespace,
    carol,
    ['moderation', 'modules', 'io', 'example', 'codec', '@'],
    encodeCanonical({ hidden: true, reason: '' }),
  );
  const moved = { ...(await moderates(admin, { id: codec })), path: listPath({ id: codec }) };

  expect(hidden([posing, moved], ['admins', carol.did, admin.signer.did]).module).toEqual([]);
});

test.each([
  ['no reason', { hidden: true }],
  ['a reason of 501 characters', { hidden: true, reason: 'x'.repeat(501) }],
  ['something unknown besides', { hidden: false, reason: '', by: 'me' }],
])('a body with %s has no standing: the word before it stays', async (_what, body) => {
  const { namespace } = world;
  const good = await lists(namespace, carol, { id: codec }, { reason: 'x'.repeat(500) });
  const bad = await saysForSelf(namespace, carol, listPath({ id: codec }), encodeCanonical(body), START + 1);

  expect(who(hidden([good, bad], [carol.did]))).toEqual([carol.did]);
});

test('what is ahead of the clock waits, and another spelling of the id is another place', async () => {
  const { namespace } = world;
  const body = encodeCanonical({ hidden: true, reason: '' });
  const said = [
    await lists(namespace, carol, { id: codec }, { at: now + HOUR }),
    await saysForSelf(namespace, carol, ['profiles', 'moderation', 'modules', codec, '@'], body),
    await saysForSelf(namespace, carol, [...listPath({ id: codec }), 'x'], body),
    await saysForSelf(
      namespace,
      carol,
      ['profiles', 'moderation', 'reviews', 'io', 'example', 'codec', '@'],
      body,
    ),
  ];

  expect(hidden(said, [carol.did]).module).toEqual([]);
});
