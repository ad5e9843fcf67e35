import * as Automerge from '@automerge/automerge/slim';
import { Repo } from '@automerge/automerge-repo/slim';
import { expect, test } from 'vitest';
import { replicasConverge } from '../../scripts/soak/convergence.ts';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import { createGate } from '../../src/replica/gate.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { HeldChanges } from '../../src/replica/held-changes.ts';
import { createReplica } from '../../src/replica/replica.ts';
import { releases } from '../support/holder.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { codec, standingWorld } from '../support/standing-world.ts';

test('three replicas that exchange at random through partitions end with equal sets and equal views', async () => {
  const { runs, broken, measured } = await replicasConverge(8, 7);
  expect({ runs, broken }).toEqual({ runs: 8, broken: 0 });
  expect(measured).not.toMatch(/\b0 messages lost/);
});

test('what waits on one connection and comes by another is no fault of the first', async () => {
  await automergeReady();
  const { alice, namespace } = await standingWorld();
  const add = (doc: Automerge.Doc<RecordsDocument>, member: Member) =>
    Automerge.change(doc, (draft) => {
      draft.records[member.id] = member.bytes;
    });
  const one = add(Automerge.load<RecordsDocument>(GENESIS), alice.capability);
  const two = add(one, await releases(alice, codec, '1.0.0'));
  const messageOf = (changes: Uint8Array[]): Uint8Array =>
    Automerge.encodeSyncMessage({ heads: Automerge.getHeads(two), need: [], have: [], changes });
  const [first, second] = Automerge.getChanges(Automerge.load<RecordsDocument>(GENESIS), two);
  if (first === undefined || second === undefined) throw new Error('no change');

  const storage = memoryStorage();
  const replica = createReplica(
    { repo: new Repo({ storage }), storage },
    namespace,
    FIRST_EPOCH,
    () => undefined,
  );
  const document = await replica.open(moduleDocument(codec));
  const gate = createGate();
  const [slow, quick] = [new HeldChanges(), new HeldChanges()];
  expect((await gate.judge(document, messageOf([second]), slow)).ask).toBeDefined();
  expect((await gate.judge(document, messageOf([first, second]), quick)).added).toHaveLength(2);

  const late = await gate.judge(document, messageOf([first]), slow);

  expect(late).toMatchObject({ added: [], complete: true, ask: undefined });
});
