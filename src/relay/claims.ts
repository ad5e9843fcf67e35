import { FULL_AREA } from '../core/access/area.ts';
import { delegate } from '../core/access/delegation.ts';
import { fromBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, parseMicros, type Micros, type ModuleId } from '../core/ids.ts';
import { moduleDocument, modulePath } from '../core/record/document.ts';
import { writeBody } from '../core/record/kinds.ts';
import { capabilityMember, type Member } from '../core/record/member.ts';
import { signRecord, type GenRecord } from '../core/record/record.ts';
import { grantOf, type Grant } from '../core/view/grants.ts';
import { upTo, type RecordSet } from '../core/view/record-set.ts';
import { TAKEN, type Acceptance, type World } from './world.ts';

/**
 * One more than the newest seen for the module, so that the grant follows the claim on every clock. What is too far
 * ahead for any reader does not count: nobody's clock is set by a stranger's record.
 */
function timeAfter(set: RecordSet, claim: GenRecord, now: Micros): number {
  return upTo(set, now).records.reduce(
    (time, { timestamp }) => Math.max(time, timestamp + 1),
    Math.max(now, claim.timestamp + 1),
  );
}

/** The name's capability for its claimer, and the naming key's record of it. */
async function grantName(
  claim: GenRecord,
  id: ModuleId,
  world: World,
  set: RecordSet,
): Promise<readonly Member[]> {
  const { signer, capability: naming } = world.naming;
  const place = ['modules', ...modulePath(id)];
  const granted = await delegate(naming.capability, {
    area: { ...FULL_AREA, subspace: claim.subspace, path: place },
    receiver: claim.subspace,
    sign: (message) => signer.sign(Uint8Array.from(message)),
  });
  const capability = capabilityMember(granted);
  const record = await signRecord(
    {
      namespace: world.namespace,
      subspace: signer.publicKey,
      path: [...place, 'grant'],
      timestamp: parseMicros(timeAfter(set, claim, world.now)),
      credential: fromBase64Url(naming.id),
      payload: writeBody('grant', { capability: fromBase64Url(capability.id), to: didOf(claim.subspace) }),
    },
    (message) => signer.sign(message),
  );
  return [naming, capability, record];
}

function membersOf(set: RecordSet, grant: Grant): readonly Member[] {
  const record = set.records.find(({ id }) => id === grant.record);
  const naming = record?.credential === undefined ? undefined : set.capabilities.get(record.credential);
  const capabilities = [naming, grant.capability].filter((capability) => capability !== undefined);
  return [...capabilities.map(capabilityMember), ...(record === undefined ? [] : [record])];
}

/**
 * A free name goes to the first who claims it; who has it already is told so again.
 *
 * @throws GenError AlreadyExists `name-taken` | PermissionDenied `policy` while the relay grants nothing.
 */
export async function answerClaim(claim: GenRecord, id: ModuleId, world: World): Promise<Acceptance> {
  const set = world.set(moduleDocument(id));
  const held = grantOf(set, id, world.namespace)?.grant;
  if (held !== undefined) {
    if (held.to !== didOf(claim.subspace)) throw new GenError('AlreadyExists', 'name-taken', { id });
    return { ...TAKEN, recalled: membersOf(set, held) };
  }
  if (world.claims !== 'open') throw new GenError('PermissionDenied', 'policy', { policy: world.claims, id });
  return { ...TAKEN, made: await grantName(claim, id, world, set) };
}
