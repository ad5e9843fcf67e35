import { beforeAll, expect, test } from 'vitest';
import { parseModuleId, type Did, type Micros } from '../../src/core/ids.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { vouchPath } from '../../src/core/record/moderation-path.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { ratingAverage } from '../../src/core/view/aggregate.ts';
import { ratingsView, trustedHistogram } from '../../src/core/view/fold-ratings.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { invitedBy, vouchedByAuthority, vouchesOf } from '../../src/core/view/vouched.ts';
import { grants, handsOn, handsOver, ownerOf, revokes, says, type Holder } from '../support/holder.ts';
import { rates, signerNamed, START } from '../support/namespace.ts';
import { inEveryOrder } from '../support/orders.ts';
import { codec, HOUR, now, standingWorld, type StandingWorld } from '../support/standing-world.ts';
import { vouches } from '../support/vouches.ts';

let world: StandingWorld;
let [carol, dave]: Did[] = [];
beforeAll(async () => {
  world = await standingWorld();
  [carol, dave] = [(await signerNamed('carol')).did, (await signerNamed('dave')).did];
});

function setOf(records: readonly GenRecord[], others: readonly Holder[] = []) {
  const { rootHolder, naming, admin, otherAdmin, alice } = world;
  const holders = [rootHolder, naming, admin, otherAdmin, alice, ...others];
  return recordSet([...records, ...holders.map(({ capability }) => capability)]);
}

/** In every order. */
function named(
  records: readonly GenRecord[],
  others: readonly Holder[] = [],
  at: Micros = now,
): readonly Did[] {
  return inEveryOrder(records, (ordered) => [...vouchesOf(setOf(ordered, others), at).keys()].sort());
}

test('an admin vouches for somebody, and any of them takes it back: they speak with one voice', async () => {
  const { admin, otherAdmin } = world;
  const said = [await vouches(admin, carol as Did, true, START + 1)];
  expect(named(said)).toEqual([carol]);
  const withdrawn = [...said, await vouches(otherAdmin, carol as Did, false, START + 2)];
  expect(named(withdrawn)).toEqual([]);
  expect(named([...withdrawn, await vouches(admin, carol as Did, true, START + 3)])).toEqual([carol]);
});

test('what is told of a vouch is whose word it is, why and since when', async () => {
  const { admin } = world;
  const set = setOf([await vouches(admin, carol as Did, true, START + 1)]);
  expect(vouchesOf(set, now).get(carol as Did)).toEqual({
    did: carol,
    by: admin.signer.did,
    reason: 'known',
    time: START + 1,
  });
});

test('nobody else is heard, nor an admin who is one no more', async () => {
  const { admin, otherAdmin, naming, alice, rootHolder } = world;
  const hidesOnly = await handsOn(rootHolder, 'hides-only', { path: ['moderation', 'modules'] });
  const said = [
    await vouches(otherAdmin, carol as Did, true, START + 1),
    await vouches(naming, dave as Did, true, START + 2),
    await vouches(alice, dave as Did, true, START + 3),
  ];
  expect(named(said, [hidesOnly])).toEqual([carol]);
  expect(named([...said, await revokes(rootHolder, otherAdmin)], [hidesOnly])).toEqual([]);
  expect(named([await vouches(admin, dave as Did, true, now + HOUR)])).toEqual([]);
});

test('who may vouch is vouched for; who may only hide a module, or vouch for one person, is not', async () => {
  const { rootHolder, admin } = world;
  const narrow = [
    await handsOn(rootHolder, 'hides-one', { path: ['moderation', 'modules', 'io', 'acme'] }),
    await handsOn(rootHolder, 'vouches-for-one', { path: vouchPath(carol as Did) }),
  ];
  const wide = await handsOn(rootHolder, 'vouches', { path: ['moderation', 'vouches'] });
  const people = vouchedByAuthority(setOf([], [...narrow, wide]), now);
  for (const { signer } of narrow) expect(people).not.toContain(signer.did);
  for (const { signer } of [wide, admin]) expect(people).toContain(signer.did);
});

test('what does not fit its shape, or is at another path, vouches for nobody', async () => {
  const { admin } = world;
  const { payload } = await vouches(admin, carol as Did);
  const bad = [
    await says(admin, vouchPath(carol as Did), encodeCanonical({ vouched: true })),
    await says(admin, [...vouchPath(carol as Did), 'x'], payload),
    await says(admin, ['moderation', 'vouches', 'carol'], payload),
    await says(admin, ['moderation', 'vouches'], payload),
  ];
  expect(named(bad)).toEqual([]);
});

