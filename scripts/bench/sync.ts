import { encode } from 'cborg';
import { isCardPath, AUTHORITY, type DocumentPath } from '../../src/core/record/document.ts';
import { FIRST_EPOCH } from '../../src/core/record/document.ts';
import { answerOf } from './answer-of.ts';
import { connectedDevice, type ConnectedDevice } from './connected-device.ts';
import { countingProxy } from './counting-proxy.ts';
import type { FreshDeviceOrder, FreshDeviceTimes } from './fresh-device.ts';
import { openFloor, type Floor } from './floor.ts';
import { measurement, type Measurement } from './measurement.ts';
import type { BenchOptions } from './options.ts';
import { catalogueRelay, type Relay } from './relay.ts';
import { timed } from './statistics.ts';

const FLOOR = 'the same members in one CBOR list over plain HTTP, decoded and not verified';
const SHARED: readonly DocumentPath[] = [
  AUTHORITY,
  ...Array.from({ length: FIRST_EPOCH.shards }, (_, shard) => `catalog/${shard}` as DocumentPath),
];

async function membersOf({ session }: ConnectedDevice) {
  const documents = await Promise.all(SHARED.map((path) => session.peek(path)));
  return documents.flatMap(({ members }) => [...members.values()]);
}

interface Times {
  readonly searchable: number[];
  readonly levelled: number[];
  readonly floor: number[];
}

/** In a process of its own: an engine that was measured goes on checking signatures. */
const freshDevice = (address: string, modules: number): Promise<FreshDeviceTimes> =>
  answerOf(new URL('./fresh-device.ts', import.meta.url), { address, modules } satisfies FreshDeviceOrder);

/** Bytes of what a fresh device is sent, and of the cards among it; `floor` serves the same. */
async function bytesOf({ address }: Relay, modules: number, floor: Floor): Promise<Record<string, number>> {
  const proxy = await countingProxy(address);
  await freshDevice(proxy.address, modules);
  const wire = proxy.carried();
  proxy.close();
  const holder = await connectedDevice(address);
  await holder.synced;
  const members = await membersOf(holder);
  await holder.close();
  await floor.serve(encode(members.map(({ bytes }) => bytes)));
  const cards = members.filter((member) => member.member === 'record' && isCardPath(member.path));
  return { 'over the wire': wire, 'of cards': cards.reduce((sum, { bytes }) => sum + bytes.length, 0) };
}

async function measureCatalogue(modules: number, runs: number): Promise<Measurement[]> {
  const relay = await catalogueRelay(modules);
  const floor = await openFloor();
  try {
    const bytes = await bytesOf(relay, modules, floor);
    const times: Times = { searchable: [], levelled: [], floor: [] };
    for (let run = 0; run < runs; run += 1) {
      const { searchable, levelled } = await freshDevice(relay.address, modules);
      times.searchable.push(searchable);
      times.levelled.push(levelled);
      times.floor.push(await timed(() => floor.download()));
    }
    const what = `${modules.toLocaleString('en')} cards`;
    const least = { what: FLOOR, times: times.floor };
    return [
      measurement(`${what}, searchable`, times.searchable, least, bytes),
      measurement(`${what}, in agreement with the relay`, times.levelled, least),
    ];
  } finally {
    await floor.close();
    await relay.close();
  }
}

/** A fresh device over loopback: the engine of a page in Node, until search finds every module. */
export async function syncPart({ large }: BenchOptions): Promise<Measurement[]> {
  const measured = [...(await measureCatalogue(1000, 7)), ...(await measureCatalogue(10_000, 5))];
  return large ? [...measured, ...(await measureCatalogue(100_000, 3))] : measured;
}
