import { rm } from 'node:fs/promises';
import { httpRelay } from '../../../src/adapters/http/http-relay.ts';
import { memoryLocks } from '../../../src/adapters/memory/memory-locks.ts';
import { wallClock, type Device } from '../../../src/app/device.ts';
import { finishWith } from '../../../src/app/finish-install.ts';
import { httpSource } from '../../../src/app/http-source.ts';
import type { Finish } from '../../../src/app/install.ts';
import { pinRelay } from '../../../src/app/pin-relay.ts';
import { memoryTables } from '../../../src/adapters/memory/memory-tables.ts';
import type { Micros, NamespaceId } from '../../../src/core/ids.ts';
import { explained } from '../../../src/core/resolve/explained.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { NOBODY } from '../../../tests/support/keeper.ts';
import { startRelayProcess } from '../../../tests/support/relay-process.ts';
import { publishGraph, type Graph } from './catalogue.ts';
import { lifeUntil, type Death, type Life } from './life.ts';
import { recordedRelay, type NextFault, type RecordedRelay } from './recorded-relay.ts';

/** A registry, and devices that install from it. */
export interface DeviceWorld {
  readonly relay: RecordedRelay;
  readonly namespace: NamespaceId;
  readonly graphs: readonly Graph[];
  close(): Promise<void>;
}

/** @param largest bytes of the largest binaries. */
export async function deviceWorld(graphs: number, largest: number): Promise<DeviceWorld> {
  const { address, folder, stop } = await startRelayProcess();
  const made: Graph[] = [];
  for (let number = 0; number < graphs; number += 1) made.push(await publishGraph(address, number, largest));
  const asked = httpRelay({ base: address, signer: () => NOBODY.signer(), clock: wallClock });
  const { namespace } = await pinRelay(memoryTables(), asked);
  return {
    relay: recordedRelay(address),
    namespace,
    graphs: made,
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A process over what a device keeps; `finish` is absent in a service worker. */
export interface DeviceProcess {
  readonly device: Device;
  readonly life: Life;
  readonly finish: Finish | undefined;
}

export interface ProcessOptions {
  readonly nextFault?: NextFault | undefined;
  readonly death?: Death | undefined;
  readonly isServiceWorker?: boolean | undefined;
}

/** Microseconds between two looks at the clock: slow enough for pieces of a binary to be written as they come. */
const TICK = 300_000;

/** No two acts at the same time, so that jobs have an order. */
export function tickingClock(): Clock {
  let now = wallClock();
  return () => {
    now = (now + TICK) as Micros;
    return now;
  };
}

/** Every port of it is within its life; a lock is gone with who held it. */
export function startProcess(
  { relay: recorded, namespace }: DeviceWorld,
  { tables: kept, clock }: Pick<Device, 'tables' | 'clock'>,
  { nextFault = () => undefined, death, isServiceWorker = false }: ProcessOptions = {},
): DeviceProcess {
  const life = lifeUntil(death);
  const tables = life.guard(kept);
  const fetch = recorded.fetchWith(nextFault);
  const signer = () => NOBODY.signer();
  const relay = life.guard(httpRelay({ base: recorded.address, signer, clock, fetch }));
  const { compile } = life.guard({ compile: (bytes: Uint8Array<ArrayBuffer>) => WebAssembly.compile(bytes) });
  const device: Device = {
    namespace,
    tables,
    relay,
    identity: NOBODY,
    records: life.guard(httpSource({ tables, relay, namespace })),
    locks: life.guard(memoryLocks()),
    explain: explained,
    clock,
    announce: () => undefined,
  };
  return { device, life, finish: isServiceWorker ? undefined : finishWith(compile) };
}
