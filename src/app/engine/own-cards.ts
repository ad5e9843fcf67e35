import type { DocumentPath } from '../../core/record/document.ts';
import { decodeMember, type Member } from '../../core/record/member.ts';
import type { MemberId } from '../../core/record/record.ts';
import type { OutboxRow } from '../../ports/tables.ts';
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
  /** The same after a start, when documents are open again. */
  standing(isHeld: (path: DocumentPath, id: MemberId) => boolean): Promise<void>;
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

  async function end(hasDone: (row: OutboxRow) => boolean): Promise<void> {
    const gone = (await tables.all('outbox')).filter(hasDone);
    if (gone.length === 0) return;
    for (const { id } of gone) underWay.delete(id);
    await tables.write(removals(gone));
    announce(['catalogue']);
  }

  return {
    isPending: (record) => underWay.has(record),
    refresh: () => locks.exclusive(OUTBOX_LOCK, refresh),
    met: async (members) => {
      if (members.length === 0) return;
      const ids = new Set<string>(members.map(({ id }) => id));
      await locks.exclusive(OUTBOX_LOCK, () => end(({ id }) => ids.has(id)));
    },
    standing: (isHeld) =>
      locks.exclusive(OUTBOX_LOCK, () =>
        end(({ document, id }) => isHeld(document as DocumentPath, id as MemberId)),
      ),
  };
}
