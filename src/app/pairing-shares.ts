import { receiverOf } from '../core/access/capability.ts';
import { toGenError } from '../core/errors.ts';
import { didOf, publicKeyOf, type Did, type ModuleId } from '../core/ids.ts';
import type { CapabilityMember } from '../core/record/member.ts';
import type { GenRecord } from '../core/record/record.ts';
import type { Signer } from '../ports/identity.ts';
import type { Device } from './device.ts';
import { shareModule } from './device-share.ts';
import { handToDevice, mayHandOn } from './hand-to-device.ts';
import { heldCapabilities, knownName } from './known-records.ts';

export interface Shares {
  readonly capabilities: readonly CapabilityMember[];
  /** That tell everybody. */
  readonly records: readonly GenRecord[];
  readonly missed: readonly ModuleId[];
}

/** All that this person may do below their modules; a module that cannot be read now is left for later. */
export async function moduleShares(
  device: Device,
  modules: readonly ModuleId[],
  by: { readonly main: Signer; readonly to: Did },
): Promise<Shares> {
  const capabilities: CapabilityMember[] = [];
  const records: GenRecord[] = [];
  const missed: ModuleId[] = [];
  for (const id of modules) {
    try {
      const share = await shareModule(device, await knownName(device, id), id, by);
      capabilities.push(...share.capabilities);
      records.push(...share.records);
    } catch (thrown) {
      const { code } = toGenError(thrown);
      if (code !== 'Network' && code !== 'Timeout' && code !== 'NotFound') throw thrown;
      missed.push(id);
    }
  }
  return { capabilities, records, missed };
}

/** What others gave this person by a link, reading and invitations too, is said nowhere else. A full chain is not handed on. */
export async function givenShares(device: Device, main: Signer, to: Did): Promise<CapabilityMember[]> {
  const given = (await heldCapabilities(device)).flatMap((member) =>
    member.member === 'capability' &&
    member.capability.kind === 'owned' &&
    mayHandOn(member.capability) &&
    didOf(receiverOf(member.capability)) === main.did
      ? [member.capability]
      : [],
  );
  return Promise.all(given.map((capability) => handToDevice(capability, publicKeyOf(to), main)));
}
