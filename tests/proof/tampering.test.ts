import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { checkProof } from '../../src/core/proof/check-proof.ts';
import { readProof, sealOf, writeProof } from '../../src/core/proof/proof-file.ts';
import { CHECK_NAMES, MAX_PROOF, type Proof } from '../../src/core/proof/proof.ts';
import { didOf, type Micros, type ModuleId, type Version } from '../../src/core/ids.ts';
import { receipts, releases, withdraws } from '../support/holder.ts';
import { codec, codecDocument, standingWorld, type StandingWorld } from '../support/standing-world.ts';
import { facts, OTHER_HASH, proven, RELEASED, setOf } from './proof-world.ts';

let world: StandingWorld;
let proof: Proof;
let binary: Awaited<ReturnType<typeof facts>>;

beforeAll(async () => {
  world = await standingWorld();
  const { rootHolder, naming, notary, alice, bob, grant, namespace } = world;
  const release = await releases(bob, codec, '1.0.0', RELEASED);
  const receipt = await receipts(notary, codecDocument, [grant, release]);
  const end = await withdraws(alice, codec, bob, { heads: [receipt], reason: 'left' });
  const newest = await receipts(notary, codecDocument, [end], { previous: receipt });
  const set = setOf([grant, release, receipt, end, newest], [rootHolder, naming, notary, alice, bob]);
  proof = await proven(namespace, release, set);
  binary = await facts();
});

const failed = async (edited: Proof, bytes: typeof binary | undefined = binary): Promise<string[]> =>
  (await checkProof(edited, bytes)).checks.filter(({ ok }) => !ok).map(({ name }) => name);

/** By somebody who knows how proofs are made. */
const sealed = (edited: Proof): Proof => ({ ...edited, seal: sealOf(edited) });

test('untouched it verifies', async () => {
  expect(await failed(proof)).toEqual([]);
});

test.each<[field: string, change: () => Partial<Proof>, check: string]>([
  ['root', () => ({ root: didOf(world.alice.signer.publicKey) }), 'members'],
  ['id', () => ({ id: 'io.example.other' as ModuleId }), 'signature'],
  ['version', () => ({ version: '1.0.1' as Version }), 'signature'],
  ['sha256', () => ({ sha256: OTHER_HASH }), 'digest'],
  ['size', () => ({ size: proof.size + 1 }), 'size'],
  ['record', () => ({ record: proof.heads[0] as Proof['record'] }), 'signature'],
  ['heads', () => ({ heads: [] }), 'head'],
  ['a head that is none', () => ({ heads: [proof.record] }), 'head'],
  ['checkedAt, before the release', () => ({ checkedAt: 1 as Micros }), 'signature'],
])('an edited %s fails by its own check, sealed anew or not', async (_, change, check) => {
  const edited = { ...proof, ...change() };
  expect(await failed(edited)).toEqual(expect.arrayContaining(['file', check]));
  const forged = await failed(sealed(edited));
  expect(forged).toContain(check);
  expect(forged).not.toContain('file');
});

test('the time within what the records leave open is under the seal alone', async () => {
  const later = { ...proof, checkedAt: (proof.checkedAt + 1) as Micros };
  expect(await failed(later)).toEqual(['file']);
  expect(await failed(sealed(later))).toEqual([]);
});

test.each(CHECK_NAMES)('an edited word of the check %s is noticed and named', async (name) => {
  const edits: Partial<Proof['checks'][number]>[] = [{ ok: false }, { detail: [['something', 'else']] }];
  for (const edit of edits) {
    const checks = proof.checks.map((check) => (check.name === name ? { ...check, ...edit } : check));
    expect(await failed(sealed({ ...proof, checks }))).toEqual([name]);
  }
  const left = proof.checks.filter((check) => check.name !== name);
  expect(await failed(sealed({ ...proof, checks: left }))).toEqual(expect.arrayContaining(['file', name]));
});

