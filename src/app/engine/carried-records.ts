import { isShard, type DocumentPath } from '../../core/record/document.ts';
import { decodeMember, type Member } from '../../core/record/member.ts';
import type { MemberId } from '../../core/record/record.ts';
import type { Catalogue } from '../catalogue.ts';
import { CARRIED_LOCK, carriedMembers, withoutMet } from '../carried.ts';
import type { Device } from '../device.ts';

/** What files brought, from when it is kept until documents have it. */
export interface CarriedRecords {
  members(path: DocumentPath): Promise<readonly Member[]>;
  /** Its cards show like others. */
  refresh(): Promise<void>;
  /** What stands in a document now need not be carried. */
  met(members: readonly Member[]): Promise<void>;
  /** The same for documents that came back while nobody listened. */
  standing(isHeld: (path: DocumentPath, id: MemberId) => boolean): Promise<void>;
}

export function createCarriedRecords(
  { tables, locks, clock, announce }: Pick<Device, 'tables' | 'locks' | 'clock' | 'announce'>,
  catalogue: Pick<Catalogue, 'add'>,
): CarriedRecords {
  /** Where each record lies: most of what is met was never carried. */
  const places = new Map<MemberId, DocumentPath>();

  async function refresh(): Promise<void> {
    places.clear();
    const cards: Member[] = [];
    for (const row of await tables.all('carried')) {
      const path = row.path as DocumentPath;
      const records = row.members.map(decodeMember).filter(({ member }) => member === 'record');
      for (const { id } of records) places.set(id, path);
      if (isShard(path)) cards.push(...records);
    }
    if (cards.length > 0 && catalogue.add(cards, clock())) announce(['catalogue']);
  }

  /** Under the lock. */
  async function forget(path: DocumentPath, isMet: (id: MemberId) => boolean): Promise<void> {
    const row = await tables.get('carried', path);
    const write = row && withoutMet(row, isMet);
    if (write !== undefined) await tables.write([write]);
    for (const [id, place] of places) if (place === path && isMet(id)) places.delete(id);
  }

  return {
    members: (path) => carriedMembers({ tables }, path),
    refresh: () => locks.exclusive(CARRIED_LOCK, refresh),
    async met(members) {
      const ids = new Set(members.map(({ id }) => id).filter((id) => places.has(id)));
      if (ids.size === 0) return;
      await locks.exclusive(CARRIED_LOCK, async () => {
        const paths = new Set([...ids].flatMap((id) => places.get(id) ?? []));
        for (const path of paths) await forget(path, (id) => ids.has(id));
      });
    },
    standing: (isHeld) =>
      locks.exclusive(CARRIED_LOCK, async () => {
        for (const path of new Set(places.values())) await forget(path, (id) => isHeld(path, id));
      }),
  };
}
