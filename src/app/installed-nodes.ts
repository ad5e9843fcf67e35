import type { GraphNode } from '../core/resolve/graph.ts';
import type { ModuleId, Version } from '../core/ids.ts';
import type { Dependency } from '../core/view/module-view.ts';
import type { Tables } from '../ports/tables.ts';
import { installedRows } from './installed-set.ts';

/** An installed module as graphs read it. */
export interface InstalledNode extends GraphNode {
  readonly id: ModuleId;
  readonly name: string;
  readonly version: Version;
  readonly dependencies: readonly Dependency[];
  /** Asked for by the person. */
  readonly wanted: boolean;
}

/** What is installed in the active set, by id. The one place where graphs read it. @throws GenError Storage */
export async function installedNodes(tables: Tables): Promise<readonly InstalledNode[]> {
  const rows = await installedRows(tables);
  return rows
    .map(({ id, name, version, dependencies, wanted }) => ({ id, name, version, dependencies, wanted }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
