import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import * as Automerge from '@automerge/automerge/slim';
import { expect, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';
import { openRelayDocuments } from '../../src/relay/documents.ts';
import { openDatabase } from '../../src/relay/database.ts';
import { sqliteDocumentIds } from '../../src/relay/document-ids.ts';
import { sqliteChunks } from '../../src/relay/chunk-store.ts';
import { sqliteJournal } from '../../src/relay/journal.ts';
import { relayStorage } from '../../src/relay/storage-adapter.ts';
import { bentChange } from '../support/bent-change.ts';
import { liveDevice } from '../support/live-device.ts';
import { rates, signerNamed, testNamespace } from '../support/namespace.ts';
import { person } from '../support/person.ts';
import { rawPeer, syncMessage } from '../support/raw-peer.ts';
import { startTestRelay } from '../support/relay.ts';
import { emptyFolder } from './world.ts';

const codec = parseModuleId('io.example.codec');
/** A start and a sync on a machine that does much else. */
const PATIENT = { timeout: 10_000 };

test('documents that nobody follows leave the memory and come back whole', async () => {
  const database = openDatabase(await emptyFolder());
  const journal = sqliteJournal(database);
  const world = await testNamespace();
  const alice = await signerNamed('alice');
  const faults: unknown[] = [];
  const documents = await openRelayDocuments({
    storage: relayStorage(sqliteChunks(database), (fault) => faults.push(fault)),
    journal,
    ids: sqliteDocumentIds(database, (path) =>
      documentIdOf({ namespace: world.namespace, epoch: FIRST_EPOCH, path }),
    ),
    namespace: world.namespace,
    epoch: FIRST_EPOCH,
    peer: alice.did,
    limits: DEFAULT_LIMITS,
    keptInMemory: 3,
    onRefused: () => undefined,
    onFault: (_, fault) => faults.push(fault),
  });
  // The catalogue, opened behind the start, and the authority.
  const lasting = FIRST_EPOCH.shards + 1;
  const ids = Array.from({ length: 10 }, (_, index) => parseModuleId(`io.example.module-${index}`));
  for (const id of ids) {
    const { members } = await world.grants(alice, id);
    journal.append(
      members.map((member) => ({ document: moduleDocument(id), id: member.id, bytes: member.bytes })),
      [],
    );
    await documents.add(
      moduleDocument(id),
      members.map(({ bytes }) => bytes),
    );
  }
  await expect.poll(() => documents.openCount - lasting).toBeLessThanOrEqual(3);
  for (const id of ids) expect((await documents.open(moduleDocument(id))).members.size).toBe(3);
  expect(faults).toEqual([]);
  await documents.close();
  database.close();
});

test('a relay that lost its documents and kept its journal serves the same records, also to who has the lost changes', async () => {
  const before = await startTestRelay();
  const port = Number(new URL(before.relay.address).port);
  const alice = await person(before.relay.address);
  await alice.publishes({ id: codec, version: '1.0.0' });
  const device = await liveDevice(await person(before.relay.address), before.relay.address);
  const shard = await device.replica.open(catalogDocument(codec, FIRST_EPOCH));
  await expect.poll(() => shard.members.size, PATIENT).toBe(1);
  await before.relay.stop();
  const database = new DatabaseSync(join(before.folder, 'relay.sqlite'));
  database.exec('DELETE FROM chunks');
  database.close();

  const after = await startTestRelay({ data: before.folder, port });
  await expect
    .poll(async () => (await alice.publishes({ id: codec, version: '1.0.1' })).state, PATIENT)
    .toBe('receipted');
  await expect.poll(() => shard.members.size, PATIENT).toBe(2);
  expect(device.refusals).toEqual([]);
  const fresh = await liveDevice(await person(after.relay.address), after.relay.address);
  const copy = await fresh.replica.open(catalogDocument(codec, FIRST_EPOCH));
  await expect.poll(() => copy.members.size, PATIENT).toBe(2);
  await device.close();
  await fresh.close();
  await after.close();
});

test('a stored document that an earlier gate let be spoilt is made anew from the journal', async () => {
  const before = await startTestRelay();
  const alice = await person(before.relay.address);
  await alice.publishes({ id: codec, version: '1.0.0' });
  const device = await liveDevice(alice, before.relay.address);
  const shard = await device.replica.open(catalogDocument(codec, FIRST_EPOCH));
  await expect.poll(() => shard.members.size, PATIENT).toBe(1);
  const [card] = [...shard.members.values()];
  if (card === undefined) throw new Error('no card');
  const { documentId, handle } = shard;
  const made = Automerge.change(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
    draft.records[card.id] = card.bytes;
  });
  const bent = bentChange(Automerge.getLastLocalChange(made) ?? new Uint8Array(), { startOp: 1000 });
  const [spoilt] = Automerge.applyChanges(Automerge.clone(handle.doc()), [bent]);
  await device.close();
  await before.relay.stop();
  const database = openDatabase(before.folder);
  const storage = relayStorage(sqliteChunks(database), () => undefined);
  await storage.removeRange([documentId]);
  await storage.save([documentId, 'snapshot', 'spoilt'], Automerge.save(spoilt));
  database.close();

  const after = await startTestRelay({
    data: before.folder,
    port: Number(new URL(before.relay.address).port),
  });
  expect((await alice.publishes({ id: codec, version: '1.0.1' })).state).toBe('receipted');
  const fresh = await liveDevice(await person(after.relay.address), after.relay.address);
  const copy = await fresh.replica.open(catalogDocument(codec, FIRST_EPOCH));
  await expect.poll(() => copy.members.size, PATIENT).toBe(2);
  expect(fresh.refusals).toEqual([]);
  await fresh.close();
  await after.close();
}, 30_000);

test('a record that was never posted is refused by sync, however well it is signed', async () => {
  const world = await startTestRelay();
  const mallory = await person(world.relay.address);
  const witness = await liveDevice(mallory, world.relay.address);
  await mallory.publishes({ id: codec, version: '1.0.0' });
  const rating = await rates(witness.replica.namespace, mallory.signer, codec, 5, Date.now() * 1000);
  const doc = Automerge.change(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
    draft.records[rating.id] = rating.bytes;
  });
  await mallory.device.relay.post([rating.bytes]);
  const second = await rates(witness.replica.namespace, mallory.signer, codec, 1, Date.now() * 1000 + 5);
  const more = Automerge.change(doc, (draft) => {
    draft.records[second.id] = second.bytes;
  });
  const path = witness.replica.addressOf(moduleDocument(codec)).path;
  expect(path).toBe('module/io.example.codec');
  const peer = await rawPeer(world.relay.address, mallory.signer, 'other');
  const closed = peer.closed();
  const ratings = {
    ...witness.replica.addressOf(moduleDocument(codec)),
    path: 'ratings/io.example.codec' as typeof path,
  };
  peer.sync(documentIdOf(ratings), syncMessage(more));
  expect(await closed).toBe(1002);
  expect(world.relay.journal.members(ratings.path)).not.toContainEqual(second.bytes);
  await witness.close();
  await world.close();
});
