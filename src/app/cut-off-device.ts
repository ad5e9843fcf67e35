import { encodeCapability } from '../core/access/capability-encoding.ts';
import { mayRevoke } from '../core/access/authority.ts';
import { fromBase64Url } from '../core/bytes.ts';
import { GenError, toGenError } from '../core/errors.ts';
import type { Did, ModuleId } from '../core/ids.ts';
import { moduleDocument } from '../core/record/document.ts';
import type { RawBody } from '../core/record/kinds.ts';
import type { GenRecord, MemberId } from '../core/record/record.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { delegationIn } from '../core/view/publishers.ts';
import { headsOf } from '../core/view/receipts.ts';
import { recordSet } from '../core/view/record-set.ts';
import type { Signer } from '../ports/identity.ts';
import type { DeviceJob } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { putDeviceJob } from './device-job.ts';
import { sayOfPublisher } from './device-share.ts';
import { knownDevices, sayOfDevice } from './introduce-device.ts';
import { newJobId } from './jobs.ts';
import { knownName } from './known-records.ts';
import { untoldDevices } from './own-devices.ts';
import { permissionsAt, type Known } from './permission.ts';
import { communalHeads } from './standing-heads.ts';

export interface CuttingOff {
  readonly device: Did;
  readonly reason: string;
}

/** What the device was handed of one module, ended by what it was handed from. */
async function withdrawals(
  device: Device,
  known: Known,
  id: ModuleId,
  { main, to, reason }: { readonly main: Signer; readonly to: Did; readonly reason: string },
): Promise<GenRecord[]> {
  const listed = moduleView(known.set, id, device.namespace, known.now)?.publishers ?? [];
  const theirs = listed.filter(({ did, ended }) => did === to && ended?.kind !== 'revoked');
  const heads = headsOf(recordSet(await device.records.membersOf(moduleDocument(id)))).map(fromBase64Url);
  const above = permissionsAt(known, id, main.did, ['publishers', to]);
  const said = theirs.flatMap(({ delegation }) => {
    const ended = delegationIn(known.set, delegation);
    const permission = ended && above.find(({ capability }) => mayRevoke(capability, ended));
    if (permission === undefined) return [];
    const body = { withdraw: fromBase64Url(delegation), heads, reason };
    return [sayOfPublisher(device, known, { permission, signer: main }, { id, to, body })];
  });
  return Promise.all(said);
}

interface Ends {
  readonly records: readonly GenRecord[];
  /** Modules that could not be read. */
  readonly missed: readonly ModuleId[];
}

/** Below the modules. One that cannot be read keeps no device in: the person's own document is enough to refuse it. */
async function endsBelow(
  device: Device,
  modules: readonly ModuleId[],
  by: { readonly main: Signer; readonly to: Did; readonly reason: string },
): Promise<Ends> {
  const records: GenRecord[] = [];
  const missed: ModuleId[] = [];
  for (const id of modules) {
    try {
      records.push(...(await withdrawals(device, await knownName(device, id), id, by)));
    } catch (thrown) {
      const { code } = toGenError(thrown);
      if (code === 'Storage' || code === 'Cancelled') throw thrown;
      // A name that was claimed and never granted has nothing to end.
      if (code !== 'NotFound') missed.push(id);
    }
  }
  return { records, missed };
}

/** In the person's own document: each delegation that is open. Of one that was never told, what ends is said first. */
async function endsOfName(
  device: Device,
  { main, to, reason }: { readonly main: Signer; readonly to: Did; readonly reason: string },
): Promise<{ readonly name: string; readonly records: readonly GenRecord[] }> {
  const told = await knownDevices(device, main.did);
  const untold = (await untoldDevices(device, told)).filter(({ view }) => view.did === to);
  const theirs = [...told, ...untold.map(({ view }) => view)].filter(({ did }) => did === to);
  const [first] = theirs;
  if (first === undefined) throw new GenError('NotFound', 'device', { did: to });
  const open = theirs.filter(({ ended }) => ended === undefined);
  const name = open.at(-1)?.name ?? first.name;
  const heads = open.length === 0 ? [] : (await communalHeads(device, main.did)).map(fromBase64Url);
  const withdraw = (delegation: MemberId) => ({ withdraw: fromBase64Url(delegation), heads, reason });
  const bodies: RawBody<'device'>[] = [
    ...untold.map(({ view, capability }) => ({ name: view.name, capability: encodeCapability(capability) })),
    ...open.map(({ delegation }) => withdraw(delegation)),
  ];
  return { name, records: await Promise.all(bodies.map((body) => sayOfDevice(device, main, to, body))) };
}

/**
 * Cuts a device off, by every delegation of it that is known. The records in the person's document are enough for relays to
 * take nothing new of it; those in the modules' let every replica see the same, whatever was dated back. What is receipted by
 * now, in chains that are known here or that the relay lists, stands. Asked again, it ends what could not be read before.
 *
 * @param modules that the person may write below; `ownModules`.
 * @param jobId drawn by who asks, so that asking again makes no second job.
 * @returns the job, and the modules that could not be read: none where the job was there.
 * @throws GenError NotFound `device` for none that signs; PermissionDenied `main-key`; InvalidInput `too-long` |
 * `own-device`; Network where what stands in the person's name cannot be asked for; Storage.
 */
export async function cutOffDevice(
  device: Device,
  { device: to, reason }: CuttingOff,
  modules: readonly ModuleId[],
  jobId = newJobId(),
): Promise<{ readonly job: DeviceJob; readonly missed: readonly ModuleId[] }> {
  const asked = await device.tables.get('jobs', jobId);
  if (asked?.kind === 'device') return { job: asked, missed: [] };
  if (reason.length > 500)
    throw new GenError('InvalidInput', 'too-long', { field: 'reason', limit: 500, length: reason.length });
  const main = await device.identity.main();
  if (main === undefined) throw new GenError('PermissionDenied', 'main-key');
  const { device: own } = await device.identity.facts();
  if (to === own) throw new GenError('InvalidInput', 'own-device', { field: 'device' });
  const by = { main, to, reason };
  const { name, records: said } = await endsOfName(device, by);
  const { records, missed } = await endsBelow(device, modules, by);
  if (said.length + records.length === 0) throw new GenError('NotFound', 'device', { did: to });
  const ends = { id: jobId, device: to, name, ends: true };
  return { job: await putDeviceJob(device, ends, [...said, ...records]), missed };
}
