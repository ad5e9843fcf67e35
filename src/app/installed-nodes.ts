import type { GraphNode } from '../core/resolve/graph.ts';
import type { ModuleId, Version } from '../core/ids.ts';
import type { Dependency } from '../core/view/module-view.ts';
import type { Tables } from '../ports/tables.ts';

/** An installed module as graphs read it. */
export interface InstalledNode extends GraphNode {
  readonly id: ModuleId;
  readonly name: string;
  readonly version: Version;
  readonly dependencies: readonly Dependency[];
  /** Asked for by the person. */
  readonly wanted: boolean;
}

/** What is installed on this device, by id. The one place where graphs read these rows. @throws GenError Storage */
export async function installedNodes(tables: Pick<Tables, 'all'>): Promise<readonly InstalledNode[]> {
  const rows = await tables.all('installations');
  return rows
    .map(({ id, name, version, dependencies, wanted }) => ({ id, name, version, dependencies, wanted }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
