import { cbor } from '@automerge/automerge-repo/slim';
import { encodeFrame, NONCE_BYTES, parseChallenge, peerIdOf, prove } from '../../../src/replica/handshake.ts';
import type { Attack } from './attack.ts';
import { freshSigner } from './crowd.ts';
import { fateOf, nextMessage, openSocket, provedSocket } from './hostile-socket.ts';
import { mallory, type Mallory } from './mallory.ts';

/** Joins under the victim's id after it proved its own. */
async function joins({ victim }: Mallory, address: string): Promise<number | 'open'> {
  const peer = await provedSocket(address, await freshSigner());
  peer?.socket.send(cbor.encode({ type: 'join', senderId: `${victim}/phone`, peerMetadata: {} }));
  const fate = (await peer?.fate()) ?? 0;
  peer?.socket.terminate();
  return fate;
}

/** Proves the victim's id with its own key. */
async function proves({ victim, signer }: Mallory, address: string): Promise<number | 'open'> {
  const socket = openSocket(address);
  const challenge = await nextMessage(socket);
  if (challenge === undefined) return 0;
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const peer = peerIdOf(victim, 'phone');
  const proof = await prove(parseChallenge(challenge), peer, nonce, (message) => signer.sign(message));
  socket.send(encodeFrame(proof));
  const fate = await fateOf(socket);
  socket.terminate();
  return fate;
}

/** Another one's peer id, in the proof and after it. */
export const anothersPeerId: Attack = async (target, times) => {
  const attacker = await mallory(target);
  let broken = 0;
  for (let number = 0; number < times; number += 1) {
    const attempt = number % 2 === 0 ? joins : proves;
    if ((await attempt(attacker, target.address)) === 'open') broken += 1;
  }
  return { runs: times, broken };
};
