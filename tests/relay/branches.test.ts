import * as Automerge from '@automerge/automerge/slim';
import type { DocumentId } from '@automerge/automerge-repo/slim';
import { expect, onTestFinished, test } from 'vitest';
import { parseModuleId } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import { decodeMember, type Member } from '../../src/core/record/member.ts';
import { openDatabase } from '../../src/relay/database.ts';
import { sqliteChunks } from '../../src/relay/chunk-store.ts';
import { relayStorage } from '../../src/relay/storage-adapter.ts';
import { MAX_HEADS } from '../../src/replica/few-heads.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { bentChange } from '../support/bent-change.ts';
import { liveDevice } from '../support/live-device.ts';
import { person } from '../support/person.ts';
import { rawPeer, syncMessage, type RawPeer } from '../support/raw-peer.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { publisher, releasedModule } from './world.ts';

const codec = parseModuleId('io.example.codec');
const RATINGS = 'ratings/io.example.codec' as DocumentPath;
/** A start and a sync on a machine that does much else. */
const PATIENT = { timeout: 10_000 };

type Doc = Automerge.Doc<RecordsDocument>;

async function rated({ relay }: TestRelay, stars: 1 | 5): Promise<void> {
  const rater = publisher(relay);
  await rater.client.post([(await rater.rates(codec, { stars })).bytes]);
}

async function ratedWorld(ratings: number, data?: string): Promise<TestRelay> {
  const world = await startTestRelay(data === undefined ? {} : { data });
  await releasedModule(publisher(world.relay), codec);
  for (let n = 0; n < ratings; n += 1) await rated(world, 1);
  return world;
}

function ratingsOf({ relay: { journal } }: TestRelay) {
  return journal
    .members(RATINGS)
    .map(decodeMember)
    .filter((member) => member.member === 'record' && member.path[0] === 'ratings');
}

/** A change of an actor of its own, as if nobody knew of anything else. */
function branchOf(members: readonly Member[]): Doc {
  return Automerge.change(Automerge.load<RecordsDocument>(GENESIS), { time: 0 }, (draft) => {
    for (const { id, bytes } of members) draft.records[id] = bytes;
  });
}

function side(branches: readonly Doc[]): Doc {
  const changes = branches.flatMap((doc) => Automerge.getAllChanges(doc).slice(1));
  return Automerge.applyChanges(Automerge.load<RecordsDocument>(GENESIS), changes)[0];
}

/** Ratings that the journal has, each in a branch. */
function branches(world: TestRelay, most: number): Doc {
  return side(
    ratingsOf(world)
      .slice(0, most)
      .map((member) => branchOf([member])),
  );
}

/** Why the socket was closed. */
function refusalOf({ socket }: RawPeer): Promise<string> {
  return new Promise((resolve) => {
    socket.once('close', (_code, reason) => resolve(reason.toString()));
  });
}

/** Both who was there and who is new have all, and refused nothing. */
async function reachesEverybody(world: TestRelay, device?: Awaited<ReturnType<typeof liveDevice>>) {
  const fresh = await liveDevice(await person(world.relay.address), world.relay.address);
  onTestFinished(() => fresh.close());
  for (const each of device === undefined ? [fresh] : [device, fresh]) {
    const held = await each.replica.open(RATINGS);
    await expect.poll(() => held.members.size, PATIENT).toBe(world.relay.journal.count(RATINGS));
    expect(each.refusals).toEqual([]);
  }
}

test('what a peer brings back in very many branches is refused, and what is posted goes on to reach everybody', async () => {
  const world = await ratedWorld(MAX_HEADS + 4);
  onTestFinished(() => world.close());
  const mallory = await person(world.relay.address);
  const witness = await liveDevice(mallory, world.relay.address);
  onTestFinished(() => witness.close());
  const held = await witness.replica.open(RATINGS);
  await expect.poll(() => held.members.size, PATIENT).toBe(world.relay.journal.count(RATINGS));

  const peer = await rawPeer(world.relay.address, mallory.signer, 'other');
  const refusal = refusalOf(peer);
  peer.sync(documentIdOf(witness.replica.addressOf(RATINGS)), syncMessage(branches(world, MAX_HEADS + 4)));
  expect(await refusal).toContain('heads');
  expect(held.heads()).toHaveLength(1);
  await rated(world, 5);
  await reachesEverybody(world, witness);
});

