import { beforeAll, expect, test } from 'vitest';
import { checkProof } from '../../src/core/proof/check-proof.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import { sealOf } from '../../src/core/proof/proof-file.ts';
import { grants, handsOver, ownerOf, receipts, releases, type Holder } from '../support/holder.ts';
import { START } from '../support/namespace.ts';
import { codec, codecDocument, HOUR, standingWorld, type StandingWorld } from '../support/standing-world.ts';
import { facts, proven, RELEASED, setOf } from './proof-world.ts';

let world: StandingWorld;
let paul: Holder;
let before: GenRecord;
let after: GenRecord;
let records: GenRecord[];
let holders: Holder[];
let transfer: GenRecord;

/** Alice's release, the name handed over to Paul, and a release of his, each with its receipt. */
beforeAll(async () => {
  world = await standingWorld();
  const { alice, naming, notary, rootHolder, grant } = world;
  paul = await ownerOf(naming, 'paul', codec);
  before = await releases(alice, codec, '1.0.0', { ...RELEASED, at: START + HOUR });
  const first = await receipts(notary, codecDocument, [before], { at: START + HOUR + 1 });
  transfer = await handsOver(alice, codec, paul, { heads: [first], at: START + 2 * HOUR });
  const taken = await grants(naming, codec, paul, START + 3 * HOUR, { transfer });
  after = await releases(paul, codec, '2.0.0', { ...RELEASED, at: START + 4 * HOUR });
  const second = await receipts(notary, codecDocument, [transfer, taken, after], {
    previous: first,
    at: START + 4 * HOUR + 1,
  });
  records = [grant, before, first, transfer, taken, after, second];
  holders = [rootHolder, naming, notary, alice, paul];
});

test('a release of either owner is proven with the way that the name went', async () => {
  for (const release of [before, after]) {
    const proof = await proven(world.namespace, release, setOf(records, holders));
    expect((await checkProof(proof, await facts())).verdict).toBe('verified');
    expect(proof.members.map(decodeMember).map(({ id }) => id)).toContain(transfer.id);
  }
});

test('a proof of what the former owner made says that the name went over, and that it stands', async () => {
  const proof = await proven(world.namespace, before, setOf(records, holders));
  const standing = proof.checks.find(({ name }) => name === 'standing');
  expect(standing).toEqual({
    name: 'standing',
    ok: true,
    detail: [['handed-over', world.alice.signer.did, String(START + 3 * HOUR), '', 'stands']],
  });
});

test('without the transfer a proof of the new owner’s release fails', async () => {
  const proof = await proven(world.namespace, after, setOf(records, holders));
  const members = proof.members.filter((bytes) => decodeMember(bytes).id !== transfer.id);
  const cut = { ...proof, members };

  const { verdict, checks } = await checkProof({ ...cut, seal: sealOf(cut) }, await facts());

  expect(verdict).toBe('failed');
  expect(checks.find(({ name }) => name === 'chain')).toMatchObject({ ok: false });
});

test('what a former owner makes later is not proven', async () => {
  const late = await releases(world.alice, codec, '3.0.0', { ...RELEASED, at: START + 1 });
  const proof = await proven(world.namespace, late, setOf([...records, late], holders));

  expect((await checkProof(proof, await facts())).verdict).toBe('failed');
  expect(proof.checks.find(({ name }) => name === 'standing')).toMatchObject({
    ok: false,
    detail: [['handed-over', world.alice.signer.did, String(START + 3 * HOUR), '', '']],
  });
});
