import { beforeAll, expect, test } from 'vitest';
import type { GenRecord } from '../../src/core/record/record.ts';
import { handsOn, receipts, releases, revokes, says, settles, withdraws } from '../support/holder.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { START } from '../support/namespace.ts';
import {
  codec,
  codecDocument,
  HOUR,
  shown,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';

let world: StandingWorld;
let one: GenRecord;
let two: GenRecord;
let receipt: GenRecord;

beforeAll(async () => {
  world = await standingWorld();
  one = await releases(world.alice, codec, '1.0.0', { content: 'one' });
  two = await releases(world.bob, codec, '1.0.0+build', { content: 'two' });
  receipt = await receipts(world.notary, codecDocument, [one, two]);
});

test('an admin keeps one of two contradictory releases', async () => {
  expect(shown(world.everyView([one, two, receipt]))).toEqual(['1.0.0 ✗']);
  const settled = await settles(world.admin, codec, '1.0.0', two);
  const view = world.everyView([one, two, receipt, settled]);
  expect(shown(view)).toEqual(['1.0.0+build ✓']);
  expect(view).toMatchObject({
    latest: '1.0.0+build',
    releases: [{ record: two.id, settled: { by: world.admin.signer.did }, rivals: [{ record: one.id }] }],
  });
});

test('the newest settlement wins, whoever of the admins it is by', async () => {
  const older = await settles(world.admin, codec, '1.0.0', one, START + HOUR);
  const newer = await settles(world.otherAdmin, codec, '1.0.0', two, START + HOUR + 1);
  expect(world.everyView([one, two, receipt, older, newer])?.releases[0]?.record).toBe(two.id);
});

test('a settlement by a naming key, an owner or a withdrawn admin has no effect', async () => {
  const { naming, alice, admin, rootHolder } = world;
  const said = [
    await settles(naming, codec, '1.0.0', two),
    await settles(alice, codec, '1.0.0', one),
    await settles(admin, codec, '1.0.0', two),
  ];
  const end = await revokes(rootHolder, admin);
  expect(shown(world.everyView([one, two, receipt, ...said, end]))).toEqual(['1.0.0 ✗']);
});

test('one that keeps what is not there, or what fell, settles nothing', async () => {
  const { admin, alice, bob } = world;
  const elsewhere = await releases(bob, codec, '2.0.0');
  const absent = await settles(admin, codec, '1.0.0', elsewhere);
  expect(shown(world.everyView([one, two, receipt, absent]))).toEqual(['1.0.0 ✗']);
  const kept = await settles(admin, codec, '1.0.0', two);
  const end = await withdraws(alice, codec, bob);
  expect(shown(world.everyView([one, two, receipt, kept, end]))).toEqual(['1.0.0 ✓', '(1.0.0+build)']);
});

test('the same binary with other dependencies is another release: receipted, the two contradict', async () => {
  const { alice, notary } = world;
  const plain = await releases(alice, codec, '3.0.0', { content: 'same' });
  const dependencies = [{ id: 'io.example.evil', range: '*' }];
  const smuggled = await releases(alice, codec, '3.0.0', { content: 'same', dependencies, at: START + 1 });
  const both = await receipts(notary, codecDocument, [plain, smuggled]);
  expect(shown(world.everyView([plain, smuggled, both]))).toEqual(['3.0.0 ✗']);
  const again = await says(alice, plain.path, plain.payload);
  const repeated = await receipts(notary, codecDocument, [plain, again]);
  expect(shown(world.everyView([plain, again, repeated]))).toEqual(['3.0.0 ✓']);
});

test('who may write below the mark of one version marks that one only', async () => {
  const { alice } = world;
  const marker = await handsOn(alice, 'marker', {
    path: ['modules', 'io', 'example', 'codec', '@', 'status', '2.0.0'],
  });
  const payload = writeBody('status', { status: 'yanked', reason: '' });
  const path = ['modules', 'io', 'example', 'codec', '@', 'status', '2.0.0', '1.0.0'];
  const mark = await says(marker, path, payload);
  const view = world.everyView([one, mark], [marker]);
  expect(view?.releases[0]?.yanked).toBeUndefined();
});
