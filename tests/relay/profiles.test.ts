import { expect, test } from 'vitest';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { parseMicros, type Did } from '../../src/core/ids.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { FIRST_EPOCH, parseDocumentPath, personDocument } from '../../src/core/record/document.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import { profileView } from '../../src/core/view/fold-profile.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { publisher, runningRelay, type Publisher } from './world.ts';

const saysOfSelf = (who: Publisher, body: unknown, path: readonly string[] = ['profiles', 'name']) =>
  who.signs({
    namespace: pairedCommunalNamespace(who.namespace),
    path,
    payload: encodeCanonical(body),
  });

async function nameOf(who: Publisher, did: Did) {
  const answer = await who.client.document(personDocument(did));
  if (answer === 'unchanged') throw new Error('unchanged');
  const set = recordSet(answer.members.map(decodeMember));
  return profileView(set, did, parseMicros(Date.now() * 1000));
}

test('a name is receipted, and read by everybody from the person’s own document', async () => {
  const relay = await runningRelay();
  const [alice, bob] = [publisher(relay), publisher(relay)];
  const record = await saysOfSelf(alice, { name: 'Alice', domain: 'acme.io' });

  const { results } = await alice.client.post([record.bytes]);

  expect(results).toEqual([{ id: record.id, state: 'receipted' }]);
  expect(await nameOf(bob, alice.signer.did)).toMatchObject({ name: 'Alice', domain: 'acme.io' });
  expect(await nameOf(bob, bob.signer.did)).toBeUndefined();
});

test('what is no name, and what this relay does not know of people, is refused', async () => {
  const alice = publisher(await runningRelay());
  const said = [
    await saysOfSelf(alice, { name: '' }),
    await saysOfSelf(alice, { name: 'Alice', domain: 'localhost' }),
    await saysOfSelf(alice, { name: 'Alice' }, ['profiles', 'picture']),
    await saysOfSelf(alice, { name: 'Alice' }, ['profiles']),
    await saysOfSelf(alice, {}, ['follows', 'x']),
  ];

  const { results } = await alice.client.post(said.map(({ bytes }) => bytes));

  expect(results.map(({ error }) => error?.reason)).toEqual(['body', 'body', 'policy', 'policy', 'policy']);
});

test('a person’s document is named by the one text of their DID', () => {
  const did = 'did:key:z6Mks931aemXLmTDGrasbApX8araucPWxRhzP8iqL7XHhXeC';
  expect(parseDocumentPath(`person/${did}`, FIRST_EPOCH)).toBe(`person/${did}`);
  for (const text of [
    'person/',
    'person',
    'person/alice',
    `person/${did}/x`,
    `person/${did}x`,
    `person/ ${did}`,
    `module/${did}`,
    `people/${did}`,
  ])
    expect(() => parseDocumentPath(text, FIRST_EPOCH), text).toThrow('InvalidInput');
});