test('a check is never believed: all said to be fine changes nothing', async () => {
  const edited = { ...proof, sha256: OTHER_HASH };
  const fine = edited.checks.map((check) =>
    check.name === 'digest' ? { ...check, ok: true, detail: [[OTHER_HASH]] } : { ...check, ok: true },
  );
  expect(await failed(sealed({ ...edited, checks: fine }))).toEqual(['digest']);
});

test('a flipped bit in any member is noticed, sealed anew or not', async () => {
  expect(proof.members.length).toBeGreaterThanOrEqual(9);
  const places = proof.members.flatMap((bytes, member) => Array.from(bytes, (_, byte) => ({ member, byte })));
  let flips = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), fc.nat(7), async ({ member, byte }, bit) => {
      const members = proof.members.map((bytes) => Uint8Array.from(bytes));
      const target = members[member] as Uint8Array;
      target[byte] = (target[byte] ?? 0) ^ (1 << bit);
      flips += 1;
      const edited = { ...proof, members };
      expect(await failed(edited)).toContain('file');
      expect(await failed(sealed(edited), undefined)).not.toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect(flips).toBe(150);
});

test('each member is needed: without it, something fails', async () => {
  for (const left of proof.members.keys()) {
    const members = proof.members.filter((_, index) => index !== left);
    expect(await failed(sealed({ ...proof, members }), undefined)).not.toEqual([]);
  }
});

test('the order of the members says nothing', async () => {
  expect(await failed(sealed({ ...proof, members: proof.members.toReversed() }))).toEqual([]);
});

test('a changed character of the file is refused by a typed error, fails, or changes nothing that is said', async () => {
  const text = writeProof(proof);
  const seen = { refused: 0, failed: 0, same: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.nat(text.length - 1),
      fc.string({ minLength: 1, maxLength: 1 }),
      async (at, character) => {
        const edited = text.slice(0, at) + character + text.slice(at + 1);
        let read: Proof;
        try {
          read = readProof(edited);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GenError);
          expect(thrown).toMatchObject({ code: 'InvalidInput', reason: 'proof-file' });
          seen.refused += 1;
          return;
        }
        const isSame = writeProof(read) === text;
        expect((await failed(read)).length === 0).toBe(isSame);
        seen[isSame ? 'same' : 'failed'] += 1;
      },
    ),
    { numRuns: 300 },
  );
  expect(seen.refused).toBeGreaterThan(20);
  expect(seen.failed).toBeGreaterThan(20);
});

test('anything else is no proof, and says so', () => {
  const text = writeProof(proof);
  const value = JSON.parse(text);
  const others: unknown[] = [
    null,
    [],
    {},
    { ...value, extra: 1 },
    { ...value, format: 'gen-registry-proof/3' },
    { ...value, members: [...value.members, 'a'] },
    { ...value, members: ['not base64!'] },
    { ...value, checks: [{ ...value.checks[0], name: 'luck' }] },
    { ...value, size: -1 },
    { ...value, size: 0.5 },
    { ...value, checkedAt: Number.MAX_SAFE_INTEGER + 1 },
    { ...value, seal: 'short' },
    { ...value, id: 'Codec' },
    { ...value, root: 'did:key:z6Mk' },
  ];
  const texts = [...others.map((other) => JSON.stringify(other)), '', '{', text.slice(0, -3), '\u0000'];
  for (const other of texts) {
    expect(() => readProof(other)).toThrow(expect.objectContaining({ reason: 'proof-file' }));
  }
});

test('a file above the limit is refused before it is parsed', () => {
  const huge = `${' '.repeat(MAX_PROOF)}${writeProof(proof)}`;
  expect(() => readProof(huge)).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ text: expect.stringContaining('limit') }) }),
  );
});

test('members that are none, any bytes, fail and throw nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), async (members) => {
      const edited = sealed({ ...proof, members: members.map((bytes) => Uint8Array.from(bytes)) });
      expect(await failed(edited)).toContain('signature');
    }),
    { numRuns: 100 },
  );
});
