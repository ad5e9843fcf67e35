import { engineDevice, newDevice } from './engine-device.ts';

/** @property address of the relay. */
export interface FreshDeviceOrder {
  readonly address: string;
  readonly modules: number;
}

/** Milliseconds from a device that holds nothing to one whose search finds them all, and to one that has heard all there is. */
export interface FreshDeviceTimes {
  readonly searchable: number;
  readonly levelled: number;
}

const { address, modules } = JSON.parse(process.argv[2] ?? '') as FreshDeviceOrder;
const kept = await newDevice(address);
const start = performance.now();
const device = await engineDevice(kept, address);
await device.searchable(modules);
const searchable = performance.now() - start;
await device.levelled();
const times: FreshDeviceTimes = { searchable, levelled: performance.now() - start };
process.send?.(times, () => process.exit());
