import { beforeAll, expect, test } from 'vitest';
import { checkProof, type ProofVerdict } from '../../src/core/proof/check-proof.ts';
import { readProof, writeProof } from '../../src/core/proof/proof-file.ts';
import { CHECK_NAMES, type Proof } from '../../src/core/proof/proof.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { grants, handsOn, ownerOf, receipts, releases, revokes, withdraws } from '../support/holder.ts';
import { START } from '../support/namespace.ts';
import {
  codec,
  codecDocument,
  HOUR,
  now,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';
import { BINARY, facts, prove, proven, RELEASED, setOf } from './proof-world.ts';

let world: StandingWorld;

beforeAll(async () => {
  world = await standingWorld();
});

function known(...records: readonly GenRecord[]) {
  const { rootHolder, naming, notary, admin, alice, bob, grant } = world;
  return setOf([grant, ...records], [rootHolder, naming, notary, admin, alice, bob]);
}

/** As a file, on another device, by its text alone. */
const again = (proof: Proof, binary?: Awaited<ReturnType<typeof facts>>): Promise<ProofVerdict> =>
  checkProof(readProof(writeProof(proof)), binary);

const failed = ({ checks }: ProofVerdict): string[] => checks.filter(({ ok }) => !ok).map(({ name }) => name);

test('an installed release is proven by its members alone, and with the binary to the last check', async () => {
  const release = await releases(world.alice, codec, '1.0.0', RELEASED);
  const receipt = await receipts(world.notary, codecDocument, [release]);
  const proof = await proven(world.namespace, release, known(release, receipt));

  expect(proof.checks.map(({ name, ok }) => [name, ok])).toEqual(CHECK_NAMES.map((name) => [name, true]));
  expect(await again(proof, await facts())).toMatchObject({ verdict: 'verified', unchecked: [] });
  const alone = await again(proof);
  expect(alone).toMatchObject({ verdict: 'verified', unchecked: ['structure', 'imports'] });
  expect(alone.checks.map(({ name }) => name)).not.toContain('imports');
});

test('a proof says who may write where from the root on, who receipted when, and what the binary imports', async () => {
  const { alice, bob, naming, notary, root } = world;
  const release = await releases(bob, codec, '1.0.0', RELEASED);
  const receipt = await receipts(notary, codecDocument, [release]);
  const { checks, heads } = await proven(world.namespace, release, known(release, receipt));
  const found = Object.fromEntries(checks.map(({ name, detail }) => [name, detail]));
  const place = 'modules/io/example/codec/@';
  expect(found).toMatchObject({
    signature: [[release.id, bob.signer.did, String(release.timestamp)]],
    chain: [
      [root.did, '', ''],
      [naming.signer.did, 'modules', ''],
      [alice.signer.did, place, ''],
      [bob.signer.did, place, ''],
    ],
    standing: [],
    receipts: [[notary.signer.did, String(receipt.timestamp)]],
    head: [[receipt.id, notary.signer.did, String(receipt.timestamp)]],
    size: [[String(BINARY.length)]],
    structure: [['core']],
    imports: [
      ['wasi_snapshot_preview1', 'fd_close', 'function'],
      ['host', 'log��', 'function'],
    ],
  });
  expect(heads).toEqual([receipt.id]);
});

test('a publisher is let in, publishes and is withdrawn: the proof of the first release still verifies', async () => {
  const { alice, bob, notary, namespace } = world;
  const first = await releases(bob, codec, '1.0.0', RELEASED);
  const receipt = await receipts(notary, codecDocument, [first]);
  const before = await proven(namespace, first, known(first, receipt));

  const end = await withdraws(alice, codec, bob, { heads: [receipt], reason: 'left' });
  const second = await releases(bob, codec, '1.1.0', RELEASED);
  const later = await receipts(notary, codecDocument, [end, second], { previous: receipt });
  const set = known(first, receipt, end, second, later);
  const after = await proven(namespace, first, set);

  expect(await again(before, await facts())).toMatchObject({ verdict: 'verified' });
  expect(await again(after, await facts())).toMatchObject({ verdict: 'verified' });
  expect(after.checks.find(({ name }) => name === 'standing')?.detail).toEqual([
    [bob.capability.id, alice.signer.did, String(end.timestamp), 'left', 'stands'],
  ]);
  expect(failed(await again(await proven(namespace, second, set)))).toEqual(['standing']);
});

test('what an admin revoked fails, and who takes the revocation out of the file has broken its seal', async () => {
  const { admin, bob, notary, namespace } = world;
  const release = await releases(bob, codec, '1.0.0', RELEASED);
  const receipt = await receipts(notary, codecDocument, [release]);
  const end = await revokes(admin, bob);
  const proof = await proven(namespace, release, known(release, receipt, end));
  expect(failed(await again(proof))).toEqual(['standing']);
  const without = proof.members.filter((bytes) => bytes.length !== end.bytes.length);
  expect(failed(await again({ ...proof, members: without }))).toEqual(
    expect.arrayContaining(['file', 'members', 'standing']),
  );
});

test('a permission that ended is judged by the clock of the device that checked, not by today', async () => {
  const end = START + 2 * HOUR;
  const lent = await handsOn(world.alice, 'lent', { times: { end } });
  const release = await releases(lent, codec, '1.0.0', { ...RELEASED, at: START + HOUR });
  const set = setOf([world.grant, release], [world.rootHolder, world.naming, world.alice, lent]);
  const inTime = { at: (START + HOUR) as typeof now };
  expect(await again(await proven(world.namespace, release, set, inTime))).toMatchObject({
    verdict: 'unconfirmed',
  });
  const late = await proven(world.namespace, release, set);
  expect(failed(await again(late))).toEqual(['standing']);
  expect(late.checks.find(({ name }) => name === 'standing')?.detail).toEqual([['expired', String(end)]]);
});

test('a release that nobody receipted has a proof that says so', async () => {
  const release = await releases(world.alice, codec, '1.0.0', RELEASED);
  const proof = await proven(world.namespace, release, known(release));
  expect(proof.heads).toEqual([]);
  expect(proof.checks.find(({ name }) => name === 'receipts')).toEqual({
    name: 'receipts',
    ok: true,
    detail: [],
  });
  expect(await again(proof)).toMatchObject({ verdict: 'unconfirmed' });
});

test('the newest receipt goes along with the chain that leads from it to the release, and with nothing older', async () => {
  const { alice, notary, namespace } = world;
  const release = await releases(alice, codec, '1.0.0', RELEASED);
  const others = [await releases(alice, codec, '0.9.0'), await releases(alice, codec, '1.1.0')] as const;
  const oldest = await receipts(notary, codecDocument, [others[0]]);
  const receipt = await receipts(notary, codecDocument, [release], { previous: oldest });
  const between = await receipts(notary, codecDocument, [others[1]], { previous: receipt });
  const newest = await receipts(notary, codecDocument, [others[1]], { previous: between });
  const proof = await proven(namespace, release, known(release, ...others, oldest, receipt, between, newest));
  expect(proof.heads).toEqual([newest.id]);
  const carries = (record: GenRecord) =>
    proof.members.some((bytes) => Buffer.from(bytes).equals(Buffer.from(record.bytes)));
  expect([newest, between, receipt].map(carries)).toEqual([true, true, true]);
  expect([oldest, ...others].map(carries)).toEqual([false, false, false]);
  const gap = proof.members.filter((bytes) => !Buffer.from(bytes).equals(Buffer.from(between.bytes)));
  expect(failed(await again({ ...proof, members: gap }))).toContain('head');
});

test('chains too long for a file stay out of it, but for what the release stands by', async () => {
  const { alice, bob, notary, namespace } = world;
  const release = await releases(bob, codec, '1.0.0', RELEASED);
  const other = await releases(alice, codec, '2.0.0');
  const first = await receipts(notary, codecDocument, [release]);
  const middle = await receipts(notary, codecDocument, [other], { previous: first });
  const end = await withdraws(alice, codec, bob, { heads: [middle] });
  const many = Array.from({ length: 400 }, () => other);
  const chain = [first, middle];
  while (chain.length < 60) {
    const previous = chain.at(-1) ?? first;
    chain.push(await receipts(notary, codecDocument, many, { previous }));
  }
  const proof = await proven(namespace, release, known(release, other, end, ...chain));
  expect(proof.heads).toEqual([]);
  expect(proof.checks.find(({ name }) => name === 'receipts')?.detail).toHaveLength(1);
  expect(proof.members.length).toBeLessThan(12);
  expect(await again(proof, await facts())).toMatchObject({ verdict: 'verified' });
});

test('who revoked by a permission that has ended since did revoke, if it was receipted in time', async () => {
  const { bob, notary, rootHolder, namespace } = world;
  const end = START + 5 * HOUR;
  const guest = await handsOn(rootHolder, 'guest', { path: ['revocations'], times: { end } });
  const release = await releases(bob, codec, '1.0.0', { ...RELEASED, at: START + HOUR });
  const receipt = await receipts(notary, codecDocument, [release], { at: START + HOUR + 1 });
  const revoked = await revokes(guest, bob, { at: end - 10 });
  const noted = await receipts(notary, 'authority', [revoked], { at: end - 5 });
  const everybody = [guest, bob, notary, rootHolder, world.naming, world.alice];
  const inTime = setOf([world.grant, release, receipt, revoked, noted], everybody);
  expect(failed(await again(await proven(namespace, release, inTime)))).toEqual(['standing']);
  const tooLate = setOf([world.grant, release, receipt, revoked], everybody);
  expect(await again(await proven(namespace, release, tooLate))).toMatchObject({ verdict: 'verified' });
});

test('a name that was given to two is nobody’s: its proofs fail by their chain', async () => {
  const { alice, naming, namespace, grant } = world;
  const mallory = await ownerOf(naming, 'mallory', codec);
  const second = await grants(naming, codec, mallory);
  const release = await releases(alice, codec, '1.0.0', RELEASED);
  const set = setOf([grant, second, release], [world.rootHolder, naming, alice, mallory]);
  expect(failed(await again(await proven(namespace, release, set)))).toEqual(['chain']);
});

test('without the release or the grant there is no proof', async () => {
  const release = await releases(world.alice, codec, '1.0.0', RELEASED);
  expect(await prove(world.namespace, release, known())).toBeUndefined();
  expect(await prove(world.namespace, release, setOf([release], [world.alice]))).toBeUndefined();
});

test('other bytes fail by digest and size; no binary at all by its structure', async () => {
  const release = await releases(world.alice, codec, '1.0.0', RELEASED);
  const proof = await proven(world.namespace, release, known(release));
  const longer = Uint8Array.from([...BINARY, 0, 2, 1, 0x78]);
  expect(failed(await again(proof, await facts(longer)))).toEqual(['digest', 'size']);
  const cut = await again(proof, await facts(BINARY.slice(0, 12)));
  expect(failed(cut)).toEqual(['digest', 'size', 'structure', 'imports']);
});

test('a binary that imports from modules which its release does not name fails by its imports', async () => {
  const release = await releases(world.alice, codec, '1.0.0', { ...RELEASED, imports: ['host'] });
  const proof = await proven(world.namespace, release, known(release));
  expect(failed(await again(proof, await facts()))).toEqual(['imports']);
  expect(await again(proof)).toMatchObject({ verdict: 'failed' });
});
