import { decodeMember, type Member } from '../../core/record/member.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Device } from '../device.ts';
import { OUTBOX_LOCK, removals } from '../outbox.ts';

/** This device's own cards in the catalogue, from when they are signed until a document brings them back. */
export interface OwnCards {
  isPending(record: string): boolean;
  /** Shows cards under way and takes back those that were refused or cancelled. */
  refresh(): Promise<void>;
  /** Rows of the outbox that stand in a document now have done their work. */
  met(members: readonly Member[]): Promise<void>;
}

export function createOwnCards(
  { tables, locks, clock, announce }: Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>,
  catalogue: Catalogue,
): OwnCards {
  const underWay = new Set<string>();

  async function refresh(): Promise<void> {
    const rows = await tables.all('outbox');
    const own = rows.filter(({ document, state }) => document.startsWith('catalog/') && state !== 'refused');
    const ids = new Set(own.map(({ id }) => id));
    const gone = [...underWay].filter((id) => !ids.has(id));
    const fresh = own.filter(({ id }) => !underWay.has(id));
    for (const id of gone) underWay.delete(id);
    for (const { id } of fresh) underWay.add(id);
    const members = fresh.map(({ bytes }) => decodeMember(bytes));
    const changed = [catalogue.remove(gone), catalogue.add(members, clock())];
    if (changed.includes(true)) announce(['catalogue']);
  }

  async function met(members: readonly Member[]): Promise<void> {
    const ids = new Set<string>(members.map(({ id }) => id));
    const gone = (await tables.all('outbox')).filter(({ id }) => ids.has(id));
    if (gone.length === 0) return;
    for (const { id } of gone) underWay.delete(id);
    await tables.write(removals(gone));
    announce(['catalogue']);
  }

  return {
    isPending: (record) => underWay.has(record),
    refresh: () => locks.exclusive(OUTBOX_LOCK, refresh),
    met: async (members) => {
      if (members.length > 0) await locks.exclusive(OUTBOX_LOCK, () => met(members));
    },
  };
}
