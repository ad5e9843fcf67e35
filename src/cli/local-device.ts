import type { Device } from '../app/device.ts';
import type { Context, Home } from './context.ts';
import { openDevice } from './open-device.ts';

/** What it takes to change what is on this device, before it ever met a relay. */
export function localDevice({ tables, locks }: Home): Pick<Device, 'tables' | 'locks' | 'announce'> {
  return { tables, locks, announce: () => undefined };
}

/** A device that asks nobody. @throws GenError Network `never-contacted`. */
export async function unaskedDevice({ home, options, signal }: Context): Promise<Device> {
  const { device } = await openDevice(home(), { address: options.relay, client: undefined }, signal);
  return device;
}
