import { didOf } from '../../core/ids.ts';
import { readPairingRequest } from '../../core/record/pairing-request.ts';
import type { DeviceApi } from '../../ports/devices.ts';
import type { Catalogue } from '../catalogue.ts';
import { cutOffDevice } from '../cut-off-device.ts';
import type { KeepingDevice } from '../device.ts';
import { deviceInvitation, deviceOffer, dropOffer, joinPerson, offerDevice } from '../device-offer.ts';
import { nameDevice } from '../name-device.ts';
import { ownDevices } from '../own-devices.ts';
import { ownModules } from '../own-modules.ts';
import { pairDevice } from '../pair-device.ts';

/** What makes a job takes the job's id from the page. */
export interface DeviceMethods extends DeviceApi {
  nameDevice(request: Parameters<DeviceApi['nameDevice']>[0], job?: string): Promise<string>;
  cutOffDevice(
    request: Parameters<DeviceApi['cutOffDevice']>[0],
    job?: string,
  ): ReturnType<DeviceApi['cutOffDevice']>;
  pairDevice(link: string, job?: string): ReturnType<DeviceApi['pairDevice']>;
}

export interface DeviceOptions {
  readonly device: () => Promise<KeepingDevice>;
  readonly catalogue: Catalogue;
  /** Where the app is served: links lead there. */
  readonly origin: () => string;
  /** There is a new job. */
  readonly deliver: () => void;
  /** This device belongs to somebody else now. */
  readonly startAnew: () => void;
}

export function deviceMethods(options: DeviceOptions): DeviceMethods {
  const { device, catalogue, origin, deliver, startAnew } = options;
  return {
    devices: async () => ownDevices(await device()),
    async nameDevice(request, asked) {
      const { id } = await nameDevice(await device(), request, asked);
      deliver();
      return id;
    },
    async cutOffDevice(request, asked) {
      const here = await device();
      const { job, missed } = await cutOffDevice(here, request, await ownModules(here, catalogue), asked);
      deliver();
      return { job: job.id, missed };
    },
    async readPairing(link) {
      const { device: asking, name } = readPairingRequest(link);
      return { device: didOf(asking), name };
    },
    async pairDevice(link, asked) {
      const here = await device();
      const modules = await ownModules(here, catalogue);
      const paired = await pairDevice(here, { link, origin: origin(), modules }, asked);
      deliver();
      return paired;
    },
    offerDevice: async (name) => offerDevice(await device(), name, origin()),
    deviceOffer: async () => deviceOffer(await device(), origin()),
    deviceInvitation: async (link) => deviceInvitation(await device(), link),
    async joinPerson(person) {
      await joinPerson(await device(), person);
      startAnew();
    },
    dropOffer: async () => dropOffer(await device()),
  };
}
