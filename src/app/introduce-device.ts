import { encodeCapability } from '../core/access/capability-encoding.ts';
import { pairedCommunalNamespace } from '../core/access/delegation.ts';
import type { Did } from '../core/ids.ts';
import { personDocument } from '../core/record/document.ts';
import { writeBody, type RawBody } from '../core/record/kinds.ts';
import { signRecord, type GenRecord } from '../core/record/record.ts';
import { devicesOf, type DeviceView } from '../core/view/fold-devices.ts';
import { recordSet, type RecordSet } from '../core/view/record-set.ts';
import type { Signer } from '../ports/identity.ts';
import type { Device } from './device.ts';
import { communalShare } from './hand-to-device.ts';
import { knownRecords, nextTimestamp, outboxMembers } from './known-records.ts';

/** What a device that holds the main key is called until somebody names it. */
const MAIN_DEVICE = 'Main device';

/** What is known here of a person's own document; without a network, what this device has said. */
export async function knownPerson(device: Device, did: Did): Promise<RecordSet> {
  const path = personDocument(did);
  return knownRecords(device, path).catch(async () => recordSet([], await outboxMembers(device, path)));
}

/** Says something of a device, by the person's own key. */
export async function sayOfDevice(
  device: Device,
  main: Signer,
  did: Did,
  body: RawBody<'device'>,
): Promise<GenRecord> {
  const known = await knownPerson(device, main.did);
  return signRecord(
    {
      namespace: pairedCommunalNamespace(device.namespace),
      subspace: main.publicKey,
      path: ['profiles', 'devices', did],
      timestamp: nextTimestamp(known, device.clock()),
      credential: new Uint8Array(),
      payload: writeBody('device', body),
    },
    (message) => main.sign(message),
  );
}

export async function knownDevices(device: Device, did: Did): Promise<DeviceView[]> {
  return devicesOf(await knownPerson(device, did), did, device.clock());
}

/**
 * Tells everybody whose device this is, once: else its releases look as if somebody else had made them. Nothing where
 * the main key is elsewhere, which has told already, or signs here itself.
 */
export async function introduceDevice(device: Device): Promise<GenRecord[]> {
  const share = await communalShare(device);
  const main = await device.identity.main();
  if (share === undefined || main === undefined) return [];
  const { device: own } = await device.identity.facts();
  const known = await knownDevices(device, main.did);
  if (known.some(({ delegation }) => delegation === share.id)) return [];
  const capability = encodeCapability(share.capability);
  return [await sayOfDevice(device, main, own, { name: MAIN_DEVICE, capability })];
}
