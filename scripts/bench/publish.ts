import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_BLOB } from '../../src/app/device.ts';
import { drain } from '../../src/app/drain.ts';
import { publish } from '../../src/app/publish.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import { readCard } from '../../src/core/view/fold-cards.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import type { OpenDocument } from '../../src/replica/open-document.ts';
import { draftOf } from '../../tests/support/person.ts';
import { connectedDevice, type ConnectedDevice } from './connected-device.ts';
import { openFloor, type Floor } from './floor.ts';
import { digest, withMark } from './mark.ts';
import { measurement, type Measurement } from './measurement.ts';
import { realModules } from './real-modules.ts';
import { openRelay } from './relay.ts';
import { timed } from './statistics.ts';

const RUNS = 120;
const WARM_UP = 10;
/** automerge-repo tells peers of one document at most every 100 ms: people publish less often than that. */
const PAUSE_MS = 250;
const ID = parseModuleId('io.bench.source-maps');
const FILE = 'source-map mappings.wasm';
/** As large as the records of one such publish. */
const MESSAGE = new Uint8Array(1024);

type Is = (member: Member, version: string) => boolean;

const isRelease: Is = (member, version) =>
  member.member === 'record' && member.path.at(-2) === 'versions' && member.path.at(-1) === version;
const isCard: Is = (member, version) => member.member === 'record' && readCard(member)?.version === version;

function arrival(document: OpenDocument, is: Is, version: string): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const dispose = document.onAdded((added) => {
    if (added.some((member) => is(member, version))) resolve(performance.now());
  });
  return promise.finally(dispose);
}

async function publishes({ device }: ConnectedDevice, version: string, content: Uint8Array<ArrayBuffer>) {
  const draft = draftOf({ id: ID, version, readme: '# Source maps' });
  const job = await publish(device, draft, {
    content,
    report: await reportOn(content, { maxSize: MAX_BLOB, digest }),
  });
  await drain(device, { due: 'due', finish: undefined, signal: AbortSignal.timeout(20_000) });
  const ended = await device.tables.get('jobs', job.id);
  if (ended?.state !== 'receipted')
    throw new Error(`not published: ${ended?.state} ${JSON.stringify(ended?.error)}`);
}

interface Times {
  readonly visible: number[];
  readonly receipted: number[];
  readonly floor: number[];
}

interface World {
  readonly alice: ConnectedDevice;
  readonly floor: Floor;
  readonly wasm: Uint8Array<ArrayBuffer>;
  /** Bob's documents. */
  readonly shard: OpenDocument;
  readonly document: OpenDocument;
}

/** @param pause milliseconds before each publish. */
async function publishRepeatedly(world: World, pause: number, first: number): Promise<Times> {
  const { alice, floor, wasm, shard, document } = world;
  const times: Times = { visible: [], receipted: [], floor: [] };
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    await sleep(pause);
    const version = `1.${first + run}.0`;
    const arrivals = [arrival(shard, isCard, version), arrival(document, isRelease, version)];
    const content = withMark(wasm, first + run);
    const start = performance.now();
    const receipted = publishes(alice, version, content).then(() => performance.now() - start);
    const [answered, ...arrived] = await Promise.all([receipted, ...arrivals]);
    const echo = await timed(() => floor.echo(MESSAGE));
    // The very first one claims the name; all of these warm the machine up.
    if (run < WARM_UP) continue;
    times.visible.push(Math.max(...arrived) - start);
    times.receipted.push(answered);
    times.floor.push(echo);
  }
  return times;
}

function rows(name: string, { visible, receipted, floor }: Times): Measurement[] {
  const what = `bare WebSocket round trip of ${MESSAGE.length} B around one SQLite write that is on the disk (WAL, FULL)`;
  return [
    measurement(`${name}: card and release on B`, visible, { what, times: floor }),
    measurement(`${name}: receipt on A`, receipted, { what, times: floor }),
  ];
}

/** Next releases of a module that one device publishes, until another device holds release and card. */
export async function publishPart(): Promise<Measurement[]> {
  const module = (await realModules()).find(({ name }) => name === FILE);
  if (module === undefined) throw new Error(`${FILE} is no sample any more`);
  const relay = await openRelay({ samples: false });
  const floor = await openFloor();
  const alice = await connectedDevice(relay.address);
  const bob = await connectedDevice(relay.address);
  try {
    await Promise.all([alice.synced, bob.synced]);
    const shard = await bob.session.peek(catalogDocument(ID, FIRST_EPOCH));
    const document = await bob.session.peek(moduleDocument(ID));
    const world: World = { alice, floor, wasm: module.bytes, shard, document };
    const single = await publishRepeatedly(world, PAUSE_MS, 0);
    const burst = await publishRepeatedly(world, 0, WARM_UP + RUNS);
    return [...rows('one release', single), ...rows('one right after the other', burst)];
  } finally {
    await Promise.all([alice.close(), bob.close(), floor.close()]);
    await relay.close();
  }
}
