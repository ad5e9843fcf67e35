import type { ModuleId } from '../../core/ids.ts';
import type { KnownModeration } from '../known-moderation.ts';
import type { Device } from '../device.ts';

/**
 * Which modules the lists that count here hide. Those that were hidden when this was asked last stay so until every list is
 * known: a start shows nothing that was hidden the day before, whatever has become of the lists' documents.
 */
export interface HiddenModules {
  now(): Promise<ReadonlySet<ModuleId>>;
}

const SETTING = 'hidden-modules';

/** @param known `undefined` while no document is open. */
export function createHiddenModules(
  { tables, announce }: Pick<Device, 'tables' | 'announce'>,
  known: () => Promise<KnownModeration> | undefined,
): HiddenModules {
  let folded: KnownModeration | undefined;
  /** What the lists said when they were folded last. */
  let listed: ReadonlySet<ModuleId> = new Set();
  let hidden: ReadonlySet<ModuleId> | undefined;
  /** From the last start, without what the lists were seen to drop since. */
  let kept: ReadonlySet<ModuleId> | undefined;
  let asked = 0;
  /** The question of which the answer is `hidden`. */
  let answered = 0;

  async function stored(): Promise<ReadonlySet<ModuleId>> {
    const row = await tables.get('settings', SETTING);
    return new Set(row === undefined ? [] : (row.value as readonly ModuleId[]));
  }

  async function keep(after: ReadonlySet<ModuleId>): Promise<void> {
    const before = await stored();
    if (before.size === after.size && [...before].every((id) => after.has(id))) return;
    await tables.write([{ table: 'settings', put: { key: SETTING, value: [...after] } }]);
    announce(['catalogue']);
  }

  return {
    async now() {
      const turn = ++asked;
      const [now, first] = await Promise.all([known(), kept ?? stored()]);
      const before = (kept ??= first);
      if (now === undefined) return hidden ?? before;
      if (hidden !== undefined && (now === folded || turn < answered)) return hidden;
      answered = turn;
      const after = new Set(now.subjects.filter(({ rater }) => rater === undefined).map(({ id }) => id));
      const isDropped = (id: ModuleId): boolean => listed.has(id) && !after.has(id);
      kept = new Set(now.isWhole ? [] : [...before].filter((id) => !isDropped(id)));
      [folded, listed] = [now, after];
      const union = new Set([...kept, ...after]);
      hidden = union;
      await keep(union);
      return union;
    },
  };
}
