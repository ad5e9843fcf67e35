import { beforeAll, expect, test } from 'vitest';
import { checkProof, type ProofVerdict } from '../../src/core/proof/check-proof.ts';
import { readProof, writeProof } from '../../src/core/proof/proof-file.ts';
import { parseMicros } from '../../src/core/ids.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { CLOCK_TOLERANCE } from '../../src/core/view/record-set.ts';
import { handsOn, receipts, releases, revokes, withdraws, type Holder } from '../support/holder.ts';
import { START } from '../support/namespace.ts';
import {
  codec,
  codecDocument,
  HOUR,
  shown,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';
import { facts, proven, RELEASED, setOf } from './proof-world.ts';

/** What somebody can prove who leaves out of the file what speaks against them, and chooses its time. */

const END = START + HOUR;
let world: StandingWorld;

beforeAll(async () => {
  world = await standingWorld();
});

/** Of a release that is made today and dated before the end. */
function backdated(by: Holder): Promise<GenRecord> {
  return releases(by, codec, '9.9.9', { ...RELEASED, at: START + 5 });
}

async function judged(
  release: GenRecord,
  others: readonly GenRecord[],
  by: Holder,
  checkedAt: number,
): Promise<ProofVerdict> {
  const { rootHolder, naming, notary, admin, alice, grant, namespace } = world;
  const set = setOf([grant, release, ...others], [rootHolder, naming, notary, admin, alice, by]);
  const proof = await proven(namespace, release, set, { at: parseMicros(checkedAt) });
  return checkProof(readProof(writeProof(proof)), await facts());
}

const failed = ({ checks }: ProofVerdict): string[] => checks.filter(({ ok }) => !ok).map(({ name }) => name);

test('a withdrawn publisher who leaves the withdrawal out proves nothing: no relay has receipted the release', async () => {
  const { alice, bob, view } = world;
  const end = await withdraws(alice, codec, bob, { at: END });
  const release = await backdated(bob);
  expect(shown(view([end, release]))).toEqual(['(9.9.9)']);
  const verdict = await judged(release, [], bob, START + 10);
  expect(verdict).toMatchObject({ verdict: 'unconfirmed' });
  expect(failed(verdict)).toEqual([]);
});

test('nor does a key that has run out, at any time that its holder writes', async () => {
  const lent = await handsOn(world.alice, 'lent', { times: { end: END } });
  const release = await backdated(lent);
  expect(shown(world.view([release], [lent]))).toEqual(['(9.9.9)']);
  expect(await judged(release, [], lent, START + 10)).toMatchObject({ verdict: 'unconfirmed' });
  expect(await judged(release, [], lent, END)).toMatchObject({ verdict: 'failed' });
});

test('receipted too late, a release is not saved by a time before its receipt', async () => {
  const lent = await handsOn(world.alice, 'lent', { times: { end: END } });
  const release = await backdated(lent);
  const late = await receipts(world.notary, codecDocument, [release], { at: END + 60_000_000 });
  const seen = [START + 10, late.timestamp - CLOCK_TOLERANCE - 1].map((time) =>
    judged(release, [late], lent, time),
  );
  expect(await Promise.all(seen)).toMatchObject([{ verdict: 'unconfirmed' }, { verdict: 'unconfirmed' }]);
  for (const time of [late.timestamp - CLOCK_TOLERANCE, END - 1, END, END + 9 * HOUR])
    expect(failed(await judged(release, [late], lent, time))).toEqual(['standing']);
});

test('receipted in time, it is verified whatever was written as the time of the check after that', async () => {
  const lent = await handsOn(world.alice, 'lent', { times: { end: END } });
  const release = await backdated(lent);
  const receipt = await receipts(world.notary, codecDocument, [release], { at: END - 1 });
  for (const time of [END - 1, END, END + 9 * HOUR])
    expect(await judged(release, [receipt], lent, time)).toMatchObject({ verdict: 'verified' });
});

test('a receipt of a notary whose key was cut off before confirms nothing', async () => {
  const { admin, bob, notary } = world;
  const release = await backdated(bob);
  const receipt = await receipts(notary, codecDocument, [release], { at: START + 6 });
  const cut = await revokes(admin, notary, { at: START + 7 });
  expect(await judged(release, [receipt], bob, END)).toMatchObject({ verdict: 'verified' });
  expect(await judged(release, [receipt, cut], bob, END)).toMatchObject({ verdict: 'unconfirmed' });
});
