import { beforeAll, expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { grants, handsOn, ownerOf, receipts, releases, revokes, says } from '../support/holder.ts';
import { START } from '../support/namespace.ts';
import {
  codec,
  codecDocument,
  now,
  shown,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { inEveryOrder } from '../support/orders.ts';

let world: StandingWorld;

beforeAll(async () => {
  world = await standingWorld();
});

test('of a withdrawn naming key the grants that the heads cover stand, and what was receipted through them', async () => {
  const { alice, naming, notary, rootHolder, grant } = world;
  const [before, after] = [await releases(alice, codec, '1.0.0'), await releases(alice, codec, '1.1.0')];
  const receipt = await receipts(notary, codecDocument, [grant, before]);
  const late = await receipts(notary, codecDocument, [after], { previous: receipt });
  const end = await revokes(rootHolder, naming, { heads: [receipt] });
  expect(shown(world.everyView([before, after, receipt, late, end]))).toEqual(['1.0.0 ✓', '(1.1.0)']);
});

test('a grant that the heads do not cover is none, however early it claims to be', async () => {
  const { naming, notary, rootHolder } = world;
  const other = parseModuleId('io.example.other');
  const mallory = await ownerOf(naming, 'mallory', other);
  const covered = await receipts(notary, 'module/io.example.other', [world.grant]);
  const forged = await grants(naming, other, mallory, START - 1);
  const end = await revokes(rootHolder, naming, { heads: [covered] });
  const members = [rootHolder, naming, notary, mallory].map(({ capability }) => capability);
  const view = inEveryOrder([covered, forged, end], (records) =>
    moduleView(recordSet([...records, ...members]), other, world.namespace, now),
  );
  expect(view).toBeUndefined();
});

test('a name given to its owner anew goes on under the new naming key', async () => {
  const { alice, naming, notary, rootHolder, grant } = world;
  const next = await handsOn(rootHolder, 'naming-2', { path: ['modules'] });
  const again = await ownerOf(next, 'alice', codec);
  const before = await releases(alice, codec, '1.0.0');
  const receipt = await receipts(notary, codecDocument, [grant, before]);
  const end = await revokes(rootHolder, naming, { heads: [receipt] });
  const regrant = await grants(next, codec, again);
  const after = await releases(again, codec, '1.1.0');
  const view = world.everyView([before, receipt, end, regrant, after], [next, again]);
  expect(shown(view)).toEqual(['1.1.0', '1.0.0 ✓']);
  expect(view).toMatchObject({ contested: false, owner: alice.signer.did, grantedAt: grant.timestamp });
  expect(view?.releases[0]?.chain).toEqual([alice.signer.did]);
});

test('a withdrawn notary confirms what its heads cover; later releases are unconfirmed, not gone', async () => {
  const { alice, notary, admin } = world;
  const [one, two] = [await releases(alice, codec, '1.0.0'), await releases(alice, codec, '1.1.0')];
  const first = await receipts(notary, codecDocument, [one]);
  const second = await receipts(notary, codecDocument, [two], { previous: first });
  const end = await revokes(admin, notary, { heads: [first] });
  expect(shown(world.everyView([one, two, first, second, end]))).toEqual(['1.1.0', '1.0.0 ✓']);
  const all = await revokes(admin, notary);
  expect(shown(world.everyView([one, two, first, second, all]))).toEqual(['1.1.0', '1.0.0']);
});

test('a withdrawn notary makes no contradiction, and its receipts still say what heads cover', async () => {
  const { alice, bob, notary, admin, rootHolder } = world;
  const second = await handsOn(rootHolder, 'second-notary', { path: ['receipts'] });
  const honest = await releases(alice, codec, '1.0.0');
  const rival = await releases(bob, codec, '1.0.0', { content: 'rival' });
  const receipt = await receipts(notary, codecDocument, [honest]);
  const stolen = await receipts(second, codecDocument, [rival]);
  expect(shown(world.everyView([honest, rival, receipt, stolen], [second]))).toEqual(['1.0.0 ✗']);
  const end = await revokes(admin, second);
  const view = world.everyView([honest, rival, receipt, stolen, end], [second]);
  expect(shown(view)).toEqual(['1.0.0 ✓']);
  expect(view?.releases[0]).toMatchObject({
    record: honest.id,
    rivals: [{ record: rival.id, receipts: [] }],
  });
});

test('only the owner ends a name: a tombstone by a delegate or a naming key has no effect', async () => {
  const { alice, bob, naming } = world;
  const release = await releases(alice, codec, '1.0.0');
  const path = ['modules', ...modulePath(codec), 'tombstone'];
  const payload = writeBody('tombstone', { reason: '' });
  const [byBob, byNaming] = [await says(bob, path, payload), await says(naming, path, payload)];
  expect(world.everyView([release, byBob, byNaming])?.status).toBe('available');
  const byOwner = await says(alice, path, payload);
  expect(world.everyView([release, byBob, byNaming, byOwner])?.status).toBe('unregistered');
});
