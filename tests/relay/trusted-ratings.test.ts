import { expect, test } from 'vitest';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { parseModuleId, type Did } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import type { CapabilityMember } from '../../src/core/record/member.ts';
import { vouchPath } from '../../src/core/record/moderation-path.ts';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import type { Signer } from '../../src/ports/identity.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import { inviteTo, makeAdmin } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import { tableOf } from './aggregates-world.ts';
import { emptyFolder, publisher, releasedModule, runningRelay, type Publisher } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');

async function registry() {
  const data = await emptyFolder();
  const relay = await runningRelay({ data });
  const root = (await readRootKey(data)) as Signer;
  await releasedModule(publisher(relay), CODEC);
  const admin = publisher(relay);
  const [, moderation] = await makeAdmin(root, admin.signer.publicKey, undefined);
  return { relay, root, admin, moderation: moderation as CapabilityMember };
}

type Registry = Awaited<ReturnType<typeof registry>>;

async function says({ admin, moderation }: Registry, did: Did, vouched: boolean): Promise<void> {
  const record = await admin.signs({
    path: vouchPath(did),
    payload: writeBody('vouch', { vouched, reason: '' }),
    credential: fromBase64Url(moderation.id),
  });
  const { results } = await admin.client.post([moderation.bytes, record.bytes]);
  expect(results).toMatchObject([{ state: 'receipted' }]);
}

async function rated(by: Publisher, stars: 1 | 2 | 3 | 4 | 5): Promise<void> {
  const { results } = await by.client.post([(await by.rates(CODEC, { stars })).bytes]);
  expect(results).toMatchObject([{ state: 'receipted' }]);
}

const histograms = async (relay: RunningRelay) => {
  const { rows } = await tableOf(relay);
  return rows.map(({ ratings, trusted }) => [ratings, trusted])[0];
};

test('a rating counts as trusted from the day on which somebody vouches for its rater, until they do no more', async () => {
  const world = await registry();
  const { relay, admin } = world;
  const bob = publisher(relay);
  await rated(bob, 4);
  expect(await histograms(relay)).toEqual([
    [0, 0, 0, 1, 0],
    [0, 0, 0, 0, 0],
  ]);
  await says(world, bob.signer.did, true);
  expect(await histograms(relay)).toEqual([
    [0, 0, 0, 1, 0],
    [0, 0, 0, 1, 0],
  ]);
  // Rated again, and now by an admin too.
  await rated(bob, 2);
  await rated(admin, 5);
  expect(await histograms(relay)).toEqual([
    [0, 1, 0, 0, 1],
    [0, 1, 0, 0, 1],
  ]);
  await says(world, bob.signer.did, false);
  expect(await histograms(relay)).toEqual([
    [0, 1, 0, 0, 1],
    [0, 0, 0, 0, 1],
  ]);
});

test('who is no admin vouches for nobody: the relay takes no such word', async () => {
  const world = await registry();
  const bob = publisher(world.relay);
  const record = await bob.signs({
    path: vouchPath(bob.signer.did),
    payload: writeBody('vouch', { vouched: true, reason: '' }),
    credential: fromBase64Url(world.moderation.id),
  });
  const { results } = await bob.client.post([world.moderation.bytes, record.bytes]);
  expect(results).toMatchObject([{ state: 'refused' }]);
});

test('who was invited counts, and is named in the table, as no other document tells of them', async () => {
  const world = await registry();
  const { relay, root } = world;
  const [erin, quiet] = [publisher(relay), publisher(relay)];
  for (const [who, names] of [
    [erin, 'io.erin'],
    [quiet, 'io.quiet'],
  ] as const) {
    const invitation = await inviteTo(root, names, who.signer.publicKey, undefined);
    const claim = await who.signs({
      namespace: pairedCommunalNamespace(who.namespace),
      path: ['claims', ...modulePath(parseModuleId(`${names}.codec`))],
      payload: writeBody('claim', { capability: fromBase64Url(invitation.id) }),
    });
    await who.client.post([invitation.bytes, claim.bytes]);
  }
  await rated(erin, 5);
  expect(await histograms(relay)).toEqual([
    [0, 0, 0, 0, 1],
    [0, 0, 0, 0, 1],
  ]);
  expect((await tableOf(relay)).invited).toEqual([erin.signer.did]);
  // An admin's word is in the authority's document, which every device holds.
  await says(world, erin.signer.did, true);
  expect((await tableOf(relay)).invited).toEqual([]);
});

test('however many identities rate, and take names that are free, the trusted score moves by nothing', async () => {
  const world = await registry();
  const { relay } = world;
  const bob = publisher(relay);
  await rated(bob, 5);
  await says(world, bob.signer.did, true);
  const sybils = Array.from({ length: 40 }, () => publisher(relay));
  await Promise.all(
    sybils.map(async (sybil, nth) => {
      await sybil.owns(parseModuleId(`io.sybil.m${nth}`));
      await rated(sybil, 1);
    }),
  );
  expect(await histograms(relay)).toEqual([
    [40, 0, 0, 0, 1],
    [0, 0, 0, 0, 1],
  ]);
});
