import { GenError } from '../../core/errors.ts';
import type { ModuleId } from '../../core/ids.ts';
import type { ImportedModule, Skipped } from './imported-module.ts';

/**
 * A module with those of its releases whose needs are the import's own: what is called alike and belongs to somebody else
 * is something else.
 *
 * @param names what has become of the names that were claimed.
 * @param skip told of each release that is left out.
 */
export function grantedReleases(
  module: ImportedModule,
  names: ReadonlyMap<ModuleId, unknown>,
  skip: (what: Skipped) => void,
): ImportedModule {
  const drafts = module.drafts.filter(({ version, dependencies }) => {
    for (const { id } of dependencies) {
      const refusal = names.get(id as ModuleId);
      if (!(refusal instanceof GenError)) continue;
      skip({ id: module.source, version, reason: `dependency ${id} ${refusal.reason ?? refusal.code}` });
      return false;
    }
    return true;
  });
  return drafts.length === module.drafts.length ? module : { ...module, drafts };
}
