import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import { FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';
import { openRelayDocuments } from '../../src/relay/documents.ts';
import { openDatabase } from '../../src/relay/database.ts';
import { sqliteDocumentIds } from '../../src/relay/document-ids.ts';
import { sqliteChunks } from '../../src/relay/chunk-store.ts';
import { sqliteJournal } from '../../src/relay/journal.ts';
import { relayStorage } from '../../src/relay/storage-adapter.ts';
import { rates, signerNamed, START, testNamespace } from '../support/namespace.ts';
import { emptyFolder } from './world.ts';

const [codec, other] = ['codec', 'other'].map((name) => parseModuleId(`io.example.${name}`));

test('a document that is asked for while it leaves the memory is the one that grows', async () => {
  if (codec === undefined || other === undefined) throw new Error('no modules');
  const [path, second] = [moduleDocument(codec), moduleDocument(other)];
  const database = openDatabase(await emptyFolder());
  const journal = sqliteJournal(database);
  const world = await testNamespace();
  const alice = await signerNamed('alice');
  const faults: unknown[] = [];
  const documents = await openRelayDocuments({
    storage: relayStorage(sqliteChunks(database), (fault) => faults.push(fault)),
    journal,
    ids: sqliteDocumentIds(database, (at) =>
      documentIdOf({ namespace: world.namespace, epoch: FIRST_EPOCH, path: at }),
    ),
    namespace: world.namespace,
    epoch: FIRST_EPOCH,
    peer: alice.did,
    limits: DEFAULT_LIMITS,
    keptInMemory: 1,
    onRefused: () => undefined,
    onFault: (_, fault) => faults.push(fault),
  });
  onTestFinished(async () => {
    await documents.close();
    database.close();
  });
  for (const id of [codec, other]) {
    const { members } = await world.grants(alice, id);
    journal.append(
      members.map((member) => ({ document: moduleDocument(id), id: member.id, bytes: member.bytes })),
      [],
    );
  }
  for (let turns = 0; turns < 36; turns += 3) {
    await documents.open(path);
    const pushesOut = documents.open(second);
    for (let n = 0; n < turns; n += 1) await Promise.resolve();
    const again = documents.open(path);
    await pushesOut;
    await again;
    // By now what was leaving has left.
    await setTimeout(30);

    const rating = await rates(world.namespace, alice, codec, 5, START + turns);
    journal.append([{ document: path, id: rating.id, bytes: rating.bytes }], []);
    await documents.add(path, [rating.bytes]);
    await setTimeout(30);
    expect((await documents.open(path)).members.has(rating.id)).toBe(true);
  }
  expect(faults).toEqual([]);
});
