import { setTimeout as sleep } from 'node:timers/promises';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { quantile } from '../bench/statistics.ts';
import type { Finding } from './finding.ts';
import { mixedLoad, type LoadCounts } from './relay/mixed-load.ts';
import { afterWarmUp, growth } from './relay/trend.ts';
import { watchedRelay, type RelaySample, type WatchedRelay } from './relay/watched-relay.ts';

/** `judges`: `false` where the time is too short for a trend; then growth is told, and nothing is broken by it. */
export interface RelaySoak {
  readonly minutes: number;
  readonly judges: boolean;
}

type Taken = RelaySample & { readonly at: number };

const MIB = 1024 * 1024;
const KIB = 1024;
/** What a record and its receipt may take for ever: in their document, in the journal's book and in the folds. */
const MEMORY_A_RECORD = 4 * KIB;
/** What settles and swings while nothing is kept. */
const MEMORY_SWING = 16 * MIB;
const HANDLES_SWING = 40;
/** SQLite's own bound before it writes back is 4 MiB; readers may hold it off for a while. */
const LARGEST_LOG = 64 * MIB;
/** Of the relay's files that are no blobs: databases, keys, snapshots of each shard. */
const FILES_SWING = 200;

async function watch(relay: WatchedRelay, seconds: number, every: number): Promise<Taken[]> {
  const samples: Taken[] = [];
  const start = performance.now();
  const now = (): number => (performance.now() - start) / 1000;
  while (now() < seconds && relay.isAlive()) {
    samples.push({ at: now(), ...(await relay.sample()) });
    await sleep(every * 1000);
  }
  return samples;
}

const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;

function rise(samples: readonly Taken[], figure: keyof RelaySample): number {
  return growth(afterWarmUp(samples).map((sample) => ({ at: sample.at, value: sample[figure] })));
}

function highest(samples: readonly Taken[], figure: keyof RelaySample): number {
  return Math.max(...samples.map((sample) => sample[figure]));
}

function findings(samples: readonly Taken[], load: LoadCounts, { judges }: RelaySoak): Finding[] {
  const runs = samples.length;
  const broken = (isBroken: boolean): number => (judges && isBroken ? 1 : 0);
  const heap = rise(samples, 'heap');
  const allowed = load.taken * MEMORY_A_RECORD + MEMORY_SWING;
  const [handles, files] = [rise(samples, 'handles'), rise(samples, 'files')];
  const log = highest(samples, 'log');
  const delays = samples.map(({ delayP99 }) => delayP99);
  const [first, last] = [samples[0], samples.at(-1)];
  const acts = [...load.done].map(([what, count]) => `${count} ${what}`).join(', ');
  return [
    {
      what: 'mixed load: everybody is answered',
      runs: [...load.done.values()].reduce((sum, count) => sum + count, load.failures.length),
      broken: load.failures.length,
      measured: [`${load.taken} records taken; ${acts}`, ...load.failures.slice(0, 5)].join('; '),
    },
    {
      what: 'memory in use grows by what was taken and no more',
      runs,
      broken: broken(heap > allowed),
      measured: `after the first quarter ${mib(heap)}, ${mib(allowed)} allowed; RSS ${mib(first?.rss ?? 0)} to ${mib(last?.rss ?? 0)}, at most ${mib(highest(samples, 'rss'))}, trend ${mib(rise(samples, 'rss'))}`,
    },
    {
      what: 'handles do not grow',
      runs,
      broken: broken(handles > HANDLES_SWING),
      measured: `trend ${handles.toFixed(1)}, at most ${highest(samples, 'handles')}, ${last?.handles ?? 0} at the end`,
    },
    {
      what: "SQLite's log stays short and no files are left over",
      runs,
      broken: broken(log > LARGEST_LOG || files > load.taken + FILES_SWING),
      measured: `log at most ${mib(log)}, ${last?.files ?? 0} files of ${mib(last?.bytes ?? 0)}`,
    },
    {
      what: 'event loop',
      runs,
      broken: 0,
      measured: `delay p99 ${quantile(delays, 0.5).toFixed(0)} ms in the middle of all samples, ${quantile(delays, 0.95).toFixed(0)} ms at p95, once ${highest(samples, 'delayMax').toFixed(0)} ms`,
    },
  ];
}

/** Everything that a relay is for, at once and for a long time: whatever it keeps has to be what it was given. */
export async function relaySoak(soak: RelaySoak): Promise<Finding[]> {
  await automergeReady();
  const relay = await watchedRelay();
  const seconds = soak.minutes * 60;
  const ending = new AbortController();
  const loading = mixedLoad(relay.address, ending.signal, soak.judges ? 1 : 10);
  try {
    const samples = await watch(relay, seconds, Math.min(10, seconds / 20));
    const isAlive = relay.isAlive();
    ending.abort();
    const load = await loading;
    const alive = { what: 'the relay outlives it', runs: 1, broken: isAlive ? 0 : 1 };
    return [alive, ...findings(samples, load, soak)];
  } finally {
    ending.abort();
    await relay.close();
  }
}
