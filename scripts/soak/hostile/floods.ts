import { setTimeout as sleep } from 'node:timers/promises';
import * as Automerge from '@automerge/automerge/slim';
import {
  AUTHORITY,
  catalogDocument,
  FIRST_EPOCH,
  moduleDocument,
  modulePath,
} from '../../../src/core/record/document.ts';
import { parseModuleId, type ModuleId } from '../../../src/core/ids.ts';
import { fromBase64Url } from '../../../src/core/bytes.ts';
import { decodeMember } from '../../../src/core/record/member.ts';
import { GENESIS } from '../../../src/replica/genesis.ts';
import { syncMessage } from '../../../tests/support/raw-peer.ts';
import type { Attack, Target } from './attack.ts';
import { freshSigner, inParallel } from './crowd.ts';
import { nextMessage, openSocket, provedSocket } from './hostile-socket.ts';
import { mallory, type Mallory } from './mallory.ts';
import { signedByMallory } from './forged-records.ts';

const MAX_FRAME = 4 * 1024 * 1024;
const STRANGERS_PER_ADDRESS = 20;

/** Nobody attacks: what the machine does by itself, to compare with. */
export const nothing: Attack = async (_target, times) => {
  await sleep(times);
  return { runs: 0, broken: 0 };
};

/** Opened, and nothing more; or a proof that comes byte by byte. */
async function unproved({ address }: Target, place: number, trickles: boolean): Promise<() => void> {
  const socket = openSocket(address, Math.floor(place / STRANGERS_PER_ADDRESS));
  await nextMessage(socket);
  const timer = setInterval(() => {
    // The beginning of a frame of 300 bytes that never ends.
    if (trickles && socket.readyState === socket.OPEN) socket.send(new Uint8Array(1), { fin: false });
  }, 500);
  return () => {
    clearInterval(timer);
    socket.terminate();
  };
}

interface Megaphone {
  readonly attacker: Mallory;
  /** A module of Mallory's own. */
  readonly loud: ModuleId;
}

/** Proved; then either a frame of 4 MiB that stays half of one, or documents that are asked for and never read. */
async function proved(
  target: Target,
  { attacker, loud }: Megaphone,
  place: number,
  trickles: boolean,
): Promise<() => void> {
  const stranger = Math.floor(place / STRANGERS_PER_ADDRESS);
  const peer = await provedSocket(target.address, await freshSigner(), { stranger });
  if (peer === undefined) return () => undefined;
  const { socket, send } = peer;
  if (trickles) {
    if (socket.readyState === socket.OPEN) socket.send(new Uint8Array(MAX_FRAME / 2), { fin: false });
  } else {
    const data = syncMessage(Automerge.load(GENESIS));
    for (const path of [AUTHORITY, moduleDocument(loud), catalogDocument(attacker.module, FIRST_EPOCH)]) {
      send({ type: 'request', senderId: peer.peer, documentId: attacker.idOf(path), data });
    }
    socket.pause();
  }
  return () => socket.terminate();
}

/** Something that those who do not read have to be sent: the largest records there may be. */
async function shouts({ attacker, loud }: Megaphone, until: AbortSignal): Promise<void> {
  const { relay } = attacker.device;
  const answer = await relay.document(moduleDocument(loud));
  const capability = (answer === 'unchanged' ? [] : answer.members)
    .map(decodeMember)
    .find((member) => member.member === 'capability' && member.capability.delegations.length === 2);
  if (capability === undefined) throw new Error('no capability');
  for (let number = 0; !until.aborted; number += 1) {
    const records = await Promise.all(
      Array.from({ length: 8 }, (_, part) =>
        signedByMallory(attacker, {
          path: ['modules', ...modulePath(loud), 'noise', `${number}-${part}`],
          payload: crypto.getRandomValues(new Uint8Array(15_000)),
          credential: fromBase64Url(capability.id),
        }),
      ),
    );
    await relay.post(records.map(({ bytes }) => bytes)).catch(() => undefined);
    await sleep(100);
  }
}

/** Four kinds of sockets that only take up room, from many addresses, for half a minute. */
export const slowSockets: Attack = async (target, times) => {
  const attacker = await mallory(target);
  const loud = parseModuleId(`io.mallory.megaphone-${Date.now()}`);
  await attacker.publishes({ id: loud, version: '1.0.0' });
  const megaphone = { attacker, loud };
  const over = new AbortController();
  const opened: (() => void)[] = [];
  const shouting = shouts(megaphone, over.signal);
  await inParallel(times, 16, async (place) => {
    const kind = place % 4;
    const open =
      kind < 2 ? unproved(target, place, kind === 1) : proved(target, megaphone, place, kind === 2);
    opened.push(await open);
  });
  await sleep(Math.min(30_000, times * 30));
  over.abort();
  await shouting;
  for (const close of opened) close();
  return { runs: times, broken: 0 };
};

/** Documents that nobody made, each asked for once; the relay closes whoever asks for too many. */
export const unknownDocuments: Attack = async (target, times) => {
  const attacker = await mallory(target);
  const data = syncMessage(Automerge.load(GENESIS));
  let [asked, sockets] = [0, 0];
  const ask = async (): Promise<void> => {
    while (asked < times) {
      const peer = await provedSocket(target.address, await freshSigner());
      if (peer === undefined) continue;
      sockets += 1;
      const fate = peer.fate(2000);
      for (let mine = 0; mine < 300 && asked < times; mine += 1, asked += 1) {
        const documentId = attacker.idOf(moduleDocument(parseModuleId(`io.mallory.none-${asked}`)));
        peer.send({ type: mine % 2 === 0 ? 'request' : 'sync', senderId: peer.peer, documentId, data });
      }
      await fate;
      peer.socket.terminate();
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  return { runs: asked, broken: 0, notes: `${sockets} sockets` };
};

/** One byte above the largest frame. */
export const largeFrames: Attack = async (target, times) => {
  const frame = new Uint8Array(MAX_FRAME + 1);
  let broken = 0;
  await inParallel(times, 4, async () => {
    const peer = await provedSocket(target.address, await freshSigner());
    peer?.socket.send(frame);
    if ((await peer?.fate()) !== 1009) broken += 1;
    peer?.socket.terminate();
  });
  return { runs: times, broken };
};
