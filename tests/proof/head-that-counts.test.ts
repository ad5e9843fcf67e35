import { beforeAll, expect, test } from 'vitest';
import { checkProof } from '../../src/core/proof/check-proof.ts';
import { makeProof } from '../../src/core/proof/make-proof.ts';
import { readProof, writeProof } from '../../src/core/proof/proof-file.ts';
import type { Proof } from '../../src/core/proof/proof.ts';
import { parseVersion } from '../../src/core/ids.ts';
import { moduleDocument } from '../../src/core/record/document.ts';
import { readBody, writeBody } from '../../src/core/record/kinds.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { leafOf, rootOf, type Place } from '../../src/core/view/chain-tree.ts';
import { handsOn, receipts, releases, revokes, says } from '../support/holder.ts';
import { START } from '../support/namespace.ts';
import {
  codec,
  codecDocument,
  HOUR,
  now,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';
import { facts, RELEASED, setOf } from './proof-world.ts';

let world: StandingWorld;
beforeAll(async () => {
  world = await standingWorld();
});

/** A receipted release, with a signed head that lists it. */
async function listedRelease({ end, at = START + 2 * HOUR }: { end?: number; at?: number } = {}) {
  const { alice, notary, rootHolder, naming, grant } = world;
  const release = await releases(alice, codec, '1.0.0', { ...RELEASED, at: START + HOUR });
  const receipt = await receipts(notary, codecDocument, [release], { at: START + HOUR + 1 });
  const times = end === undefined ? {} : { times: { end } };
  const header = await handsOn(rootHolder, 'notary', { path: ['heads'], ...times });
  const chains: readonly Place[] = [
    {
      document: moduleDocument(codec),
      notary: notary.signer.publicKey,
      number: 0,
      receipt: receipt.id,
    },
  ];
  const tree = rootOf(chains.map(leafOf));
  const body = writeBody('head', { number: 0, previous: null, tree, chains: 1 });
  const head = await says(header, ['heads', '0'], body, at);
  const signed = { head: head.bytes, capability: header.capability.bytes };

  /** As an install makes it that knows `more`. */
  async function proof(...more: readonly GenRecord[]): Promise<Proof | undefined> {
    const said = readBody('release', release.payload);
    if (said === undefined) throw new Error('no release');
    const { sha256, size } = said;
    const { namespace } = world;
    const asked = { namespace, id: codec, version: parseVersion('1.0.0'), sha256, size, record: release.id };
    const set = setOf([grant, release, receipt, ...more], [rootHolder, naming, notary, alice]);
    return makeProof(asked, set, await facts(), now, { id: head.id, chains, signed });
  }
  return { header, proof };
}

async function verdictOf(proof: Proof | undefined) {
  if (proof === undefined) throw new Error('no proof could be made');
  return (await checkProof(readProof(writeProof(proof)), await facts())).verdict;
}

test('a signed head that counts is named', async () => {
  const { proof } = await listedRelease();
  const made = await proof();
  expect(made?.listed).toBeDefined();
  expect(await verdictOf(made)).toBe('verified');
});

test('a head whose permission was withdrawn is not named, and the proof verifies without it', async () => {
  const { header, proof } = await listedRelease();
  const made = await proof(await revokes(world.rootHolder, header, { at: START + 3 * HOUR }));
  expect(made?.listed).toBeUndefined();
  expect(await verdictOf(made)).toBe('verified');
});

test('nor is one whose permission has run out', async () => {
  const { proof } = await listedRelease({ end: START + 4 * HOUR });
  const made = await proof();
  expect(made?.listed).toBeUndefined();
  expect(await verdictOf(made)).toBe('verified');
});

test('nor one that is ahead of the clock', async () => {
  const { proof } = await listedRelease({ at: now + HOUR });
  const made = await proof();
  expect(made?.listed).toBeUndefined();
  expect(await verdictOf(made)).toBe('verified');
});

test('who may not end a head’s permission ends none: it stays named', async () => {
  const { header, proof } = await listedRelease();
  const made = await proof(await revokes(world.alice, header, { at: START + 3 * HOUR }));
  expect(made?.listed).toBeDefined();
  expect(await verdictOf(made)).toBe('verified');
});
