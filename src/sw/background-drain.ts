import { changeChannel } from '../adapters/browser/change-channel.ts';
import { idbSigners } from '../adapters/browser/idb-signers.ts';
import { idbTables } from '../adapters/browser/idb-tables.ts';
import { freeStorage } from '../adapters/browser/free-storage.ts';
import { webLocks } from '../adapters/browser/web-locks.ts';
import { httpRelay } from '../adapters/http/http-relay.ts';
import { wallClock, type Device } from '../app/device.ts';
import { drain } from '../app/drain.ts';
import { httpSource } from '../app/http-source.ts';
import { isDue } from '../app/jobs.ts';
import { storedPin } from '../app/pin-relay.ts';
import { readCapabilities } from '../app/read-capabilities.ts';
import { GenError } from '../core/errors.ts';
import type { JobRow } from '../ports/tables.ts';

/** Browsers end a sync event after minutes; what is left resumes at the next one. */
export const LIMIT_MS = 150_000;

export async function openDevice(): Promise<Device | undefined> {
  const tables = idbTables();
  const pin = await storedPin(tables);
  if (pin === undefined) return undefined;
  const locks = webLocks();
  const identity = idbSigners({ tables, locks, clock: wallClock });
  const relay = httpRelay({
    base: self.location.origin,
    signer: () => identity.signer(),
    clock: wallClock,
    capabilities: () => readCapabilities({ tables, identity, clock: wallClock }),
  });
  const { namespace } = pin;
  return {
    namespace,
    tables,
    relay,
    relayAt: (address) => httpRelay({ base: address, signer: () => identity.signer(), clock: wallClock }),
    room: freeStorage,
    identity,
    locks,
    records: httpSource({ tables, relay, namespace }),
    clock: wallClock,
    announce: changeChannel().announce,
  };
}

function sentence(job: JobRow): string {
  if (job.kind === 'install') {
    return job.state === 'fetched'
      ? `${job.module} is on this device.`
      : `${job.module} could not be installed.`;
  }
  if (job.kind === 'set')
    return job.state === 'fetched'
      ? 'Your updates are on this device.'
      : 'Your updates could not be installed.';
  const done = job.state === 'receipted';
  if (job.kind === 'publish')
    return `${job.module} ${job.version} ${done ? 'is published.' : 'was refused.'}`;
  if (job.kind === 'rate') return `Your rating of ${job.module} ${done ? 'is published.' : 'was refused.'}`;
  return done ? 'What you asked for is done.' : 'Something was refused; Activity says why.';
}

/** Told only where no page is there to see it, and only to who allowed it. */
async function notify(
  { registration, clients }: ServiceWorkerGlobalScope,
  ended: readonly JobRow[],
): Promise<void> {
  if (ended.length === 0 || Notification.permission !== 'granted') return;
  const pages = await clients.matchAll({ type: 'window' });
  if (pages.some(({ visibilityState }) => visibilityState === 'visible')) return;
  const body = ended.map(sentence).join('\n');
  await registration.showNotification('Gen Registry', {
    body,
    tag: 'gen-registry/drain',
    icon: '/icons/icon-192.png',
  });
}

/** One round of the queue, as far as it goes without an engine; tells what ended. */
export async function drainOnce(
  scope: ServiceWorkerGlobalScope,
  device: Device,
  signal: AbortSignal,
): Promise<void> {
  await notify(scope, await drain(device, { due: 'all', finish: undefined, signal }));
}

/**
 * Does what waits for a network without any page: sends the outbox, fetches queued installs.
 *
 * @throws GenError Network when work is left that a network would help, so that the browser tries again.
 */
export async function drainInBackground(scope: ServiceWorkerGlobalScope): Promise<void> {
  const device = await openDevice();
  if (device === undefined) return;
  await drainOnce(scope, device, AbortSignal.timeout(LIMIT_MS));
  const left = (await device.tables.all('jobs')).filter((job) => isDue(job) && job.state !== 'fetched');
  if (left.length > 0) throw new GenError('Network', 'work-left', { jobs: left.length });
}
