import { encodeCapability } from '../core/access/capability-encoding.ts';
import type { Capability } from '../core/access/capability.ts';
import { communalCapability, pairedCommunalNamespace } from '../core/access/delegation.ts';
import { GenError, toGenError } from '../core/errors.ts';
import { didOf, publicKeyOf, type Did, type ModuleId } from '../core/ids.ts';
import {
  decodePairingAnswer,
  encodePairingAnswer,
  pairingAnswerLink,
  type PairingAnswer,
} from '../core/record/pairing-answer.ts';
import { readPairingRequest, type PairingRequest } from '../core/record/pairing-request.ts';
import type { GenRecord } from '../core/record/record.ts';
import type { Paired } from '../ports/devices.ts';
import type { Signer } from '../ports/identity.ts';
import type { DeviceJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { handedToNobody, putDeviceJob } from './device-job.ts';
import { fillAnswer } from './fill-answer.ts';
import { handToDevice } from './hand-to-device.ts';
import { knownDevices, sayOfDevice } from './introduce-device.ts';
import { newJobId, putJob } from './jobs.ts';
import { buried, rowsOf } from './outbox.ts';
import { checkedCapabilities } from './pairing-capabilities.ts';
import { givenShares, moduleShares } from './pairing-shares.ts';
import { mailboxOf, openAnswer, sealAnswer } from './sealed-answer.ts';
import { statedShare } from './stated-share.ts';

/** The same device is not handed things twice at once. */
const LOCK = 'pair-device';

/** No network, a relay without mailboxes, or one that has enough: the link does it. */
function isUnreachable(thrown: unknown): boolean {
  return ['Network', 'Timeout', 'NotFound', 'QuotaExceeded'].includes(toGenError(thrown).code);
}

/** What this person answered before: given to the device that asks, by their own key. */
async function asOwn(
  device: Device,
  request: PairingRequest,
  { sealed, person }: { readonly sealed: Uint8Array<ArrayBuffer>; readonly person: Did },
): Promise<PairingAnswer | undefined> {
  try {
    const answer = decodePairingAnswer(await openAnswer(request, sealed));
    await checkedCapabilities(device, answer, didOf(request.device));
    return didOf(answer.person) === person ? answer : undefined;
  } catch (thrown) {
    if (thrown instanceof GenError) return undefined;
    throw thrown;
  }
}

/**
 * One's own answer in the mailbox, whose reply was lost or whose code was read again.
 *
 * @returns `undefined` where there is none, or no mailbox can be asked.
 * @throws GenError AlreadyExists `pairing` for the answer of a stranger, who saw the request too.
 */
async function answerThere(
  device: Device,
  request: PairingRequest,
  { mailbox, person }: { readonly mailbox: string; readonly person: Did },
): Promise<PairingAnswer | undefined> {
  const sealed = await device.relay.collectAnswer(mailbox).catch((thrown: unknown) => {
    if (isUnreachable(thrown)) return undefined;
    throw thrown;
  });
  if (sealed === undefined) return undefined;
  const own = await asOwn(device, request, { sealed, person });
  if (own === undefined) throw new GenError('AlreadyExists', 'pairing');
  return own;
}

/** @returns whether the relay has it for the device. @throws GenError as `answerThere`. */
async function leave(
  device: Device,
  request: PairingRequest,
  { mailbox, person, answer }: { mailbox: string; person: Did; answer: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  try {
    await device.relay.leaveAnswer(mailbox, await sealAnswer(request, answer));
    return true;
  } catch (thrown) {
    if (isUnreachable(thrown)) return false;
    if (toGenError(thrown).code !== 'AlreadyExists') throw thrown;
    if ((await answerThere(device, request, { mailbox, person })) === undefined) throw thrown;
    return true;
  }
}

/** Nobody is told of a device that was given nothing. What is on its way already is told, and is cut off like any other. */
async function takeBack(device: Device, { id }: DeviceJob): Promise<void> {
  const job = await device.tables.get('jobs', id);
  if (job?.kind !== 'device' || job.state !== 'signed') return;
  const rows = await rowsOf(device.tables, id);
  await putJob(device, job, { state: 'cancelled' }, [...buried(rows), ...handedToNobody(rows)]);
}

/** Who has the main key here, and may pair this device. @throws GenError as `pairDevice`. */
async function pairingMain(device: Device, to: Did): Promise<Signer> {
  const main = await device.identity.main();
  if (main === undefined) throw new GenError('PermissionDenied', 'main-key');
  const { device: own } = await device.identity.facts();
  if (to === own || to === main.did) throw new GenError('InvalidInput', 'own-did', { field: 'link' });
  const known = await knownDevices(device, main.did);
  if (known.some(({ did, ended }) => did === to && ended !== undefined))
    throw new GenError('PermissionDenied', 'device-cut-off', { did: to });
  return main;
}

/** What it has of the person's own name: as the answer says that waits for it, as was stated, or handed to it now. */
async function wholeName(
  device: Device,
  main: Signer,
  to: Did,
  there: PairingAnswer | undefined,
): Promise<Capability> {
  const checked = there === undefined ? [] : await checkedCapabilities(device, there, to);
  const given = checked.find(({ kind }) => kind === 'communal') ?? (await statedShare(device, main.did, to));
  if (given !== undefined) return given;
  const namespace = pairedCommunalNamespace(device.namespace);
  const whole = communalCapability(namespace, main.publicKey, 'write');
  return (await handToDevice(whole, publicKeyOf(to), main)).capability;
}

/** The job of who asks again. */
async function putOnce(
  device: Device,
  said: Parameters<typeof putDeviceJob>[1],
  records: readonly GenRecord[],
): Promise<DeviceJob> {
  const asked = await device.tables.get('jobs', said.id);
  return asked?.kind === 'device' ? asked : putDeviceJob(device, said, records);
}

/**
 * Lets a new device sign for this person, in their own name and below all of their modules, tells everybody, and answers the
 * device. It takes the main key.
 *
 * What tells everybody is stored before the answer leaves, and cannot be cancelled: a device that was told of and never came
 * is listed, and can be cut off; one that came and was not told of would sign unseen. So a stranger's answer is looked for
 * first, and who comes in between is the reason to take back what was stored.
 *
 * @param link as the new device shows it. @param modules `ownModules`.
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @throws GenError InvalidInput `pairing-link` | `own-did`; PermissionDenied `main-key` | `device-cut-off`; AlreadyExists
 * `pairing` where somebody else has answered; Storage.
 */
export async function pairDevice(
  device: Device,
  asked: { readonly link: string; readonly origin: string; readonly modules: readonly ModuleId[] },
  jobId = newJobId(),
): Promise<Paired> {
  const request = readPairingRequest(asked.link);
  return device.locks.exclusive(LOCK, () => pair(device, request, { ...asked, jobId }));
}

async function pair(
  device: Device,
  request: PairingRequest,
  { origin, modules, jobId }: { origin: string; modules: readonly ModuleId[]; jobId: string },
): Promise<Paired> {
  const [to, name] = [didOf(request.device), request.name];
  const main = await pairingMain(device, to);
  const place = { mailbox: await mailboxOf(request.secret), person: main.did };
  const there = await answerThere(device, request, place);
  const capability = encodeCapability(await wholeName(device, main, to, there));
  const shares = await moduleShares(device, modules, { main, to });
  const given = [...(await givenShares(device, main, to)), ...shares.capabilities];
  const others = new Map(given.map((member) => [member.id, encodeCapability(member.capability)]));
  const listed = modules.filter((id) => !shares.missed.includes(id));
  const answer = there ?? fillAnswer(main.publicKey, [capability, ...others.values()], listed);
  const [encoded, link] = [encodePairingAnswer(answer), pairingAnswerLink(origin, answer)];
  const said = await sayOfDevice(device, main, to, { name, capability });
  const records = [said, ...shares.records];
  const job = await putOnce(device, { id: jobId, device: to, name, ends: false }, records);
  try {
    const isLeft = there !== undefined || (await leave(device, request, { ...place, answer: encoded }));
    return { device: to, name, link, isLeft, missed: shares.missed, job: job.id };
  } catch (thrown) {
    // Of anything else nobody knows whether the device has its answer.
    if (toGenError(thrown).code === 'AlreadyExists') await takeBack(device, job);
    throw thrown;
  }
}
