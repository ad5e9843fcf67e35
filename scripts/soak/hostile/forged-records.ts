import { pairedCommunalNamespace } from '../../../src/core/access/delegation.ts';
import { parseMicros, publicKeyOf } from '../../../src/core/ids.ts';
import { modulePath } from '../../../src/core/record/document.ts';
import { writeBody, writeMetadata } from '../../../src/core/record/kinds.ts';
import { signRecord, type GenRecord, type UnsignedRecord } from '../../../src/core/record/record.ts';
import { fromBase64Url } from '../../../src/core/bytes.ts';
import { MARK, type Attack } from './attack.ts';
import { mallory, type Mallory } from './mallory.ts';

/** Below what a relay takes in one POST. */
const MEMBERS = 400;
const BYTES = 900_000;

/** In the given order, as many at a time as one POST holds. */
function inPosts(members: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer>[][] {
  const posts: Uint8Array<ArrayBuffer>[][] = [];
  let [post, bytes]: [Uint8Array<ArrayBuffer>[], number] = [[], 0];
  for (const member of members) {
    if (post.length === MEMBERS || bytes + member.length > BYTES) {
      posts.push(post);
      [post, bytes] = [[], 0];
    }
    post.push(member);
    bytes += member.length;
  }
  return post.length === 0 ? posts : [...posts, post];
}

/** Posts members and counts how many were taken. */
async function takenOf({ device }: Mallory, members: readonly Uint8Array<ArrayBuffer>[]): Promise<number> {
  let taken = 0;
  for (const post of inPosts(members)) {
    const { results } = await device.relay.post(post);
    taken += results.filter(({ state }) => state === 'receipted').length;
  }
  return taken;
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** Every bit of `times` records of the victim's, flipped one at a time and posted. */
export const flippedRecords: Attack = async (target, times) => {
  const attacker = await mallory(target);
  const own = attacker.genuine.filter(
    (member) => member.member === 'record' && member.path.at(-1) !== 'grant',
  );
  let [runs, broken] = [0, 0];
  for (const { bytes } of own.slice(-times)) {
    const bits = Array.from({ length: bytes.length * 8 }, (_, bit) => flipped(bytes, bit));
    broken += await takenOf(attacker, bits);
    runs += bits.length;
  }
  return { runs, broken };
};

/** Signed by Mallory, whatever it says. */
export function signedByMallory(
  { device, signer }: Mallory,
  record: Pick<UnsignedRecord, 'path' | 'payload'> & Partial<UnsignedRecord>,
): Promise<GenRecord> {
  return signRecord(
    {
      namespace: device.namespace,
      subspace: signer.publicKey,
      timestamp: parseMicros(Date.now() * 1000),
      credential: new Uint8Array(),
      ...record,
    },
    signer.sign,
  );
}

/** Through the victim's own capability, which everybody can read, and under the victim's name or Mallory's. */
export async function forgedName(attacker: Mallory, number: number): Promise<GenRecord> {
  const { genuine, module, victim, signer } = attacker;
  const name = genuine.find((member) => member.member === 'record' && member.credential !== undefined);
  const credential = name?.member === 'record' && name.credential !== undefined ? name.credential : '';
  return signedByMallory(attacker, {
    path: ['modules', ...modulePath(module), 'metadata', 'name'],
    subspace: number % 2 === 0 ? publicKeyOf(victim) : signer.publicKey,
    credential: fromBase64Url(credential),
    payload: writeMetadata('name', `${MARK} ${number}`),
  });
}

export const forgedRecords: Attack = async (target, times) => {
  const attacker = await mallory(target);
  const forged = await Promise.all(
    Array.from({ length: times }, async (_, number) => (await forgedName(attacker, number)).bytes),
  );
  return { runs: times, broken: await takenOf(attacker, forged) };
};

export function ratingForVictim(attacker: Mallory, number: number): Promise<GenRecord> {
  return signedByMallory(attacker, {
    namespace: pairedCommunalNamespace(attacker.device.namespace),
    subspace: publicKeyOf(attacker.victim),
    path: ['ratings', ...modulePath(attacker.module)],
    payload: writeBody('rating', { stars: ((number % 5) + 1) as 1 }),
  });
}

/** A rating is its rater's: the key that it is filed under must have signed it. */
export const ratingsForAnother: Attack = async (target, times) => {
  const attacker = await mallory(target);
  const forged = await Promise.all(
    Array.from({ length: times }, async (_, number) => (await ratingForVictim(attacker, number)).bytes),
  );
  return { runs: times, broken: await takenOf(attacker, forged) };
};
