import type { SearchQuery } from '../../src/ports/search.ts';
import { FIRST_EPOCH } from '../../src/core/record/document.ts';
import { engineDevice, newDevice } from './engine-device.ts';
import { timed } from './statistics.ts';

/** @property address of the relay. */
export interface RestartOrder {
  readonly address: string;
  readonly modules: number;
}

/** Milliseconds to the first answer, and to the stored rows read alone. */
export interface RestartTimes {
  readonly time: number;
  readonly floor: number;
}

const ALL: SearchQuery = { text: '', tags: [], sort: 'recent', offset: 0, limit: 20 };

const { address, modules } = JSON.parse(process.argv[2] ?? '') as RestartOrder;
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
const floor = await timed(() => tables.all('shards'));
const start = performance.now();
const device = await engineDevice(kept, address);
const { total } = await device.engine.search(ALL);
const time = performance.now() - start;
if (total < size) throw new Error(`a restart finds ${total} of ${size}`);
process.send?.({ time, floor } satisfies RestartTimes, () => process.exit());
