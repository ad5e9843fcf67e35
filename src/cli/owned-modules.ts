import { knownModule } from '../app/known-records.ts';
import type { Did, ModuleId } from '../core/ids.ts';
import { loadCatalogue, requireWholeCatalogue } from './catalogue-documents.ts';
import type { Context, OpenDevice } from './context.ts';

/**
 * All whose card, kept document or job here says so, and whose records agree.
 *
 * @param others that may be too.
 * @throws GenError Network `catalogue-parts` where the relay does not show the whole catalogue as it is now.
 */
export async function ownedModules(
  context: Context,
  opened: OpenDevice,
  did: Did,
  others: readonly ModuleId[] = [],
): Promise<ModuleId[]> {
  const { device } = opened;
  const { catalogue, parts } = await loadCatalogue(context, opened);
  if (parts === undefined) await requireWholeCatalogue(opened, context.signal);
  else context.out.note('You may not read the catalogue: only modules that this device has seen are known.');
  const kept = (await device.tables.keys('documents')).filter((path) => path.startsWith('module/'));
  const jobs = (await device.tables.all('jobs')).map(({ module }) => module);
  const candidates = new Set([
    ...others,
    ...catalogue.ownedBy(did),
    ...kept.map((path) => path.slice('module/'.length) as ModuleId),
    ...jobs.filter((module) => module !== undefined),
  ]);
  const owned: ModuleId[] = [];
  for (const id of candidates) {
    if ((await knownModule(device, id, context.signal))?.owner === did) owned.push(id);
  }
  return owned.sort();
}