test('a few branches come back, and what is written next joins them', async () => {
  const world = await ratedWorld(4);
  onTestFinished(() => world.close());
  const mallory = await person(world.relay.address);
  const witness = await liveDevice(mallory, world.relay.address);
  onTestFinished(() => witness.close());
  const held = await witness.replica.open(RATINGS);
  await expect.poll(() => held.members.size, PATIENT).toBe(world.relay.journal.count(RATINGS));

  const peer = await rawPeer(world.relay.address, mallory.signer, 'other');
  onTestFinished(() => peer.socket.close());
  peer.sync(documentIdOf(witness.replica.addressOf(RATINGS)), syncMessage(branches(world, 3)));
  await expect.poll(() => held.heads().length, PATIENT).toBe(4);
  await rated(world, 5);
  await expect.poll(() => held.heads().length, PATIENT).toBe(1);
  await reachesEverybody(world, witness);
});

test('a change that comes after all that a relay has, and only repeats it, is refused', async () => {
  const world = await ratedWorld(2);
  onTestFinished(() => world.close());
  const mallory = await person(world.relay.address);
  const witness = await liveDevice(mallory, world.relay.address);
  onTestFinished(() => witness.close());
  const held = await witness.replica.open(RATINGS);
  await expect.poll(() => held.members.size, PATIENT).toBe(world.relay.journal.count(RATINGS));

  const doc = held.handle.doc();
  const last = Math.max(...Automerge.getChangesMetaSince(doc, []).map(({ maxOp }) => maxOp));
  const [bytes = new Uint8Array()] = Automerge.getAllChanges(branches(world, 1)).slice(1);
  const deps = Automerge.getHeads(doc);
  const repeats = bentChange(bytes, { deps, startOp: last + 1 });
  const { hash } = Automerge.decodeChange(repeats);
  const message = { heads: [hash], need: [], have: [], changes: [...Automerge.getAllChanges(doc), repeats] };

  const peer = await rawPeer(world.relay.address, mallory.signer, 'other');
  const refusal = refusalOf(peer);
  peer.sync(documentIdOf(witness.replica.addressOf(RATINGS)), Automerge.encodeSyncMessage(message));
  expect(await refusal).toContain('held-already');
});

/** A relay that was stopped, with this as its document of ratings. */
async function stoppedWith(before: TestRelay, doc: Doc): Promise<DocumentId> {
  const witness = await liveDevice(await person(before.relay.address), before.relay.address);
  const id = documentIdOf(witness.replica.addressOf(RATINGS));
  const held = await witness.replica.open(RATINGS);
  await expect.poll(() => held.members.size, PATIENT).toBe(before.relay.journal.count(RATINGS));
  await witness.close();
  await before.relay.stop();
  const database = openDatabase(before.folder);
  const storage = relayStorage(sqliteChunks(database), (fault) => {
    throw fault;
  });
  await storage.removeRange([id]);
  await storage.save([id, 'snapshot', 'given'], Automerge.save(doc));
  database.close();
  return id;
}

test('however often a relay starts, what comes back does not make a document many times its size', async () => {
  const before = await ratedWorld(3);
  const [members, count] = [ratingsOf(before), before.relay.journal.count(RATINGS)];
  const copies = Math.ceil((count * 8) / members.length);
  const id = await stoppedWith(before, side(Array.from({ length: copies }, () => branchOf(members))));

  const after = await startTestRelay({ data: before.folder });
  onTestFinished(() => after.close());
  const { signer } = await person(after.relay.address);
  const peer = await rawPeer(after.relay.address, signer, 'other');
  const refusal = refusalOf(peer);
  peer.sync(id, syncMessage(branchOf(members)));
  expect(await refusal).toContain('copies');
  await reachesEverybody(after);
});

test('a document that was given too many branches before is made anew of the journal', async () => {
  const before = await ratedWorld(MAX_HEADS + 4);
  await stoppedWith(before, Automerge.emptyChange(branches(before, MAX_HEADS + 4)));
  const after = await startTestRelay({ data: before.folder });
  onTestFinished(() => after.close());
  await rated(after, 5);
  await reachesEverybody(after);
});
