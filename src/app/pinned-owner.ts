import { toHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import type { Did, ModuleId } from '../core/ids.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import type { Device } from './device.ts';

/**
 * The first owner of a name that this device saw stays the one whose modules it installs. Which of two grants is the earlier
 * one is the naming key's word alone: a stolen or lying one could date a grant back, and every fold would follow it.
 */

type Keeper = Pick<Device, 'tables' | 'namespace' | 'locks'>;

function keyOf({ namespace }: Keeper, id: ModuleId): string {
  return `owner/${toHex(namespace)}/${id}`;
}

async function pinnedOwner(device: Keeper, id: ModuleId): Promise<Did | undefined> {
  return (await device.tables.get('settings', keyOf(device, id)))?.value as Did | undefined;
}

/** Remembers the owner, once: a later one changes nothing. Who is in doubt is not remembered. */
export async function pinOwner(device: Keeper, { id, owner, contested }: ModuleView): Promise<void> {
  if (contested || (await pinnedOwner(device, id)) !== undefined) return;
  const key = keyOf(device, id);
  await device.locks.exclusive(key, async () => {
    if ((await pinnedOwner(device, id)) !== undefined) return;
    await device.tables.write([{ table: 'settings', put: { key, value: owner } }]);
  });
}

/** The pinned owner where the module has another one now. */
export async function ownerOtherThan(device: Keeper, { id, owner }: ModuleView): Promise<Did | undefined> {
  const pinned = await pinnedOwner(device, id);
  return pinned === owner ? undefined : pinned;
}

/** @throws GenError InvalidState `owner-changed` with `owner` and `pinned`. */
export async function requirePinnedOwner(device: Keeper, view: ModuleView): Promise<void> {
  const pinned = await ownerOtherThan(device, view);
  if (pinned === undefined) return;
  throw new GenError('InvalidState', 'owner-changed', { id: view.id, owner: view.owner, pinned });
}
