import { expect, test } from 'vitest';
import { delegate } from '../../src/core/access/delegation.ts';
import { areaOf } from '../../src/core/access/capability.ts';
import { fromBase64Url } from '../../src/core/bytes.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeMetadata } from '../../src/core/record/kinds.ts';
import { capabilityMember, decodeMember } from '../../src/core/record/member.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { payerOf } from '../../src/relay/account.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import { handsOn } from '../support/holder.ts';
import { standingWorld } from '../support/standing-world.ts';
import { publisher, runningRelay } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');

test('an owner answers for itself, and whom it let in for all that it handed on', async () => {
  const { alice, bob, admin } = await standingWorld();
  const carol = await handsOn(bob, 'carol');
  const dave = await handsOn(carol, 'dave');
  const paidBy = ({ capability }: typeof bob) => payerOf(alice.signer.publicKey, capability.capability);

  expect([alice, bob, carol, dave].map(paidBy)).toEqual([
    alice.signer.did,
    bob.signer.did,
    bob.signer.did,
    bob.signer.did,
  ]);
  expect(paidBy(admin)).toBe(admin.signer.did);
  expect(payerOf(carol.signer.publicKey, undefined)).toBe(carol.signer.did);
});

test('a publisher that hands its permission on to keys of its own has one quota, and the owner another', async () => {
  const relay = await runningRelay({ limits: { ...DEFAULT_LIMITS, recordsPerHour: 4 } });
  const [alice, bob] = [publisher(relay), publisher(relay)];
  const name = await alice.owns(CODEC);
  const owners = decodeMember(name.capability);
  if (owners.member !== 'capability') throw new Error('no capability');
  const area = areaOf(owners.capability);
  const bobs = await delegate(owners.capability, {
    area,
    receiver: bob.signer.publicKey,
    sign: (message) => alice.signer.sign(Uint8Array.from(message)),
  });

  const states: string[] = [];
  for (let key = 0; key < 6; key += 1) {
    const drawn = signerOf(newSeed());
    const handed = capabilityMember(
      await delegate(bobs, {
        area,
        receiver: drawn.publicKey,
        sign: (message) => bob.signer.sign(Uint8Array.from(message)),
      }),
    );
    const record = await signRecord(
      {
        timestamp: parseMicros(Date.now() * 1000 + key),
        namespace: alice.namespace,
        subspace: alice.signer.publicKey,
        path: ['modules', ...modulePath(CODEC), 'metadata', 'name'],
        credential: fromBase64Url(handed.id),
        payload: writeMetadata('name', `Codec ${key}`),
      },
      (message) => drawn.sign(message),
    );
    const { results } = await bob.client.post([handed.bytes, record.bytes]);
    states.push(results[0]?.error?.reason ?? 'receipted');
  }

  expect(states).toEqual([...Array.from({ length: 4 }, () => 'receipted'), 'records', 'records']);
  const own = await name.below(['metadata', 'name'], writeMetadata('name', 'Codec'));
  const { results } = await alice.client.post([name.capability, own.bytes]);
  expect(results).toMatchObject([{ state: 'receipted' }]);
});
