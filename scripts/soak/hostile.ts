import { Worker } from 'node:worker_threads';
import { quantile } from '../bench/statistics.ts';
import type { Finding } from './finding.ts';
import { attackedRelay, type AttackedRelay } from './hostile/attacked-relay.ts';
import type { Outcome } from './hostile/attack.ts';
import type { AttackOrder } from './hostile/attack-worker.ts';
import { ATTACKS, type AttackName, type AttackPlan } from './hostile/attacks.ts';
import { honestPair, type HonestPair } from './hostile/honest-pair.ts';

/** How far below the full numbers: 1 is all of it. */
export interface Scale {
  readonly share: number;
  /** Honest publishes during each attack. */
  readonly publishes: number;
  /** `false` where other work shares the machine: then times and memory are told, and nothing is broken by them. */
  readonly judgesFigures?: boolean;
  readonly only?: readonly AttackName[];
}

const FULL: Scale = { share: 1, publishes: 200 };
/** Of an honest record, from its post to another device, 99 times of 100. */
const LONGEST_DELAY_MS = 250;
const LONGEST_SYNC_MS = 1000;
const WARM_UP = 20;
const MIB = 1024 * 1024;
/** A smaller change, up or down, from one time to the next is a memory that has settled. */
const SETTLED = 2 * MIB;
const MOST_TIMES_TO_SETTLE = 12;

function runAttack(order: AttackOrder): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./hostile/attack-worker.ts', import.meta.url), { workerData: order });
    worker.once('message', (outcome: Outcome) => {
      resolve(outcome);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the attack ended with ${code}`)));
  });
}

interface Watch {
  readonly before: number;
  peak: number;
  stop(): void;
}

function watchMemory({ memory }: AttackedRelay): Watch {
  const before = memory();
  const watch = { before, peak: before, stop: () => clearInterval(timer) };
  const timer = setInterval(() => {
    watch.peak = Math.max(watch.peak, memory());
  }, 100);
  return watch;
}

/** Attacks once, and again until the honest pair has published often enough to be judged by. */
async function attackWhileHonest(order: AttackOrder, pair: HonestPair, publishes: number): Promise<Outcome> {
  const enough = new AbortController();
  const failures: unknown[] = [];
  const publishing = pair.publishes(enough.signal, 0).catch((thrown: unknown) => failures.push(thrown));
  let [runs, broken] = [0, 0];
  let notes: string | undefined;
  try {
    do {
      const outcome = await runAttack(order);
      runs += outcome.runs;
      broken += outcome.broken;
      notes = outcome.notes;
    } while (pair.delays.length < publishes && failures.length === 0);
  } finally {
    enough.abort();
    await publishing;
  }
  if (failures.length > 0) throw failures[0];
  return notes === undefined ? { runs, broken } : { runs, broken, notes };
}

/**
 * Plays what is no attack on memory until the relay's no longer changes by it: V8 enlarges its young generation, or gives
 * it back when little happens, by tens of MiB, whoever it is that sends.
 */
async function settle({ memory }: AttackedRelay, order: AttackOrder): Promise<void> {
  for (let time = 0; time < MOST_TIMES_TO_SETTLE; time += 1) {
    const before = memory();
    await runAttack(order);
    if (Math.abs(memory() - before) < SETTLED) return;
  }
}

/**
 * Bytes that the relay's memory grows by while nobody else does anything: two hundred honest publishes, which stay, take more
 * than an attack may.
 */
async function growthAlone(relay: AttackedRelay, order: AttackOrder, { after }: AttackPlan): Promise<number> {
  if (after !== undefined) await settle(relay, { ...order, name: after });
  const memory = watchMemory(relay);
  await runAttack(order);
  memory.stop();
  return memory.peak - memory.before;
}

const ms = (time: number): string => `${time.toFixed(0)} ms`;
const mib = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MiB`;

async function finding(
  name: AttackName,
  { share, publishes, judgesFigures = true }: Scale,
): Promise<Finding> {
  const plan: AttackPlan = ATTACKS[name];
  const times = Math.max(1, Math.ceil(plan.times * share));
  const relay = await attackedRelay();
  const pair = await honestPair(relay.address);
  await pair.fill(Math.min(times, 100));
  await pair.publishes(AbortSignal.abort(), WARM_UP);
  // What a relay needs once, for its first peers, is no growth.
  for (let time = 0; time < 5; time += 1) await pair.freshSync();
  const target = { address: relay.address, module: pair.module, victim: pair.did };
  const order: AttackOrder = { name, target, times };
  const growth = plan.mostGrowth === undefined ? undefined : await growthAlone(relay, order, plan);
  pair.delays.length = 0;
  const memory = watchMemory(relay);
  const broken: string[] = [];
  let outcome: Outcome = { runs: times, broken: 0 };
  try {
    outcome = await attackWhileHonest(order, pair, publishes);
    const fresh = await pair.freshSync();
    if (judgesFigures && fresh > LONGEST_SYNC_MS) broken.push(`a fresh sync took ${ms(fresh)}`);
  } catch (thrown) {
    broken.push(String(thrown));
  }
  memory.stop();
  await pair.close();
  const p99 = quantile(pair.delays, 0.99);
  if (judgesFigures && !(p99 < LONGEST_DELAY_MS)) broken.push(`honest p99 ${ms(p99)}`);
  if (!relay.isAlive()) broken.push('the relay ended');
  if (judgesFigures && growth !== undefined && growth > (plan.mostGrowth ?? 0)) broken.push('memory grew');
  if (judgesFigures && plan.mostMemory !== undefined && memory.peak > plan.mostMemory)
    broken.push('too much memory');
  broken.push(...(await relay.wreckage(pair)));
  const figures = [
    `honest p50 ${ms(quantile(pair.delays, 0.5))}, p99 ${ms(p99)} of ${pair.delays.length}`,
    ...(growth === undefined ? [] : [`by itself RSS +${mib(growth)}`]),
    `RSS ${mib(memory.before)}, at most ${mib(memory.peak)}`,
    ...(outcome.notes === undefined ? [] : [outcome.notes]),
    ...broken.slice(0, 5),
  ];
  const { runs } = outcome;
  return { what: plan.what, runs, broken: outcome.broken + broken.length, measured: figures.join('; ') };
}

/** A raw client that is nobody's friend, against a relay in a process of its own, beside an honest pair. */
export async function hostile(scale: Scale = FULL): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of scale.only ?? (Object.keys(ATTACKS) as AttackName[])) {
    const start = performance.now();
    const found = await finding(name, scale);
    findings.push(found);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.error(
      `soak: hostile, ${name}: ${seconds} s, ${found.runs} runs, ${found.broken} broken; ${found.measured}`,
    );
  }
  return findings;
}
