import { setTimeout } from 'node:timers/promises';
import { delegate } from '../../../src/core/access/delegation.ts';
import { fromBase64Url } from '../../../src/core/bytes.ts';
import {
  parseMicros,
  parseModuleId,
  sha256Bytes,
  type Micros,
  type ModuleId,
} from '../../../src/core/ids.ts';
import { modulePath } from '../../../src/core/record/document.ts';
import { readBody } from '../../../src/core/record/kinds.ts';
import { capabilityMember, type CapabilityMember } from '../../../src/core/record/member.ts';
import { signRecord } from '../../../src/core/record/record.ts';
import { knownModule, knownName } from '../../../src/app/known-records.ts';
import { letPublish } from '../../../src/app/let-publish.ts';
import { withdrawPublisher } from '../../../src/app/withdraw-publisher.ts';
import { encodeCanonical } from '../../../src/core/record/canonical-cbor.ts';
import { person, type Person } from '../../../tests/support/person.ts';
import type { Attack } from './attack.ts';

/** A module of an accomplice's, who once had every right to it, and what it was let publish by. */
interface Stage {
  readonly owner: Person;
  readonly accomplice: Person;
  readonly id: ModuleId;
  readonly capability: CapabilityMember;
  readonly publishedAt: Micros;
}

async function stage(address: string, id: ModuleId): Promise<Stage> {
  const owner = await person(address);
  const accomplice = await person(address);
  const job = await owner.publishes({ id, version: '1.0.0' });
  if (job.state !== 'receipted') throw new Error(`not published: ${job.state}`);
  const { capability } = await letPublish(owner.device, { id, to: accomplice.signer.did });
  await owner.drains();
  const publishedAt = (await knownModule(owner.device, id))?.releases[0]?.publishedAt ?? parseMicros(0);
  return { owner, accomplice, id, capability, publishedAt };
}

/** A release of the same binary under some version, signed by the accomplice; posted. @returns whether it was taken. */
async function isTaken(
  { owner, accomplice, id, publishedAt }: Stage,
  capability: CapabilityMember,
  version: string,
  backdatedBy = 0,
): Promise<boolean> {
  const { set } = await knownName(owner.device, id);
  const genuine = set.records.find(({ path }) => path.at(-2) === 'versions' && path.at(-1) === '1.0.0');
  if (genuine === undefined) throw new Error('no release');
  const record = await signRecord(
    {
      namespace: owner.device.namespace,
      subspace: owner.signer.publicKey,
      path: ['modules', ...modulePath(id), 'versions', version],
      timestamp: parseMicros(publishedAt + 1 - backdatedBy),
      credential: fromBase64Url(capability.id),
      payload: changed(genuine.payload),
    },
    accomplice.signer.sign,
  );
  const { results } = await accomplice.device.relay.post([capability.bytes, record.bytes]);
  return results.some(({ state }) => state === 'receipted');
}

/** The same release, honest about its binary, with a conflict more: another content. */
function changed(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = readBody('release', payload);
  if (body === undefined) throw new Error('no release');
  return encodeCanonical({
    sha256: sha256Bytes(body.sha256),
    size: body.size,
    dependencies: [],
    conflicts: [{ id: 'io.example.other', range: '^1.0.0' }],
    imports: [...body.imports],
    exports: [],
    exportCount: body.exportCount,
  });
}

type Trick = (stage: Stage) => Promise<boolean>;

/** Somebody else's content under a version that is there. */
const secondRelease: Trick = (there) => isTaken(there, there.capability, '1.0.0+again');

/** A key that was cut off, dating its release back to when it was not. */
const revokedKey: Trick = async (there) => {
  const { owner, id, capability } = there;
  await withdrawPublisher(owner.device, { id, delegation: capability.id, reason: 'Left us.' });
  await owner.drains();
  return (await isTaken(there, capability, '2.0.0')) || isTaken(there, capability, '2.0.1', 1_000_000);
};

/** A capability that ended before the post, in a release that says it was made in time. */
const expiredCapability: Trick = async (there) => {
  const { owner, accomplice, id, publishedAt } = there;
  const { grant } = await knownName(owner.device, id);
  const area = {
    subspace: owner.signer.publicKey,
    path: ['modules', ...modulePath(id)],
    times: { start: parseMicros(0), end: (publishedAt + 2) as Micros },
  };
  const ended = await delegate(grant.capability, {
    area,
    receiver: accomplice.signer.publicKey,
    sign: (message) => owner.signer.sign(Uint8Array.from(message)),
  });
  return isTaken(there, capabilityMember(ended), '3.0.0');
};

/** Milliseconds between two: each takes some thirty requests, and a relay answers 3,000 a minute. */
const PAUSE = 300;

async function play(trick: Trick, address: string, times: number) {
  let broken = 0;
  for (let number = 0; number < times; number += 1) {
    await setTimeout(PAUSE);
    const there = await stage(address, parseModuleId(`io.mallory.m${crypto.randomUUID()}`));
    if (await trick(there)) broken += 1;
    const seen = (await knownModule(await strangerAt(address), there.id))?.releases ?? [];
    if (seen.length !== 1 || seen[0]?.version !== '1.0.0' || seen[0].contradiction) broken += 1;
  }
  return { runs: times, broken };
}

async function strangerAt(address: string) {
  return (await person(address)).device;
}

export const secondReleases: Attack = ({ address }, times) => play(secondRelease, address, times);
export const revokedKeys: Attack = ({ address }, times) => play(revokedKey, address, times);
export const expiredCapabilities: Attack = ({ address }, times) => play(expiredCapability, address, times);
