import { beforeEach, expect, test } from 'vitest';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { areaOf } from '../../src/core/access/capability.ts';
import { parseMicros } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { readBody, writeBody } from '../../src/core/record/kinds.ts';
import type { Member } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import type { Signer } from '../../src/ports/identity.ts';
import type { ClaimPolicy } from '../../src/relay/config.ts';
import { judge } from '../../src/relay/policy.ts';
import { TAKEN, type Acceptance } from '../../src/relay/world.ts';
import {
  cancels,
  grants,
  handsOver,
  ownerOf,
  receipts,
  releases,
  revokes,
  type Holder,
} from '../support/holder.ts';
import { signerNamed, START } from '../support/namespace.ts';
import {
  codec,
  codecDocument,
  HOUR,
  now,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';
import { cardBy, held, policyWorld } from './policy-world.ts';

let world: StandingWorld;
let paul: Holder;
let mallory: Signer;

beforeEach(async () => {
  world = await standingWorld();
  paul = await ownerOf(world.naming, 'paul', codec);
  mallory = await signerNamed('mallory');
});

function claims({ publicKey, sign }: Signer): Promise<GenRecord> {
  return signRecord(
    {
      namespace: pairedCommunalNamespace(world.namespace),
      subspace: publicKey,
      path: ['claims', ...modulePath(codec)],
      timestamp: parseMicros(now),
      credential: new Uint8Array(),
      payload: writeBody('claim', {}),
    },
    sign,
  );
}

const relay = (module: readonly Member[], policy: ClaimPolicy = 'open') =>
  policyWorld(world, held(world, { module }), { claims: policy });

async function takes(by: Signer, module: readonly Member[], policy?: ClaimPolicy): Promise<Acceptance> {
  return judge(await claims(by), relay(module, policy));
}

const ownerAfter = (module: readonly Member[], { made }: Acceptance) => {
  const { module: set } = held(world, { module: [...module, ...made] });
  return moduleView(set, codec, world.namespace, now)?.owner;
};

test('whom the owner hands the name over to is granted it, under a closed policy too, and nobody else is', async () => {
  const { alice, notary } = world;
  const before = await releases(alice, codec, '1.0.0');
  const receipt = await receipts(notary, codecDocument, [before]);
  const offer = await handsOver(alice, codec, paul, { heads: [receipt] });
  const there = [notary.capability, before, receipt, offer];

  const answer = await takes(paul.signer, there, 'closed');

  expect(ownerAfter(there, answer)).toBe(paul.signer.did);
  const grant = answer.made.find((member): member is GenRecord & Member => member.member === 'record');
  expect(grant && readBody('grant', grant.payload)).toMatchObject({
    to: paul.signer.did,
    transfer: offer.id,
    heads: [receipt.id],
  });
  // Who knows nothing else of the module sees from the answer alone whose it is.
  const answered = recordSet([...answer.made, ...answer.recalled]);
  expect(moduleView(answered, codec, world.namespace, now)?.owner).toBe(paul.signer.did);
  await expect(takes(mallory, there)).rejects.toMatchObject({ reason: 'name-taken' });
});

test('without an offer, or one that was taken back or made to another since, the name is taken', async () => {
  const { alice } = world;
  const offer = await handsOver(alice, codec, paul);
  const other = await ownerOf(world.naming, 'mallory', codec);
  for (const there of [
    [],
    [offer, await cancels(alice, codec)],
    [offer, await handsOver(alice, codec, other)],
    [await handsOver(world.bob, codec, paul)],
  ]) {
    await expect(takes(paul.signer, there)).rejects.toMatchObject({
      code: 'AlreadyExists',
      reason: 'name-taken',
    });
  }
});

test('whoever took a name over is told so again, and the former owner is not', async () => {
  const there: Member[] = [await handsOver(world.alice, codec, paul)];
  const { made } = await takes(paul.signer, there);
  const after = [...there, ...made];

  const again = await takes(paul.signer, after);
  expect(again.made).toEqual([]);
  expect(moduleView(recordSet(again.recalled), codec, world.namespace, now)?.owner).toBe(paul.signer.did);
  await expect(takes(world.alice.signer, after)).rejects.toMatchObject({ reason: 'name-taken' });
});

test('a name that comes back is granted by a capability that the owner has not had before', async () => {
  const there: Member[] = [await handsOver(world.alice, codec, paul)];
  there.push(...(await takes(paul.signer, there)).made);
  there.push(await handsOver(paul, codec, world.alice));

  const answer = await takes(world.alice.signer, there);

  expect(ownerAfter(there, answer)).toBe(world.alice.signer.did);
  const starts = answer.made.flatMap((member) =>
    member.member === 'capability' ? [areaOf(member.capability).times.start] : [],
  );
  expect(starts).toEqual([0, 1]);
});

test('a former owner’s side is refused with who has it now, whatever it says', async () => {
  const { alice, bob } = world;
  const there: Member[] = [await handsOver(alice, codec, paul, { reason: 'New key.' })];
  there.push(...(await takes(paul.signer, there)).made);
  const refused = {
    code: 'PermissionDenied',
    reason: 'handed-over',
    data: { id: codec, by: alice.signer.did, to: paul.signer.did, text: 'New key.' },
  };
  for (const late of [
    await releases(alice, codec, '2.0.0'),
    await releases(bob, codec, '2.0.0', { at: 1 }),
    await handsOver(alice, codec, alice),
    await cancels(alice, codec),
    await cardBy(alice, '2.0.0'),
  ]) {
    await expect(judge(late, relay(there))).rejects.toMatchObject(refused);
  }
  expect(await judge(await releases(paul, codec, '2.0.0'), relay(there))).toBe(TAKEN);
});

test('a transfer is the owner’s own word, and to somebody else', async () => {
  const { alice, bob } = world;
  expect(await judge(await handsOver(alice, codec, paul), relay([]))).toBe(TAKEN);
  expect(await judge(await cancels(alice, codec), relay([]))).toBe(TAKEN);
  await expect(judge(await handsOver(bob, codec, paul), relay([]))).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'no-grant',
  });
  await expect(judge(await handsOver(alice, codec, alice), relay([]))).rejects.toMatchObject({
    code: 'InvalidInput',
    reason: 'body',
    data: { kind: 'transfer', field: 'to' },
  });
});

