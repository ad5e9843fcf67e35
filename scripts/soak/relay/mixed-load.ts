import { setTimeout as sleep } from 'node:timers/promises';
import { httpSnapshots } from '../../../src/adapters/http/http-snapshots.ts';
import { MAX_BLOB, wallClock } from '../../../src/app/device.ts';
import { pinRelay } from '../../../src/app/pin-relay.ts';
import { parseModuleId, sha256Of, type ModuleId } from '../../../src/core/ids.ts';
import {
  AUTHORITY,
  FIRST_EPOCH,
  moduleDocument,
  ratingsDocument,
  type DocumentPath,
} from '../../../src/core/record/document.ts';
import { toGenError } from '../../../src/core/errors.ts';
import { verifySnapshots } from '../../../src/core/view/signed-snapshots.ts';
import { liveDevice } from '../../../tests/support/live-device.ts';
import { rates } from '../../../tests/support/namespace.ts';
import { person, tinyWasm, type Person } from '../../../tests/support/person.ts';
import { randomOf } from '../../../tests/support/random.ts';
import { digest } from '../../bench/mark.ts';

/** What everybody did, by kind, and what of it failed. */
export interface LoadCounts {
  readonly done: ReadonlyMap<string, number>;
  readonly failures: readonly string[];
  /** Records that the relay took. */
  readonly taken: number;
}

const PUBLISHERS = 2;
const MODULES = 8;
const RATERS = 20;
const LONGEST_MS = 30_000;
const CATALOGUE: readonly DocumentPath[] = [
  AUTHORITY,
  ...Array.from({ length: FIRST_EPOCH.shards }, (_, shard) => `catalog/${shard}` as DocumentPath),
];

interface Actor {
  readonly what: string;
  readonly pauseMs: number;
  act(turn: number): Promise<void>;
}

function within<T>(work: Promise<T>, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no end of ${what} in ${LONGEST_MS} ms`)), LONGEST_MS);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Somebody new connects, opens documents, waits for all of them or goes after the first. */
async function visits(address: string, paths: readonly DocumentPath[], leaves: boolean): Promise<void> {
  const device = await liveDevice(await person(address), address);
  try {
    for (const path of paths) await device.replica.open(path);
    const awaited = leaves ? paths.slice(0, 1) : paths;
    await within(Promise.all(awaited.map((path) => device.synced(path))), 'a sync');
  } finally {
    await device.close();
  }
}

async function fetchesSnapshots(address: string): Promise<void> {
  const { device, signer } = await person(address);
  const { namespace, relay } = await pinRelay(device.tables, device.relay);
  const source = httpSnapshots({
    base: address,
    relay: device.relay,
    signer: async () => signer,
    capabilities: async () => [],
    clock: wallClock,
  });
  const served = await source.snapshots();
  if (served === undefined) return;
  const now = wallClock();
  const { files } = await verifySnapshots(served, { namespace, epoch: FIRST_EPOCH, relay, now });
  for (const { sha256, size } of files) await source.snapshot(sha256, size);
}

/** A request that its sender does not wait for. */
async function hangsUp(address: string, path: string): Promise<void> {
  const answer = await fetch(`${address}${path}`);
  await answer.body?.cancel();
}

interface Crowd {
  readonly publishers: readonly Person[];
  readonly raters: readonly Person[];
}

/**
 * Everything at once and for as long as it is asked for; what is taken stays, so that much growth is honest.
 *
 * @param haste 1: as busy as some hundred people are; 10: ten times that.
 */
export async function mixedLoad(address: string, signal: AbortSignal, haste: number): Promise<LoadCounts> {
  const random = randomOf(5);
  const many = (count: number) => Promise.all(Array.from({ length: count }, () => person(address)));
  const crowd: Crowd = { publishers: await many(PUBLISHERS), raters: await many(RATERS) };
  const done = new Map<string, number>();
  const failures: string[] = [];
  let taken = 0;
  const ids: ModuleId[] = [];

  async function publishes(turn: number): Promise<void> {
    const place = turn % (PUBLISHERS * MODULES);
    const id = parseModuleId(`io.soak.module-${place}`);
    const publisher = crowd.publishers[place % PUBLISHERS];
    const version = `1.${Math.floor(turn / (PUBLISHERS * MODULES))}.0`;
    const job = await within(
      publisher?.publishes({ id, version }) ?? Promise.reject(new Error('nobody')),
      'a publish',
    );
    if (job.state !== 'receipted') throw new Error(`a publish is ${job.state}`);
    taken += 4;
    if (turn < PUBLISHERS * MODULES) ids.push(id);
  }

  async function ratesOne(): Promise<void> {
    if (ids.length === 0) return;
    const { device, signer } = random.pick(crowd.raters);
    const stars = (1 + random.below(5)) as 1 | 2 | 3 | 4 | 5;
    const rating = await rates(device.namespace, signer, random.pick(ids), stars, wallClock());
    const { results } = await device.relay.post([rating.bytes]);
    if (results[0]?.state !== 'receipted') throw new Error(`a rating: ${JSON.stringify(results)}`);
    taken += 1;
  }

  async function reads(): Promise<void> {
    if (ids.length === 0) return;
    const [{ relay }, id] = [random.pick(crowd.raters).device, random.pick(ids)];
    await relay.document(moduleDocument(id));
    await relay.head();
    const sha256 = sha256Of(await digest(tinyWasm(`${id}@1.0.0`)));
    await relay.readBlob(sha256, { limit: MAX_BLOB }, () => undefined);
  }

  const actors: readonly Actor[] = [
    { what: 'publishes', pauseMs: 2000, act: publishes },
    { what: 'ratings', pauseMs: 1000, act: ratesOne },
    { what: 'reads', pauseMs: 1000, act: reads },
    {
      what: 'visits of a module',
      pauseMs: 1000,
      async act(turn) {
        if (ids.length === 0) return;
        const id = random.pick(ids);
        await visits(address, [moduleDocument(id), ratingsDocument(id)], turn % 3 === 0);
      },
    },
    {
      what: 'syncs of the catalogue',
      pauseMs: 5000,
      act: (turn) => visits(address, CATALOGUE, turn % 4 === 3),
    },
    { what: 'snapshots', pauseMs: 5000, act: () => fetchesSnapshots(address) },
    {
      what: 'requests hung up',
      pauseMs: 3000,
      act: () => hangsUp(address, `/records?document=${AUTHORITY}`),
    },
  ];

  async function plays({ what, pauseMs, act }: Actor): Promise<void> {
    for (let turn = 0; !signal.aborted; turn += 1) {
      try {
        await act(turn);
        done.set(what, (done.get(what) ?? 0) + 1);
      } catch (thrown) {
        const { code, reason } = toGenError(thrown);
        failures.push(`${what}: ${code} ${reason} ${thrown instanceof Error ? thrown.message : ''}`);
      }
      await sleep(pauseMs / haste, undefined, { signal }).catch(() => undefined);
    }
  }

  await Promise.all(actors.map(plays));
  return { done, failures, taken };
}
