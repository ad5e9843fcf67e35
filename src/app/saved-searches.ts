import { GenError } from '../core/errors.ts';
import type { SavedSearch } from '../ports/search.ts';
import type { Device } from './device.ts';

/** Searches are this device's own and told to nobody. */
const SETTING = 'saved-searches';
const LOCK = 'saved-searches';
const MAX_SAVED = 50;
const MAX_SEARCH_NAME = 60;
const MAX_ADDRESS = 2000;

type Here = Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>;

/** Newest first. */
export async function savedSearches({ tables }: Pick<Device, 'tables'>): Promise<readonly SavedSearch[]> {
  const row = await tables.get('settings', SETTING);
  return row === undefined ? [] : (row.value as readonly SavedSearch[]);
}

async function change(
  here: Here,
  act: (saved: readonly SavedSearch[]) => readonly SavedSearch[],
): Promise<void> {
  // A page of another version of the app may run an engine of its own for a moment.
  await here.locks.exclusive(LOCK, async () => {
    const value = act(await savedSearches(here));
    await here.tables.write([{ table: 'settings', put: { key: SETTING, value } }]);
  });
  here.announce(['searches']);
}

function parsed(field: string, text: string, limit: number): string {
  const trimmed = text.trim();
  if (trimmed === '') throw new GenError('InvalidInput', 'empty', { field });
  if (trimmed.length > limit) throw new GenError('InvalidInput', 'too-long', { field, limit });
  return trimmed;
}

/**
 * @returns its id. Saved again under a name that is there, it takes its place.
 * @throws GenError InvalidInput `empty` | `too-long`; QuotaExceeded `saved-searches`; Storage.
 */
export async function saveSearch(here: Here, search: Pick<SavedSearch, 'name' | 'address'>): Promise<string> {
  const name = parsed('name', search.name, MAX_SEARCH_NAME);
  if (search.address.length > MAX_ADDRESS)
    throw new GenError('InvalidInput', 'too-long', { field: 'address', limit: MAX_ADDRESS });
  const saved = { id: crypto.randomUUID(), name, address: search.address, savedAt: here.clock() };
  await change(here, (before) => {
    const others = before.filter((one) => one.name !== name);
    if (others.length >= MAX_SAVED)
      throw new GenError('QuotaExceeded', 'saved-searches', { limit: MAX_SAVED });
    return [saved, ...others];
  });
  return saved.id;
}

/** @throws GenError Storage */
export async function removeSearch(here: Here, id: string): Promise<void> {
  await change(here, (before) => before.filter((one) => one.id !== id));
}
