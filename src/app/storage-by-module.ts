import type { ModuleId } from '../core/ids.ts';
import type { ModuleStorage } from '../ports/housekeeping.ts';
import type { Generation } from '../ports/sets.ts';
import type { Tables } from '../ports/tables.ts';

/** What the binaries of each module take, in all sets and their states: the largest first. Each binary counts once. */
export async function storageByModule(tables: Tables): Promise<readonly ModuleStorage[]> {
  const [sets, former, here] = await Promise.all([
    tables.all('sets'),
    tables.all('generations'),
    tables.keys('blobs'),
  ]);
  const uncounted = new Set<string>(here);
  const modules = new Map<ModuleId, ModuleStorage>();
  const count = ({ releases }: Generation, part: 'installed' | 'former'): void => {
    for (const { id, name, sha256, size } of releases) {
      if (!uncounted.delete(sha256)) continue;
      const before = modules.get(id) ?? { id, name, installed: 0, former: 0 };
      modules.set(id, { ...before, [part]: before[part] + size });
    }
  };
  for (const { generation } of sets) count(generation, 'installed');
  const newestFirst = former.map(({ generation }) => generation).sort((a, b) => b.at - a.at);
  for (const generation of newestFirst) count(generation, 'former');
  const total = ({ installed, former: old }: ModuleStorage): number => installed + old;
  return [...modules.values()].sort((a, b) => total(b) - total(a) || (a.id < b.id ? -1 : 1));
}
