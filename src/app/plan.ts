import { GenError } from '../core/errors.ts';
import { parseRange, type ModuleId, type Version } from '../core/ids.ts';
import { installOrder } from '../core/resolve/order.ts';
import { requireInstallable, resolve } from '../core/resolve/resolve.ts';
import type { ModuleView } from '../core/view/module-view.ts';
import type { PlannedRelease } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { knownModule } from './known-records.ts';
import { requirePinnedOwner } from './pinned-owner.ts';

/**
 * What installing a module means: it and all it needs, dependencies first, as their signed records have it.
 *
 * @param version exactly this one; else the newest that may be installed.
 * What is installed beside it stays sound: its needs bind the choice too.
 *
 * @throws GenError NotFound | VersionConflict | DependencyCycle | Timeout | Network | Cancelled; InvalidState
 * `unregistered` | `contested` | `owner-changed`, or `unconfirmed` when a release has no receipt and was not itself asked for by its
 * version.
 */
export async function planInstall(
  device: Device,
  id: ModuleId,
  version: Version | undefined,
  signal?: AbortSignal,
): Promise<readonly PlannedRelease[]> {
  const moduleOf = async (needed: ModuleId): Promise<ModuleView | undefined> => {
    const view = await knownModule(device, needed, signal);
    if (view !== undefined) await requirePinnedOwner(device, view);
    return view;
  };
  const module = await moduleOf(id);
  if (module === undefined) throw new GenError('NotFound', 'module', { id });
  requireInstallable(module, 'you');
  const wanted = version ?? module.latest;
  if (wanted === undefined) throw new GenError('NotFound', 'module', { id });
  const choice = await resolve(
    [{ id, range: parseRange(wanted), by: 'you' }],
    (needed) => (needed === id ? Promise.resolve(module) : moduleOf(needed)),
    { signal, installed: await device.tables.all('installations') },
  );
  const planned = [...choice.values()].map(
    ({ module: { name }, module: { id: chosen }, release }): PlannedRelease => {
      const askedFor = version !== undefined && chosen === id;
      if (release.receipts.length === 0 && !askedFor) {
        throw new GenError('InvalidState', 'unconfirmed', { id: chosen, version: release.version });
      }
      return {
        id: chosen,
        name,
        version: release.version,
        sha256: release.sha256,
        size: release.size,
        dependencies: release.dependencies,
        record: release.record,
        author: release.author,
      };
    },
  );
  return installOrder(planned);
}
