import type { SearchQuery } from '../../src/ports/search.ts';
import { FIRST_EPOCH } from '../../src/core/record/document.ts';
import { engineDevice, newDevice } from './engine-device.ts';
import { timed } from './statistics.ts';

/** @property address of the relay. */
export interface RestartsOrder {
  readonly address: string;
  readonly modules: number;
  readonly runs: number;
}

/** Milliseconds to the first answer, and to the stored rows read alone. */
export interface RestartTimes {
  readonly times: readonly number[];
  readonly floors: readonly number[];
}

const ALL: SearchQuery = { text: '', tags: [], sort: 'recent', offset: 0, limit: 20 };

const { address, modules, runs } = JSON.parse(process.argv[2] ?? '') as RestartsOrder;
const kept = await newDevice(address);
const { tables } = kept.person.device;
const first = await engineDevice(kept, address);
await first.searchable(modules);
await first.levelled();
await first.checked(modules);
const { size } = await first.engine.catalogueState();
// Rows are written a moment after the catalogue changed.
while ((await tables.keys('shards')).length < FIRST_EPOCH.shards)
  await new Promise((resolve) => setTimeout(resolve, 100));
await first.close();
const [times, floors]: [number[], number[]] = [[], []];
for (let run = 0; run < runs; run += 1) {
  floors.push(await timed(() => tables.all('shards')));
  const start = performance.now();
  const device = await engineDevice(kept, address);
  const { total } = await device.engine.search(ALL);
  times.push(performance.now() - start);
  if (total < size) throw new Error(`a restart finds ${total} of ${size}`);
  await device.levelled();
  await device.close();
}
process.send?.({ times, floors } satisfies RestartTimes, () => process.exit());
