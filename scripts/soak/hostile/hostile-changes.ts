import * as Automerge from '@automerge/automerge/slim';
import { ascii } from '../../../src/core/bytes.ts';
import { moduleDocument, ratingsDocument, type DocumentPath } from '../../../src/core/record/document.ts';
import { GENESIS, type RecordsDocument } from '../../../src/replica/genesis.ts';
import { bentChange, type Bend } from '../../../tests/support/bent-change.ts';
import { syncMessage } from '../../../tests/support/raw-peer.ts';
import { MARK, type Attack } from './attack.ts';
import { freshSigner, numbers } from './crowd.ts';
import { forgedName, ratingForVictim } from './forged-records.ts';
import { provedSocket } from './hostile-socket.ts';
import { mallory, type Mallory } from './mallory.ts';

type Doc = Automerge.Doc<RecordsDocument>;
type Loose = Record<string, unknown>;

/** Makes the sync message of one run. */
type Crime = (held: Doc, attacker: Mallory, number: number) => Uint8Array | Promise<Uint8Array>;

const changed = (doc: Doc, change: (draft: RecordsDocument) => void): Doc =>
  Automerge.change(Automerge.clone(doc), change);

/** A document with what the relay has: a change on top of it alters what everybody holds. */
function heldBy(attacker: Mallory): Doc {
  return changed(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
    for (const { id, bytes } of attacker.genuine) draft.records[id] = bytes;
  });
}

function someId(doc: Doc, number: number): string {
  const ids = Object.keys(doc.records);
  return ids[number % ids.length] ?? '';
}

const deletes: Crime = (held, _attacker, number) =>
  syncMessage(
    changed(held, (draft) => {
      delete draft.records[someId(held, number)];
    }),
  );

const overwrites: Crime = async (held, attacker, number) => {
  const { bytes } = await forgedName(attacker, number);
  return syncMessage(
    changed(held, (draft) => {
      draft.records[someId(held, number)] = bytes;
    }),
  );
};

const writesAndUndoes: Crime = async (held, attacker, number) => {
  const { id, bytes } = await forgedName(attacker, number);
  const written = changed(held, (draft) => {
    draft.records[id] = bytes;
  });
  return syncMessage(
    changed(written, (draft) => {
      delete draft.records[id];
    }),
  );
};

const writesOutside: Crime = (held, _attacker, number) =>
  syncMessage(
    changed(held, (draft) => {
      const loose = draft as unknown as Loose;
      if (number % 3 === 0) loose['other'] = ascii(MARK);
      else if (number % 3 === 1) loose['records'] = { [MARK]: ascii(MARK) };
      else (draft.records as unknown as Loose)['map'] = { [MARK]: 1 };
    }),
  );

const forges: Crime = async (held, attacker, number) => {
  const { id, bytes } = await forgedName(attacker, number);
  return syncMessage(
    changed(held, (draft) => {
      draft.records[id] = bytes;
    }),
  );
};

const ratesForAnother: Crime = async (_held, attacker, number) => {
  const { id, bytes } = await ratingForVictim(attacker, number);
  return syncMessage(
    changed(Automerge.load<RecordsDocument>(GENESIS), (draft) => {
      draft.records[id] = bytes;
    }),
  );
};

const BENDS: readonly Bend[] = [
  { startOp: 2 ** 31 },
  { startOp: 1 },
  { startOp: 9 },
  { actor: ascii(MARK.padEnd(16, '.').slice(0, 16)) },
];

/** Brings back what the relay has, in a change whose head spoils the document for everybody. */
const bendsHead: Crime = (_held, attacker, number) => {
  const genesis = Automerge.load<RecordsDocument>(GENESIS);
  const genuine = attacker.genuine[number % attacker.genuine.length];
  const made = changed(genesis, (draft) => {
    if (genuine !== undefined) draft.records[genuine.id] = genuine.bytes;
  });
  const changes = Automerge.getChanges(genesis, made);
  const bend = BENDS[number % BENDS.length] ?? {};
  return Automerge.encodeSyncMessage({
    heads: Automerge.getHeads(made),
    need: [],
    have: [],
    changes: changes.map((change) => bentChange(change, bend)),
  });
};

/** Each run on a socket of its own, which the relay must close. */
function crime(make: Crime, pathOf: (attacker: Mallory) => DocumentPath): Attack {
  return async (target, times) => {
    const attacker = await mallory(target);
    const held = heldBy(attacker);
    const documentId = attacker.idOf(pathOf(attacker));
    let broken = 0;
    for (let number = 0; number < times; number += 1) {
      const data = await make(held, attacker, number);
      const peer = await provedSocket(target.address, await freshSigner());
      peer?.send({ type: 'sync', senderId: peer.peer, documentId, data });
      if ((await peer?.fate()) === 'open') broken += 1;
      peer?.socket.terminate();
    }
    return { runs: times, broken };
  };
}

const ofModule = ({ module }: Mallory): DocumentPath => moduleDocument(module);
export const deletion = crime(deletes, ofModule);
export const overwriting = crime(overwrites, ofModule);
export const writingAndUndoing = crime(writesAndUndoes, ofModule);
export const writingOutside = crime(writesOutside, ofModule);
export const bendingHeads = crime(bendsHead, ofModule);
export const forgingBySync = crime(forges, ofModule);
export const ratingForAnotherBySync = crime(ratesForAnother, ({ module }) => ratingsDocument(module));

/** A change whose parent never comes is held, and goes with its socket: nothing of it may be stored. */
export const orphans: Attack = async (target, times) => {
  const attacker = await mallory(target);
  const documentId = attacker.idOf(moduleDocument(attacker.module));
  const parent = changed(heldBy(attacker), (draft) => {
    (draft as unknown as Loose)['parent'] = 1;
  });
  for (let number = 0; number < times; number += 1) {
    const { id, bytes } = await forgedName(attacker, number);
    const child = changed(parent, (draft) => {
      draft.records[id] = bytes;
    });
    const data = Automerge.encodeSyncMessage({
      heads: Automerge.getHeads(child),
      need: [],
      have: [],
      changes: Automerge.getChanges(parent, child),
    });
    const peer = await provedSocket(target.address, await freshSigner());
    const asked = peer === undefined ? undefined : new Promise((done) => peer.socket.once('message', done));
    peer?.send({ type: 'sync', senderId: peer.peer, documentId, data });
    // The relay asks for the parent; nothing of what it holds is anybody else's business.
    await Promise.race([asked, peer?.fate(1000)]);
    peer?.socket.terminate();
  }
  return { runs: times, broken: 0 };
};

/** Honest frames with bits flipped: each is refused, or is still an honest frame. What is stored is looked at later. */
export const flippedFrames: Attack = async (target, times) => {
  const attacker = await mallory(target);
  const random = numbers(1);
  const documentId = attacker.idOf(moduleDocument(attacker.module));
  const message = syncMessage(heldBy(attacker));
  let closed = 0;
  for (let number = 0; number < times; number += 1) {
    const data = Uint8Array.from(message);
    for (let bits = 1 + random(3); bits > 0; bits -= 1) {
      const at = random(data.length);
      data[at] = (data[at] ?? 0) ^ (1 << random(8));
    }
    const peer = await provedSocket(target.address, await freshSigner());
    peer?.send({ type: 'sync', senderId: peer.peer, documentId, data });
    if ((await peer?.fate(200)) !== 'open') closed += 1;
    peer?.socket.terminate();
  }
  return { runs: times, broken: 0, notes: `${closed} of ${times} sockets closed` };
};
