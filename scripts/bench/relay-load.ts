import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH } from '../../src/core/record/document.ts';
import { documentIdOf } from '../../src/replica/replica.ts';
import { person } from '../../tests/support/person.ts';
import { connectedDevice } from './connected-device.ts';
import { returningCrowd } from './crowd.ts';
import type { FigureRow, FigureTable } from './figure-table.ts';
import type { BenchOptions } from './options.ts';
import { preparedRelay } from './prepared-relay.ts';
import { catalogueRelay } from './relay.ts';
import { median, quantile } from './statistics.ts';

const DEVICES = 200;
const PUBLISHES = 10;
const MIB = 1024 * 1024;
/** What was needed to start is given back by then. */
const SETTLED_MS = 5000;
const PAUSE_MS = 250;

/** Resident bytes; 0 where the system does not tell. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    // Only Linux tells it so.
    return 0;
  }
}

async function rowFor(modules: number): Promise<FigureRow> {
  await preparedRelay(modules);
  const starting = performance.now();
  const relay = await catalogueRelay(modules);
  const listening = performance.now() - starting;
  const holder = await connectedDevice(relay.address);
  try {
    await holder.synced;
    const ready = performance.now() - starting;
    const alice = await person(relay.address);
    // Another one each time, as the folder stays; its name is granted before anything is timed.
    const id = parseModuleId(`io.bench.seen-by-all-${Date.now()}`);
    await alice.publishes({ id, version: '0.1.0' });
    await sleep(SETTLED_MS);
    const alone = memoryOf(relay.pid);
    const crowd = await returningCrowd(relay.address, DEVICES, holder);
    await sleep(SETTLED_MS);
    const together = memoryOf(relay.pid);
    const document = documentIdOf(holder.session.replica.addressOf(catalogDocument(id, FIRST_EPOCH)));
    const visible: number[] = [];
    for (let run = 0; run < PUBLISHES; run += 1) {
      let start = 0;
      const arrivals = crowd.arrivals(document, () => start);
      start = performance.now();
      await alice.publishes({ id, version: `1.${run}.0` });
      visible.push(...(await arrivals));
      await sleep(PAUSE_MS);
    }
    crowd.close();
    return {
      what: `${modules.toLocaleString('en')} modules`,
      figures: [
        listening,
        ready,
        alone / MIB,
        (together - alone) / DEVICES / 1000,
        median(crowd.connected),
        quantile(crowd.connected, 0.95),
        median(crowd.synced),
        quantile(crowd.synced, 0.95),
        median(visible),
        quantile(visible, 0.95),
      ],
    };
  } finally {
    await holder.close();
    await relay.close();
  }
}

/** One relay and two hundred devices that come back at the same time, and then are told of what somebody publishes. */
export async function* relayLoadPart({ large }: BenchOptions): AsyncGenerator<FigureTable> {
  const rows: FigureRow[] = [];
  for (const modules of large ? [10_000, 100_000] : [1000]) rows.push(await rowFor(modules));
  yield {
    key: 'relay',
    title: `a relay with its catalogue, and ${DEVICES} devices that come back at once (their end of the protocol only)`,
    columns: [
      'listens ms',
      'synced a device ms',
      'RSS MiB',
      'kB a client',
      'connected p50 ms',
      'p95 ms',
      'synced p50 ms',
      'p95 ms',
      'publish seen p50 ms',
      'p95 ms',
    ],
    rows,
    notes: ['publish seen: from the call that checks the binary to the change at each of them'],
  };
}
