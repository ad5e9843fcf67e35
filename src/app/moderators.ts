import { GenError } from '../core/errors.ts';
import { parseDid, type Did } from '../core/ids.ts';
import type { ListName } from '../core/view/moderation.ts';
import type { Device } from './device.ts';

/** Whose lists count on this device beside this person's own. The choice is the device's, and told to nobody. */
export interface Followed {
  readonly admins: boolean;
  /** In the order in which they were chosen. */
  readonly people: readonly Did[];
}

const SETTING = 'moderators';
/** Each is a document that this device keeps fresh, and that its owner may fill. */
export const MAX_FOLLOWED = 50;

/** The registry's admins are followed until somebody chooses not to. */
export async function followedModerators({ tables }: Pick<Device, 'tables'>): Promise<Followed> {
  const row = await tables.get('settings', SETTING);
  return row === undefined ? { admins: true, people: [] } : (row.value as Followed);
}

async function keep({ tables }: Pick<Device, 'tables'>, followed: Followed): Promise<void> {
  await tables.write([{ table: 'settings', put: { key: SETTING, value: followed } }]);
}

/** @throws GenError InvalidInput `did` | `own-list`: one's own list always counts. */
async function parseModerator({ identity }: Pick<Device, 'identity'>, text: string): Promise<ListName> {
  if (text === 'admins') return text;
  const who = parseDid(text.trim());
  if ((await identity.facts()).did === who)
    throw new GenError('InvalidInput', 'own-list', { field: 'moderator' });
  return who;
}

/** @returns whom. @throws GenError InvalidInput `did` | `own-list`; QuotaExceeded `moderators`; Storage. */
export async function followModerator(
  device: Pick<Device, 'tables' | 'identity'>,
  text: string,
): Promise<ListName> {
  const who = await parseModerator(device, text);
  const { admins, people } = await followedModerators(device);
  if (who === 'admins') await keep(device, { admins: true, people });
  else if (!people.includes(who)) {
    if (people.length >= MAX_FOLLOWED)
      throw new GenError('QuotaExceeded', 'moderators', { limit: MAX_FOLLOWED });
    await keep(device, { admins, people: [...people, who] });
  }
  return who;
}

/** @returns whom. @throws GenError InvalidInput `did` | `own-list`; Storage. */
export async function unfollowModerator(
  device: Pick<Device, 'tables' | 'identity'>,
  text: string,
): Promise<ListName> {
  const who = await parseModerator(device, text);
  const { admins, people } = await followedModerators(device);
  await keep(
    device,
    who === 'admins' ? { admins: false, people } : { admins, people: people.filter((one) => one !== who) },
  );
  return who;
}
