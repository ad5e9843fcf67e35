import { encode } from 'cborg';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { pairedCommunalNamespace } from '../../src/core/access/delegation.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { moduleDocument, modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { acceptor } from '../../src/relay/accept.ts';
import { createApp } from '../../src/relay/app.ts';
import { sqliteBlobIndex } from '../../src/relay/blob-index.ts';
import { blobStore } from '../../src/relay/blob-store.ts';
import { openDatabase } from '../../src/relay/database.ts';
import { documentDelivery } from '../../src/relay/delivery.ts';
import type { DocumentWriter } from '../../src/relay/document-writer.ts';
import type { Examinations } from '../../src/relay/examinations.ts';
import { sqliteJournal, type Journal } from '../../src/relay/journal.ts';
import { recordSets } from '../../src/relay/record-sets.ts';
import { newSeed, signerOf } from '../../src/relay/key-pair.ts';
import { openRelayKeys } from '../../src/relay/keys.ts';
import { relayMetrics } from '../../src/relay/metrics.ts';
import { emptyFolder, relayConfig } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const clock = () => parseMicros(Date.now() * 1000);

/** A relay's parts over a journal whose disk, and documents whose writer, can be made to fail. */
async function relayParts() {
  const config = relayConfig(await emptyFolder());
  const database = openDatabase(config.data);
  onTestFinished(() => database.close());
  const faults = { disk: false, writer: false, documents: true };
  const written: number[] = [];
  const stored = sqliteJournal(database);
  const journal: Journal = {
    ...stored,
    append(entries, named) {
      if (faults.disk) throw new GenError('Storage', 'disk-full');
      stored.append(entries, named);
    },
    probe: () => !faults.disk && stored.probe(),
  };
  const writer: DocumentWriter = {
    async add(_path, members) {
      if (faults.writer) throw new Error('the document is not ready');
      written.push(members.length);
    },
  };
  const keys = await openRelayKeys(config.data, false, clock);
  const delivery = documentDelivery(journal, writer, () => undefined);
  onTestFinished(() => delivery.close());
  const blobs = blobStore(config.data, sqliteBlobIndex(database), config.limits, Date.now);
  const examinations: Examinations = {
    arrived: () => undefined,
    of: (sha256) => Promise.reject(new GenError('InvalidState', 'blob-missing', { sha256 })),
    close: () => undefined,
  };
  const accepting = acceptor({
    keys,
    journal,
    sets: recordSets(journal),
    delivery,
    clock,
    epoch: config.epoch,
    claims: 'open',
    maxReview: config.limits.maxReview,
    maxModules: config.limits.modules,
    blobSize: (sha256) => blobs.size(sha256),
    examinations,
    charge: () => undefined,
    onRefusal: () => undefined,
  });
  const facts = {
    namespace: '',
    relay: keys.notary.signer.did,
    name: '',
    policy: 'open',
    maxBlob: 1,
  } as const;
  const app = await createApp({
    config,
    facts,
    acceptor: accepting,
    journal,
    blobs,
    examinations,
    heads: undefined,
    snapshots: undefined,
    tally: {
      aggregates: { newest: () => Promise.reject(new Error('none')) },
      downloads: { sent: () => undefined },
    },
    own: { ended: () => undefined },
    readers: undefined,
    metrics: relayMetrics(),
    refusals: { report: () => undefined },
    log: pino({ level: 'silent' }),
    clock: Date.now,
    healthy: () => faults.documents,
  });
  const claimer = signerOf(newSeed());
  const claim = await signRecord(
    {
      namespace: pairedCommunalNamespace(keys.namespace),
      subspace: claimer.publicKey,
      path: ['claims', ...modulePath(CODEC)],
      timestamp: clock(),
      credential: new Uint8Array(),
      payload: writeBody('claim', {}),
    },
    (message) => claimer.sign(message),
  );
  const post = () =>
    app.inject({
      method: 'POST',
      url: '/records',
      headers: { 'content-type': 'application/cbor' },
      payload: Buffer.from(encode([claim.bytes])),
    });
  const ready = async () => (await app.inject('/readyz')).statusCode;
  return { faults, journal, delivery, written, post, ready };
}

test('a full disk refuses the whole POST, keeps nothing of it, and the relay goes on', async () => {
  const { faults, journal, post, ready } = await relayParts();
  faults.disk = true;

  const refused = await post();

  expect(refused.statusCode).toBe(507);
  expect(refused.json()).toMatchObject({ code: 'Storage', reason: 'disk-full' });
  expect(journal.members(moduleDocument(CODEC))).toEqual([]);
  expect(await ready()).toBe(503);
  faults.disk = false;
  expect(await ready()).toBe(200);
  expect((await post()).statusCode).toBe(200);
});

test('while documents cannot be saved nothing new is taken', async () => {
  const { faults, journal, post, ready } = await relayParts();
  faults.documents = false;

  expect((await post()).json()).toMatchObject({ status: 503, code: 'Storage', reason: 'read-only' });
  expect(await ready()).toBe(503);
  expect(journal.documents()).toEqual([]);
});

test('a document that fails to take what was accepted loses nothing and hinders nobody', async () => {
  const { faults, journal, delivery, written, post } = await relayParts();
  faults.writer = true;

  expect((await post()).statusCode).toBe(200);
  await delivery.idle();

  expect(written).toEqual([]);
  expect(journal.members(moduleDocument(CODEC)).length).toBeGreaterThan(0);
});