test('admins count without anybody’s word, until they are admins no more; who holds other keys does not', async () => {
  const { admin, otherAdmin, naming, alice, notary, rootHolder } = world;
  const before = vouchedByAuthority(setOf([], [notary]), now);
  expect(before.has(admin.signer.did) && before.has(otherAdmin.signer.did)).toBe(true);
  for (const one of [naming, notary, alice]) expect(before.has(one.signer.did)).toBe(false);

  const after = vouchedByAuthority(setOf([await revokes(rootHolder, admin)]), now);
  expect([after.has(admin.signer.did), after.has(otherAdmin.signer.did)]).toEqual([false, true]);
});

test('who was given names before asking was invited; who was granted one that was free was not', async () => {
  const { rootHolder, naming, admin, grant, alice } = world;
  const invited = await handsOn(rootHolder, 'erin', {
    subspace: (await signerNamed('erin')).publicKey,
    path: ['modules', 'io', 'erin'],
  });
  const id = parseModuleId('io.erin.codec');
  const byInvitation = await grants(naming, id, invited);
  const read = (record: GenRecord, ...holders: readonly Holder[]) =>
    invitedBy(record, (member) => setOf([], [...holders, invited]).capabilities.get(member))?.did;

  expect(read(byInvitation)).toBe(invited.signer.did);
  expect(read(grant)).toBeUndefined();
  const byAdmin = await handsOn(admin, 'frank', {
    subspace: (await signerNamed('frank')).publicKey,
    path: ['modules', 'io', 'frank'],
  });
  const ofFrank = await grants(naming, parseModuleId('io.frank.codec'), byAdmin);
  expect(read(ofFrank, byAdmin)).toBe(byAdmin.signer.did);
  // What it names is not there, or it is no grant.
  expect(read(ofFrank)).toBeUndefined();
  expect(read(await vouches(admin, alice.signer.did))).toBeUndefined();
});

test('an invitation that its owner hands on vouches for nobody, and neither does a name that was handed over', async () => {
  const { rootHolder, naming, alice } = world;
  const invited = await handsOn(rootHolder, 'erin', {
    subspace: (await signerNamed('erin')).publicKey,
    path: ['modules', 'io', 'erin'],
  });
  const friend = await handsOn(invited, 'gina');
  const id = parseModuleId('io.erin.codec');
  const holders = [invited, friend];
  const read = (record: GenRecord) =>
    invitedBy(record, (member) => setOf([], holders).capabilities.get(member))?.did;
  expect(read(await grants(naming, id, friend))).toBeUndefined();

  const next = await ownerOf(naming, 'hugo', codec);
  const transfer = await handsOver(alice, codec, next);
  expect(read(await grants(naming, codec, invited, undefined, { transfer }))).toBeUndefined();
});

test('however many identities somebody makes, the trusted score moves by nothing', async () => {
  const { admin, namespace } = world;
  const honest = await Promise.all(['carol', 'dave', 'admin'].map((name) => signerNamed(name)));
  const stars = [5, 4, 4] as const;
  const ratings = await Promise.all(
    honest.map((by, at) => rates(namespace, by, codec, stars[at] ?? 5, START)),
  );
  const authority = setOf([
    await vouches(admin, carol as Did, true, START + 1),
    await vouches(admin, dave as Did, true, START + 2),
  ]);
  const vouched = vouchedByAuthority(authority, now);
  const score = (records: readonly GenRecord[]) =>
    trustedHistogram(ratingsView(recordSet(records), codec, now).ratings, (did) => vouched.has(did));
  const before = score(ratings);
  expect(before).toEqual([0, 0, 0, 2, 1]);

  const many = await Promise.all(
    Array.from({ length: 200 }, async (_, nth) => {
      const sybil = await signerNamed(`sybil/${nth}`);
      return rates(namespace, sybil, codec, 1, START + nth);
    }),
  );
  const flooded = [...ratings, ...many];
  expect(score(flooded)).toEqual(before);
  expect(ratingAverage(score(flooded))).toBe(ratingAverage(before));
  expect(ratingsView(recordSet(flooded), codec, now).count).toBe(203);
});
