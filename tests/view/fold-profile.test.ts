import { expect, test } from 'vitest';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { parseMicros } from '../../src/core/ids.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import { profileView } from '../../src/core/view/fold-profile.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { signerNamed, START, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { inEveryOrder } from '../support/orders.ts';

const now = parseMicros(START + 60_000_000);

function saysOfSelf(
  { namespace }: TestNamespace,
  who: Signer,
  body: unknown,
  { at = START, path = ['profiles', 'name'] }: { at?: number; path?: readonly string[] } = {},
): Promise<GenRecord> {
  return signRecord(
    {
      namespace: pairedCommunalNamespace(namespace),
      subspace: who.publicKey,
      path,
      timestamp: parseMicros(at),
      credential: new Uint8Array(),
      payload: encodeCanonical(body),
    },
    who.sign,
  );
}

test('the newest name of a person counts, in every order, and nobody else’s', async () => {
  const world = await testNamespace();
  const [alice, bob] = [await signerNamed('alice'), await signerNamed('bob')];
  const old = await saysOfSelf(world, alice, { name: 'Alice', domain: 'acme.io' });
  const renamed = await saysOfSelf(world, alice, { name: ' Alice A. ' }, { at: START + 1 });
  const other = await saysOfSelf(world, bob, { name: 'Bob' }, { at: START + 2 });

  const view = inEveryOrder([old, renamed, other], (facts) => profileView(recordSet(facts), alice.did, now));

  expect(view).toEqual({ name: 'Alice A.', time: START + 1, pending: false });
});

test('what stands at another path, or ahead of the clock, is no name yet', async () => {
  const world = await testNamespace();
  const alice = await signerNamed('alice');
  const said = [
    await saysOfSelf(world, alice, { name: 'Below' }, { path: ['profiles', 'name', 'x'] }),
    await saysOfSelf(world, alice, { name: 'Later' }, { at: START + 3_600_000_000 }),
  ];
  expect(profileView(recordSet(said), alice.did, now)).toBeUndefined();
});

test.each([
  ['no name', { name: '  ' }],
  ['a name of 61 characters', { name: 'x'.repeat(61) }],
  ['two lines', { name: 'Alice\nOwner' }],
  ['a mark of direction', { name: 'Alice\u202e' }],
  ['an address for a domain', { name: 'Alice', domain: '127.0.0.1' }],
  ['a domain with a port', { name: 'Alice', domain: 'acme.io:8080' }],
  ['a domain in capitals', { name: 'Alice', domain: 'Acme.io' }],
  ['one label for a domain', { name: 'Alice', domain: 'localhost' }],
  ['something unknown besides', { name: 'Alice', admin: true }],
])('a body with %s has no standing: the name before it stays', async (_what, body) => {
  const world = await testNamespace();
  const alice = await signerNamed('alice');
  const good = await saysOfSelf(world, alice, { name: 'x'.repeat(60), domain: 'acme.co.uk' });
  const bad = await saysOfSelf(world, alice, body, { at: START + 1 });
  expect(profileView(recordSet([good, bad]), alice.did, now)).toMatchObject({
    name: 'x'.repeat(60),
    domain: 'acme.co.uk',
  });
});
