import type { Device } from '../../src/app/device.ts';
import { httpSource } from '../../src/app/http-source.ts';
import { GenError } from '../../src/core/errors.ts';
import type { RelayClient } from '../../src/ports/relay-client.ts';

const gone = () => Promise.reject(new GenError('Network', 'unreachable'));

/** Nobody answers. */
export const NO_RELAY: RelayClient = {
  facts: gone,
  post: gone,
  document: gone,
  head: gone,
  hasBlob: gone,
  putBlob: gone,
  readBlob: gone,
  leaveAnswer: gone,
  collectAnswer: gone,
};

/** The same device where no network is: what it fetched before is what it knows. */
export function offline(device: Device): Device {
  return { ...device, relay: NO_RELAY, records: httpSource({ ...device, relay: NO_RELAY }) };
}
