import type { Micros, ModuleId } from '../core/ids.ts';
import type { UseRow } from '../ports/kept-rows.ts';
import type { Tables } from '../ports/tables.ts';
import type { Device } from './device.ts';

const LOCK = 'uses';
/** Microseconds. A page that is asked for again and again writes no more often than this. */
const OPENED_EVERY = 3_600_000_000;

type Here = Pick<Device, 'tables' | 'locks' | 'clock'>;

/** What is known of the use of every module that was installed here. */
export async function usesById(tables: Tables): Promise<ReadonlyMap<ModuleId, UseRow>> {
  return new Map((await tables.all('uses')).map((row) => [row.id, row]));
}

async function isInstalled(tables: Tables, id: ModuleId): Promise<boolean> {
  return (await tables.all('sets')).some(({ generation }) =>
    generation.releases.some((one) => one.id === id),
  );
}

function change({ tables, locks }: Here, id: ModuleId, act: (before: UseRow) => UseRow): Promise<void> {
  return locks.exclusive(LOCK, async () => {
    const before = (await tables.get('uses', id)) ?? { id, uses: 0 };
    await tables.write([{ table: 'uses', put: act(before) }]);
  });
}

/** The page of a module was looked at: of one that is installed, that is written down. @throws GenError Storage. */
export async function noteOpened(here: Here, id: ModuleId): Promise<void> {
  const { tables, clock } = here;
  const isFresh = (at: Micros | undefined): boolean => at !== undefined && clock() - at < OPENED_EVERY;
  if (isFresh((await tables.get('uses', id))?.openedAt) || !(await isInstalled(tables, id))) return;
  await change(here, id, (before) => ({ ...before, openedAt: clock() }));
}

/** The binary of an installed module was handed out. @throws GenError Storage. */
export function noteUsed(here: Here, id: ModuleId): Promise<void> {
  return change(here, id, (before) => ({ ...before, usedAt: here.clock(), uses: before.uses + 1 }));
}
