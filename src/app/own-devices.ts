import { areaOf, receiverOf, type Capability } from '../core/access/capability.ts';
import { equalBytes } from '../core/bytes.ts';
import { didOf, publicKeyOf, type Did } from '../core/ids.ts';
import { decodeMember } from '../core/record/member.ts';
import type { DeviceView } from '../core/view/fold-devices.ts';
import type { Device } from './device.ts';
import { knownDevices } from './introduce-device.ts';

/** Where the job that would have told its name is forgotten. */
const UNNAMED = 'Device without a name';

/** A device that was handed its person's own name here, and of which nobody was told. */
interface UntoldDevice {
  readonly view: DeviceView;
  readonly capability: Capability;
}

function isNameOf(capability: Capability, person: Did): boolean {
  return (
    capability.kind === 'communal' &&
    capability.mode === 'write' &&
    capability.delegations.length === 1 &&
    areaOf(capability).path.length === 0 &&
    equalBytes(capability.user, publicKeyOf(person))
  );
}

/**
 * A pairing that was refused or stopped has told nobody of a device that may have had its answer all the same.
 *
 * @param told what the person's document says.
 */
export async function untoldDevices(
  { tables, identity }: Pick<Device, 'tables' | 'identity'>,
  told: readonly DeviceView[],
): Promise<UntoldDevice[]> {
  const { did: person, device: own } = await identity.facts();
  const [rows, jobs] = await Promise.all([tables.all('capabilities'), tables.all('jobs')]);
  const namesAsked = jobs.flatMap((job) =>
    job.kind === 'device' ? [{ did: job.device, name: job.name }] : [],
  );
  return rows.flatMap(({ bytes, receivedAt }): UntoldDevice[] => {
    const member = decodeMember(bytes);
    if (member.member !== 'capability' || !isNameOf(member.capability, person)) return [];
    const { id: delegation, capability } = member;
    const did = didOf(receiverOf(capability));
    if (did === own || told.some((one) => one.delegation === delegation)) return [];
    const called = [...told, ...namesAsked].find((one) => one.did === did);
    const name = called?.name ?? UNNAMED;
    return [{ view: { did, name, delegation, since: receivedAt, pending: true }, capability }];
  });
}

/** This person's, oldest first, with those of which nobody was told. */
export async function ownDevices(device: Device): Promise<DeviceView[]> {
  const told = await knownDevices(device, (await device.identity.facts()).did);
  const untold = await untoldDevices(device, told);
  return [...told, ...untold.map(({ view }) => view)];
}
