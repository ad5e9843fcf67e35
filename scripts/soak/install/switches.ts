import { memoryTables } from '../../../src/adapters/memory/memory-tables.ts';
import { DRAIN_LOCK, drain } from '../../../src/app/drain.ts';
import { cancelJob, retryJob } from '../../../src/app/engine/activity.ts';
import { forgetStates } from '../../../src/app/forget-states.ts';
import { isDue, isSwitch } from '../../../src/app/jobs.ts';
import { collectOrphans } from '../../../src/app/orphans.ts';
import { requestInstall, requestSetChange } from '../../../src/app/request-change.ts';
import { uninstall } from '../../../src/app/uninstall.ts';
import { toGenError } from '../../../src/core/errors.ts';
import { DEFAULT_SET, type Generation, type SetRow } from '../../../src/ports/sets.ts';
import type { SwitchJob, Tables } from '../../../src/ports/tables.ts';
import { startProcess, tickingClock, type DeviceProcess, type DeviceWorld } from './device-world.ts';
import type { Act } from './story.ts';

/** What a device answers to a person: no, and why. */
const REFUSALS = new Set(['needed', 'installation', 'busy', 'job']);
/** More rounds than any fault of a story lasts. */
const MOST_ROUNDS = 20;

export async function switchJobs(tables: Tables): Promise<readonly SwitchJob[]> {
  return (await tables.all('jobs')).filter(isSwitch);
}

/** Goes on until nothing is left to do; what failed by a wrong byte is tried again, as a person would. */
export async function drainAll({ device, life, finish }: DeviceProcess): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await drain(device, { due: 'all', finish, signal: life.signal });
    const jobs = await switchJobs(device.tables);
    const spoilt = jobs.filter(({ state, error }) => state === 'failed' && error?.code === 'HashMismatch');
    for (const { id } of spoilt) await retryJob(device, id);
    const open = jobs.filter((job) => isDue(job) && !(finish === undefined && job.state === 'fetched'));
    if (open.length + spoilt.length === 0) return;
  }
  throw new Error('the jobs do not come to an end');
}

/** As an engine does when it starts. */
export function collect({ device }: DeviceProcess): Promise<number> {
  return device.locks.exclusive(DRAIN_LOCK, () => collectOrphans(device));
}

async function act(process: DeviceProcess, deed: Act): Promise<string | undefined> {
  const { device } = process;
  switch (deed.kind) {
    case 'install':
      return (await requestInstall(device, deed.id, { version: deed.version }, deed.job)).id;
    case 'update':
      return (await requestSetChange(device, { kind: 'update' }, {}, deed.job)).id;
    case 'uninstall':
      await uninstall(device, deed.id);
      return undefined;
    case 'cancel':
      await device.locks.exclusive(DRAIN_LOCK, () => cancelJob(device, deed.job));
      return undefined;
    case 'forget':
      await forgetStates(device, DEFAULT_SET);
      return undefined;
    case 'drain':
      await drainAll(process);
      return undefined;
  }
}

/** @returns the job that was promised, if any. A refusal is an answer too. */
export async function perform(process: DeviceProcess, deed: Act): Promise<string | undefined> {
  try {
    return await act(process, deed);
  } catch (thrown) {
    const { reason } = toGenError(thrown);
    if (!REFUSALS.has(reason)) throw thrown;
    return undefined;
  }
}

/** A set as a text: what was asked for, and which releases. */
export function textOf({ wishes, releases }: Pick<Generation, 'wishes' | 'releases'>): string {
  const words = [...wishes.map(({ id, range }) => `${id} ${range}`), ...releases.map(({ record }) => record)];
  return words.sort().join('\n');
}

export interface Switch {
  readonly before: SetRow | undefined;
  readonly after: SetRow;
}

/** The same tables, empty as yet, which tell each switch of a set that is written. */
export function watchedTables(tables: Tables, onSwitch: (change: Switch) => void): Tables {
  const sets = new Map<string, SetRow>();
  return {
    ...tables,
    write(writes) {
      const writing = tables.write(writes);
      for (const write of writes) {
        if (!('put' in write) || write.table !== 'sets') continue;
        onSwitch({ before: sets.get(write.put.name), after: write.put });
        sets.set(write.put.name, write.put);
      }
      return writing;
    },
  };
}

/** What sets become by an act where nothing goes wrong. */
export interface Expectations {
  /** @returns as `textOf` has it. */
  after(before: SetRow | undefined, deed: Act): Promise<string>;
}

export function expectations(world: DeviceWorld): Expectations {
  const known = new Map<string, Promise<string>>();

  async function play(before: SetRow | undefined, deed: Act): Promise<string> {
    const tables = memoryTables();
    if (before !== undefined) await tables.write([{ table: 'sets', put: before }]);
    const process = startProcess(world, { tables, clock: tickingClock() });
    await perform(process, deed);
    await drainAll(process);
    const open = (await switchJobs(tables)).filter(isDue);
    if (open.length > 0) throw new Error('an undisturbed act does not end');
    const after = await tables.get('sets', DEFAULT_SET);
    return after === undefined ? '' : textOf(after.generation);
  }

  return {
    after(before, deed) {
      const key = JSON.stringify([before && textOf(before.generation), deed]);
      const answer = known.get(key) ?? play(before, deed);
      known.set(key, answer);
      return answer;
    },
  };
}
