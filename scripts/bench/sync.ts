import { encode } from 'cborg';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { AUTHORITY, FIRST_EPOCH, isCardPath, type DocumentPath } from '../../src/core/record/document.ts';
import { connectedDevice, type ConnectedDevice } from './connected-device.ts';
import { countingProxy } from './counting-proxy.ts';
import { openFloor } from './floor.ts';
import { measurement, type Measurement } from './measurement.ts';
import { publishCatalogue } from './publish-catalogue.ts';
import { openRelay } from './relay.ts';
import { timed } from './statistics.ts';

const RUNS = 7;
const LONGEST_MS = 60_000;
const SHARED: readonly DocumentPath[] = [
  AUTHORITY,
  ...Array.from({ length: FIRST_EPOCH.shards }, (_, n) => `catalog/${n}` as DocumentPath),
];

async function freshSync(count: number, ...addresses: [string, string?]): Promise<ConnectedDevice> {
  const device = await connectedDevice(...addresses);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const missing = SHARED.filter((path) => !device.session.hasAnswered(path));
    reject(new Error(`no end of the sync in ${LONGEST_MS} ms; incomplete: ${missing.join(', ')}`));
  }, LONGEST_MS);
  await Promise.race([device.synced, late]).finally(() => clearTimeout(timer));
  const { size } = device.catalogue;
  if (size !== count) throw new Error(`${size} of ${count} cards arrived`);
  return device;
}

async function membersOf({ session }: ConnectedDevice) {
  const documents = await Promise.all(SHARED.map((path) => session.peek(path)));
  return documents.flatMap(({ members }) => [...members.values()]);
}

async function measureCatalogue(count: number): Promise<Measurement> {
  const relay = await openRelay({ samples: false });
  const floor = await openFloor();
  try {
    await publishCatalogue(relay.address, count);
    const proxy = await countingProxy(relay.address);
    const counted = await freshSync(count, relay.address, proxy.address);
    const members = await membersOf(counted);
    const wire = proxy.carried();
    await counted.close();
    proxy.close();
    await floor.serve(encode(members.map(({ bytes }) => bytes)));
    const cards = members
      .filter((member) => member.member === 'record' && isCardPath(member.path))
      .reduce((sum, { bytes }) => sum + bytes.length, 0);
    const times: number[] = [];
    const floors: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      let device: ConnectedDevice | undefined;
      times.push(
        await timed(async () => {
          device = await freshSync(count, relay.address);
        }),
      );
      await device?.close();
      floors.push(await timed(() => floor.download()));
    }
    const what = 'the same members in one CBOR list over plain HTTP, decoded and not verified';
    const bytes = { 'over the wire': wire, 'of cards': cards };
    return measurement(`${count.toLocaleString('en')} cards`, times, { what, times: floors }, bytes);
  } finally {
    await floor.close();
    await relay.close();
  }
}

/** A fresh device over loopback, until 64 shards and the authority are complete, verified, folded and searchable. */
export async function syncPart({ large }: { readonly large: boolean }): Promise<Measurement[]> {
  await automergeReady();
  const measured = [await measureCatalogue(1000)];
  if (large) measured.push(await measureCatalogue(10_000));
  return measured;
}