test('what an owner offered who was cut off since is not carried out, though it stands by its receipt', async () => {
  const { alice, notary, admin } = world;
  const offer = await handsOver(alice, codec, paul, { at: START + HOUR });
  const receipt = await receipts(notary, codecDocument, [offer], { at: START + HOUR + 1 });
  const cut = await revokes(admin, alice, { heads: [receipt], reason: 'Stolen.', at: START + 2 * HOUR });
  const sets = held(world, { module: [notary.capability, offer, receipt], authority: [cut] });

  await expect(
    judge(await claims(paul.signer), policyWorld(world, sets, { claims: 'open' })),
  ).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'revoked',
    data: { id: codec, text: 'Stolen.' },
  });
});

test('what an owner offered whose invitation has run out since is carried out, and the answer alone shows it', async () => {
  const { rootHolder, naming, notary } = world;
  const ines = await ownerOf(naming, 'ines', codec, { times: { end: START + 5 * HOUR } });
  const grant = await grants(naming, codec, ines, START - 5);
  const offer = await handsOver(ines, codec, paul, { at: START + HOUR });
  const receipt = await receipts(notary, codecDocument, [grant, offer], { at: START + HOUR + 1 });
  const capabilities = [rootHolder, naming, notary, ines].map(({ capability }) => capability);
  const there: Member[] = [...capabilities, grant, offer, receipt];
  const answered = async () => {
    const sets = { module: recordSet(there), authority: recordSet(capabilities.slice(0, 2)) };
    return judge(await claims(paul.signer), policyWorld(world, sets, { claims: 'open' }));
  };

  const first = await answered();
  there.push(...first.made);
  const again = await answered();

  for (const { made, recalled } of [first, again]) {
    const view = moduleView(recordSet([...made, ...recalled]), codec, world.namespace, now);
    expect(view?.owner).toBe(paul.signer.did);
  }
  expect(again.made).toEqual([]);
});

test('a claim from before the offer is no answer to it', async () => {
  const claim = await claims(paul.signer);
  const offer = await handsOver(world.alice, codec, paul, { at: now + 1 });
  const later = policyWorld(world, held(world, { module: [offer] }), {
    claims: 'open',
    now: parseMicros(now + 2),
  });

  await expect(judge(claim, later)).rejects.toMatchObject({ reason: 'name-taken' });
});
