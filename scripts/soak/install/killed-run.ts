import { memoryTables } from '../../../src/adapters/memory/memory-tables.ts';
import { isFinished } from '../../../src/app/jobs.ts';
import type { SetDeed } from '../../../src/ports/sets.ts';
import type { SwitchJob, Tables } from '../../../src/ports/tables.ts';
import { startProcess, tickingClock, type DeviceProcess, type DeviceWorld } from './device-world.ts';
import type { Death } from './life.ts';
import type { NextFault } from './recorded-relay.ts';
import type { Act } from './story.ts';
import {
  collect,
  drainAll,
  perform,
  switchJobs,
  textOf,
  watchedTables,
  type Expectations,
  type Switch,
} from './switches.ts';
import { heldIn, wrongIn } from './whole-sets.ts';

/** A process of the story: where it ends, and whether it is the service worker that begins it. */
export interface Part {
  readonly death: Death;
  readonly isServiceWorker: boolean;
}

export interface KilledRun {
  readonly acts: readonly Act[];
  /** One process each, in this order; the last of all is not killed. */
  readonly parts: readonly Part[];
  readonly nextFault: NextFault;
}

export interface Ending {
  /** Empty: every promise was kept. */
  readonly wrong: readonly string[];
  /** The calls at which processes ended. */
  readonly deaths: readonly string[];
  /** What jobs were at when that happened. */
  readonly states: readonly string[];
  readonly switches: number;
  /** Calls of ports by the last process. */
  readonly calls: number;
}

/** Whether a state says of itself that it came by this act. */
function isDeedOf({ kind, ids = [] }: SetDeed & { readonly ids?: readonly string[] }, act: Act): boolean {
  if (act.kind === 'update') return kind === 'update' && ids.length === 0;
  if (act.kind === 'uninstall') return kind === 'uninstall' && ids.includes(act.id);
  return act.kind === 'install' && (kind === 'install' || kind === 'update') && ids.includes(act.id);
}

/** Each switch has to lead from the state before to what one of the acts makes of it where nothing goes wrong. */
async function unexpected(
  switches: readonly Switch[],
  acts: readonly Act[],
  { after }: Expectations,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { before, after: written } of switches) {
    const { number, deed, ...state } = written.generation;
    const possible = await Promise.all(
      acts.filter((act) => isDeedOf(deed, act)).map((act) => after(before, act)),
    );
    if (!possible.includes(textOf(state))) wrong.push(`state ${number} (${deed.kind}) is of no act`);
    if (number !== (before?.generation.number ?? 0) + 1) wrong.push(`state ${number} does not follow`);
  }
  return wrong;
}

/** What cannot be had together ends a job with its reason, and a wrong byte until somebody tries again. */
function isAnswer({ error }: SwitchJob): boolean {
  return error?.code === 'HashMismatch' || error?.reason === 'no-solution';
}

/** Whether nothing is left of a job but an answer, or a question, to a person. */
function isAtItsEnd(job: SwitchJob, isStopped: boolean): boolean {
  if (job.state === 'cancelled') return isStopped;
  return job.state === 'installed' || job.state === 'asking' || job.error?.reason === 'no-solution';
}

/** Jobs that were promised, and are neither there nor at an end that the story gave them. */
function lost(
  jobs: readonly SwitchJob[],
  promised: ReadonlySet<string>,
  stopped: ReadonlySet<string>,
): string[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return [...promised].flatMap((id) => {
    const job = byId.get(id);
    if (job === undefined) return [`${id} is lost`];
    if (job.state === 'cancelled' && !stopped.has(id)) return [`${id} was cancelled by nobody`];
    return job.state === 'failed' && !isAnswer(job) ? [`${id} failed: ${JSON.stringify(job.error)}`] : [];
  });
}

/** Binaries that no state and no open job names, and pieces of any: nothing is under way any more. */
async function leftOver(tables: Tables): Promise<string[]> {
  const [sets, generations, jobs] = [
    await tables.all('sets'),
    await tables.all('generations'),
    await switchJobs(tables),
  ];
  const states = [...sets, ...generations].flatMap(({ generation }) => generation.releases);
  const plans = jobs.filter((job) => !isFinished(job)).flatMap(({ plan = [] }) => plan);
  const named = new Set<string>([...states, ...plans].map(({ sha256 }) => sha256));
  const blobs = (await tables.keys('blobs')).filter((sha256) => !named.has(sha256));
  return [...blobs, ...(await tables.keys('chunks'))].map((key) => `${key} is left over`);
}

/** Plays a story on one device, in as many processes as it takes. */
export async function killedRun(
  world: DeviceWorld,
  expected: Expectations,
  { acts, parts, nextFault }: KilledRun,
): Promise<Ending> {
  const switches: Switch[] = [];
  const clock = tickingClock();
  const tables = watchedTables(memoryTables(), (change) => switches.push(change));
  const promised = new Set<string>();
  const stopped = new Set<string>();
  const [wrong, deaths, states]: [string[], string[], string[]] = [[], [], []];
  let next = 0;

  async function live(process: DeviceProcess, isFirst: boolean): Promise<void> {
    if (!isFirst) {
      if (process.finish !== undefined) await collect(process);
      await drainAll(process);
    }
    for (; next < acts.length; next += 1) {
      const act = acts[next] as Act;
      if (act.kind === 'cancel') stopped.add(act.job);
      const job = await perform(process, act);
      if (job !== undefined) promised.add(job);
    }
    await drainAll(process);
  }

  async function look(): Promise<void> {
    const jobs = await switchJobs(tables);
    states.push(...jobs.map(({ state }) => state));
    wrong.push(...wrongIn(await heldIn(tables)), ...lost(jobs, promised, stopped));
  }

  async function play(part: Part | undefined, isFirst: boolean): Promise<DeviceProcess> {
    const process = startProcess(world, { tables, clock }, { nextFault, ...part });
    await Promise.race([process.life.ended, live(process, isFirst)]);
    const at = process.life.endedAt();
    if (at !== undefined) deaths.push(at);
    await look();
    return process;
  }

  for (const [place, part] of parts.entries()) await play(part, place === 0);
  const last = await play(undefined, parts.length === 0);
  const ends = (await switchJobs(tables)).filter((job) => !isAtItsEnd(job, stopped.has(job.id)));
  wrong.push(...ends.map(({ id, state }) => `${id} ends as ${state}`));
  await collect(startProcess(world, { tables, clock }));
  wrong.push(...wrongIn(await heldIn(tables)), ...(await leftOver(tables)));
  wrong.push(...(await unexpected(switches, acts, expected)));
  return { wrong, deaths, states, switches: switches.length, calls: last.life.calls() };
}
