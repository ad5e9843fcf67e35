import { wallClock } from '../app/device.ts';
import { httpSource } from '../app/http-source.ts';
import { pinRelay, storedPin, type Pin } from '../app/pin-relay.ts';
import { explained } from '../core/resolve/explained.ts';
import { GenError, toGenError } from '../core/errors.ts';
import type { BlobSource } from '../ports/downloads.ts';
import type { RelayClient } from '../ports/relay-client.ts';
import type { Home, OpenDevice } from './context.ts';

interface RelayChoice {
  readonly address: string;
  /** Of further relays, for binaries alone. */
  readonly relayAt?: ((address: string) => BlobSource | undefined) | undefined;
  /** Absent: work offline. */
  readonly client: RelayClient | undefined;
}

/**
 * A device over a home. A relay that does not answer is asked once and not again in this run, so that a dead
 * network costs one time limit and not one for each document.
 *
 * @throws GenError Network `never-contacted` | PermissionDenied `other-namespace` | `other-relay` | Cancelled.
 */
export async function openDevice(
  home: Home,
  { address, client, relayAt }: RelayChoice,
  signal: AbortSignal,
): Promise<OpenDevice> {
  const { pin, problem } = await contact(home, client, address, signal);
  const relay = client === undefined || problem !== undefined ? absentRelay(problem) : client;
  const { tables, identity, locks } = home;
  const { namespace } = pin;
  const device = {
    namespace,
    tables,
    relay,
    relayAt,
    room: home.room,
    identity,
    records: httpSource({ tables, relay, namespace }),
    locks,
    explain: explained,
    clock: wallClock,
    announce: () => undefined,
  };
  return problem === undefined ? { device, online: true } : { device, online: false, problem };
}

async function contact(
  { tables }: Home,
  client: RelayClient | undefined,
  address: string,
  signal: AbortSignal,
): Promise<{ pin: Pin; problem?: GenError }> {
  let problem = new GenError('Network', 'offline', { relay: address });
  if (client !== undefined) {
    try {
      return { pin: await pinRelay(tables, client, signal) };
    } catch (thrown) {
      problem = toGenError(thrown);
      if (problem.code !== 'Network' && problem.code !== 'Timeout') throw problem;
    }
  }
  const pin = await storedPin(tables);
  if (pin === undefined) throw new GenError('Network', 'never-contacted', { relay: address }, problem);
  return { pin, problem };
}

/** Stands in for a relay that is not there: every question fails at once. */
function absentRelay(problem = new GenError('Network', 'offline')): RelayClient {
  const refuse = () => Promise.reject(problem);
  return {
    facts: refuse,
    post: refuse,
    document: refuse,
    head: refuse,
    hasBlob: refuse,
    putBlob: refuse,
    readBlob: refuse,
    leaveAnswer: refuse,
    collectAnswer: refuse,
  };
}
