import { decodeCapability } from '../core/access/capability-encoding.ts';
import { receiverOf, type Capability } from '../core/access/capability.ts';
import { equalBytes } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { didOf, publicKeyOf, type Did } from '../core/ids.ts';
import { readBody } from '../core/record/kinds.ts';
import { compareRecords } from '../core/view/record-set.ts';
import type { Device } from './device.ts';
import { knownPerson } from './introduce-device.ts';
import { isWholeName } from './pairing-capabilities.ts';

function readStated(payload: Uint8Array): Capability | undefined {
  const body = readBody('device', payload);
  if (body === undefined || !('capability' in body)) return undefined;
  try {
    return decodeCapability(body.capability);
  } catch (thrown) {
    if (thrown instanceof GenError) return undefined;
    throw thrown;
  }
}

/**
 * What a person's own key said last that it handed to a device, ended or not. To hand on anew makes another capability where
 * the key signs by chance too (Safari's does), which nobody would be told of and no withdrawal would end.
 */
export async function statedShare(device: Device, person: Did, to: Did): Promise<Capability | undefined> {
  const key = publicKeyOf(person);
  const place = `profiles/devices/${to}`;
  const { records } = await knownPerson(device, person);
  return records
    .filter(({ path, credential }) => path.join('/') === place && credential === undefined)
    .filter(({ subspace }) => equalBytes(subspace, key))
    .sort((a, b) => compareRecords(b, a))
    .map(({ payload }) => readStated(payload))
    .find(
      (capability) =>
        capability !== undefined && isWholeName(capability, key) && didOf(receiverOf(capability)) === to,
    );
}
