import type { Area } from '../core/access/area.ts';
import { areaOf, type Capability } from '../core/access/capability.ts';
import { encodeCapability } from '../core/access/capability-encoding.ts';
import { delegate } from '../core/access/delegation.ts';
import { GenError } from '../core/errors.ts';
import { parseDid, publicKeyOf, type Did, type Micros, type ModuleId } from '../core/ids.ts';
import { modulePath } from '../core/record/document.ts';
import { capabilityMember, type CapabilityMember } from '../core/record/member.ts';
import type { PermitJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { newJobId } from './jobs.ts';
import { knownName } from './known-records.ts';
import { permissionAt, type Known } from './permission.ts';
import { putPermit } from './permit.ts';
import { actingSigner } from './write-permission.ts';

export interface Letting {
  readonly id: ModuleId;
  /** A `did:key`. */
  readonly to: string;
  /** Not from then on; absent: as long as the giver's own. */
  readonly until?: Micros | undefined;
}

export interface Let {
  readonly job: PermitJob;
  /** What the receiver is to have. */
  readonly capability: CapabilityMember;
}

/** All of the module that the giver has, in the owner's subspace. @throws GenError InvalidInput `until`. */
function areaFor(id: ModuleId, giver: Capability, until: Micros | undefined, now: Micros): Area {
  const { subspace, path, times } = areaOf(giver);
  const end = until ?? times.end;
  const isWithin = times.end === undefined || (end !== undefined && end <= times.end);
  if (end !== undefined && (end <= now || !isWithin)) {
    throw new GenError('InvalidInput', 'until', {
      field: 'until',
      ...(times.end === undefined ? {} : { latest: times.end }),
    });
  }
  const whole = ['modules', ...modulePath(id)];
  // Who has less than the module hands on what it has.
  return { subspace, path: path.length > whole.length ? path : whole, times: { start: times.start, end } };
}

/**
 * What was withdrawn stays withdrawn: the same bytes signed again would be the same capability. A start a microsecond
 * later makes another one, and takes nothing away.
 */
async function freshCapability(
  { standing }: Known,
  area: Area,
  sign: (area: Area) => Promise<Capability>,
): Promise<CapabilityMember> {
  for (let start = area.times.start; ; start = (start + 1) as Micros) {
    const made = await sign({ ...area, times: { ...area.times, start } });
    if (standing.ended(made)?.kind !== 'revoked') return capabilityMember(made);
  }
}

/** @throws GenError InvalidInput `did` | `own-did` for who can be let in already. */
function receiverFor(to: string, self: Did, owner: Did): Did {
  const did = parseDid(to.trim());
  if (did === self || did === owner) throw new GenError('InvalidInput', 'own-did', { field: 'did' });
  return did;
}

/**
 * Hands the permission for a module on, and tells the registry by a record of its own. What is handed on works from
 * the moment its receiver has it: the record is for everybody else to see.
 *
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidInput `did` | `own-did` | `until`; NotFound `module`; AlreadyExists `name-taken`;
 * PermissionDenied `revoked` | `expired` | `outside-area` | `chain-length`; Network where the module is unknown; Storage.
 */
export async function letPublish(device: Device, letting: Letting, jobId = newJobId()): Promise<Let> {
  const { id, until } = letting;
  const signer = await actingSigner(device);
  const known = await knownName(device, id);
  const { did } = await device.identity.facts();
  const to = receiverFor(letting.to, did, known.grant.to);
  const permission = permissionAt(known, id, signer.did, ['publishers', to]);
  const area = areaFor(id, permission.capability, until, known.now);
  const receiver = publicKeyOf(to);
  const sign = (message: Uint8Array) => signer.sign(Uint8Array.from(message));
  const capability = await freshCapability(known, area, (narrowed) =>
    delegate(permission.capability, { area: narrowed, receiver, sign }),
  );
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'permit') return { job: asked, capability };
  const body = { capability: encodeCapability(capability.capability) };
  const job = await putPermit(device, known, { permission, signer }, { id, to, body }, jobId);
  return { job, capability };
}
