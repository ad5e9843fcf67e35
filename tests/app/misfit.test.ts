import * as Automerge from '@automerge/automerge/slim';
import { Repo } from '@automerge/automerge-repo/slim';
import { beforeAll, expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { createSession } from '../../src/app/engine/session.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { createGate } from '../../src/replica/gate.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { HeldChanges } from '../../src/replica/held-changes.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { Publisher, signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { syncMessage } from '../support/raw-peer.ts';

const codec = parseModuleId('io.example.codec');
const path = catalogDocument(codec, FIRST_EPOCH);

let world: TestNamespace;
let card: GenRecord;

beforeAll(async () => {
  await automergeReady();
  world = await testNamespace();
  const alice = await signerNamed('alice');
  const { capability } = await world.grants(alice, codec);
  card = await new Publisher(world.namespace, codec, alice, capability).cards('1.0.0');
});

/** The card in the first change of one actor; two of different times are two changes with one number. */
function listed(time: number): Automerge.Doc<RecordsDocument> {
  const actor = 'a'.repeat(32);
  return Automerge.change(Automerge.load<RecordsDocument>(GENESIS, { actor }), { time }, (draft) => {
    draft.records[card.id] = card.bytes;
  });
}

function device() {
  const storage = memoryStorage();
  let connections = 1;
  const session = createSession({
    over: { repo: new Repo({ storage }), storage },
    pin: { namespace: world.namespace, relay: world.root.did },
    epoch: FIRST_EPOCH,
    isOnline: () => true,
    announce: () => undefined,
    cards: { level: async () => undefined, met: () => undefined },
    onMet: () => undefined,
    onSynced: () => undefined,
    onQuarantine: () => undefined,
    reconnect() {
      connections += 1;
    },
  });
  return { session, connections: () => connections };
}

test("a shard that came as a file and cannot stand beside the relay's history begins anew, once", async () => {
  const { session, connections } = device();
  await session.replica.seed(path, Automerge.save(listed(1)));
  await session.openShard(path);
  const spoilt = await session.peek(path);
  const gate = createGate();
  const message = syncMessage(listed(2));
  const refusal = await gate.judge(spoilt, message, new HeldChanges()).catch((thrown: unknown) => thrown);
  expect(refusal).toMatchObject({ reason: 'actor-sequence' });

  expect(await session.misfit(spoilt, refusal as GenError)).toBe(true);
  const anew = await session.peek(path);
  expect([anew === spoilt, anew.members.size, connections()]).toEqual([false, 0, 2]);
  expect((await gate.judge(anew, message, new HeldChanges())).added).toHaveLength(1);

  expect(await session.misfit(anew, refusal as GenError)).toBe(false);
  expect(await session.peek(path)).toBe(anew);
});

test('what a gate refuses for another reason leaves the shard as it is', async () => {
  const { session } = device();
  await session.openShard(path);
  const document = await session.peek(path);
  const error = new GenError('SignatureInvalid', 'record-signature');
  expect(await session.misfit(document, error)).toBe(false);
  expect(await session.peek(path)).toBe(document);
});
