import { expect, test } from 'vitest';
import { FULL_AREA, subspaceArea } from '../../src/core/access/area.ts';
import { encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { communalCapability, delegate, pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { writeBody, type RawBody } from '../../src/core/record/kinds.ts';
import { capabilityMember, type CapabilityMember } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import { emptyFolder, publisher, runningRelay, type Publisher } from './world.ts';

const LOST = { code: 'PermissionDenied', reason: 'device-cut-off', data: { text: 'Lost.' } };

/** A person with one more key that signs for them. */
async function personWithDevice(alice: Publisher) {
  const device = signerOf(newSeed());
  const namespace = pairedCommunalNamespace(alice.namespace);
  const share = await handed(alice, device);
  const says = (body: RawBody<'device'>, about: Signer = device) =>
    alice.signs({
      namespace,
      path: ['profiles', 'devices', about.did],
      payload: writeBody('device', body),
    });
  const named = (name: string) => says({ name, capability: encodeCapability(share.capability) });
  const cutOff = () => says({ withdraw: fromBase64Url(share.id), heads: [], reason: 'Lost.' });
  return { device, share, says, named, cutOff };
}

async function handed(
  alice: Publisher,
  device: Signer,
  path: readonly string[] = [],
): Promise<CapabilityMember> {
  const namespace = pairedCommunalNamespace(alice.namespace);
  const whole = communalCapability(namespace, alice.signer.publicKey, 'write');
  const area = { ...FULL_AREA, ...subspaceArea(alice.signer.publicKey), path };
  const sign = (message: Uint8Array) => alice.signer.sign(Uint8Array.from(message));
  return capabilityMember(await delegate(whole, { area, receiver: device.publicKey, sign }));
}

/** A name for the person, by their device. */
async function byDevice(alice: Publisher, device: Signer, share: CapabilityMember, name: string) {
  const own = await alice.signs({
    namespace: pairedCommunalNamespace(alice.namespace),
    path: ['profiles', 'name'],
    payload: writeBody('profile', { name }),
  });
  return signRecord({ ...own, credential: fromBase64Url(share.id) }, (message) => device.sign(message));
}

async function answers(alice: Publisher, ...members: readonly (GenRecord | CapabilityMember)[]) {
  const { results } = await alice.client.post(members.map(({ bytes }) => bytes));
  return results.map(({ state, error }) => error ?? state);
}

test('a device speaks for its person until it is cut off, over a restart of the relay too', async () => {
  const data = await emptyFolder();
  const relay = await runningRelay({ data });
  const alice = publisher(relay);
  const { device, share, named, cutOff } = await personWithDevice(alice);
  expect(await answers(alice, await named('Phone'))).toEqual(['receipted']);
  expect(await answers(alice, share, await byDevice(alice, device, share, 'Alice'))).toEqual(['receipted']);

  expect(await answers(alice, await cutOff())).toEqual(['receipted']);
  expect(await answers(alice, share, await byDevice(alice, device, share, 'Mallory'))).toMatchObject([LOST]);

  await relay.stop();
  const again = await runningRelay({ data });
  const back = { ...alice, client: publisher(again).client };
  expect(await answers(back, share, await byDevice(alice, device, share, 'Mallory'))).toMatchObject([LOST]);
});

test('a cut-off counts for what comes behind it in the same post', async () => {
  const alice = publisher(await runningRelay());
  const { device, share, named, cutOff } = await personWithDevice(alice);
  await answers(alice, await named('Phone'));
  const late = await byDevice(alice, device, share, 'Mallory');

  expect(await answers(alice, share, await cutOff(), late)).toMatchObject(['receipted', LOST]);
});

test('a device lets no other in and ends none, and nothing is ended that was not said', async () => {
  const alice = publisher(await runningRelay());
  const { device, share, named, says, cutOff } = await personWithDevice(alice);
  expect(await answers(alice, await cutOff())).toMatchObject([{ code: 'NotFound', reason: 'delegation' }]);
  await answers(alice, await named('Phone'));
  const own = await says({ withdraw: fromBase64Url(share.id), heads: [], reason: '' });
  const forged = await signRecord({ ...own, credential: fromBase64Url(share.id) }, (message) =>
    device.sign(message),
  );
  expect(await answers(alice, share, forged)).toMatchObject([{ reason: 'main-key' }]);
});

test('what is no whole share, or for another key than the path names, is no device', async () => {
  const alice = publisher(await runningRelay());
  const { device, share, says } = await personWithDevice(alice);
  const narrow = await handed(alice, device, ['ratings']);
  const other = signerOf(newSeed());
  const broken = structuredClone(share.capability);
  const [link] = broken.delegations;
  if (link === undefined) throw new Error('no delegation');
  link.signature.fill(0);
  const none = [
    await says({ name: 'Phone', capability: encodeCapability(narrow.capability) }),
    await says({ name: 'Phone', capability: encodeCapability(share.capability) }, other),
    await says({ name: 'Phone', capability: new Uint8Array(8) }),
  ];
  for (const said of none)
    expect(await answers(alice, said)).toMatchObject([{ code: 'InvalidInput', reason: 'body' }]);
  expect(
    await answers(alice, await says({ name: 'Phone', capability: encodeCapability(broken) })),
  ).toMatchObject([{ code: 'SignatureInvalid' }]);
});

test('what one person says of devices has an end, and there is always room to cut one off', async () => {
  const alice = publisher(await runningRelay());
  const { named, cutOff } = await personWithDevice(alice);
  const said = await Promise.all(Array.from({ length: 500 }, (_, number) => named(`Phone ${number}`)));
  expect(new Set(await answers(alice, ...said))).toEqual(new Set(['receipted']));
  const more = await Promise.all(Array.from({ length: 20 }, (_, number) => named(`Pad ${number}`)));

  const taken = await answers(alice, ...more);

  expect(taken.filter((state) => state === 'receipted')).toHaveLength(12);
  expect(taken.at(-1)).toMatchObject({ code: 'QuotaExceeded', reason: 'devices', data: { limit: 512 } });
  expect(await answers(alice, await cutOff())).toEqual(['receipted']);
});
