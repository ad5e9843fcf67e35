import { GenError } from '../errors.ts';
import type { ModuleId } from '../ids.ts';
import type { Dependency } from '../view/module-view.ts';

interface Node {
  readonly id: ModuleId;
  readonly dependencies: readonly Dependency[];
}

/**
 * Dependencies first. Ids that are not among the nodes are left out (optional ones that were not chosen).
 *
 * @throws GenError DependencyCycle with the cycle's path, first and last the same.
 */
export function installOrder<T extends Node>(nodes: readonly T[]): T[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ordered = new Map<ModuleId, T>();
  const path: ModuleId[] = [];

  function visit(node: T): void {
    if (ordered.has(node.id)) return;
    const start = path.indexOf(node.id);
    if (start >= 0) throw new GenError('DependencyCycle', 'cycle', { path: [...path.slice(start), node.id] });
    path.push(node.id);
    for (const { id } of node.dependencies) {
      const dependency = byId.get(id);
      if (dependency !== undefined) visit(dependency);
    }
    path.pop();
    ordered.set(node.id, node);
  }

  for (const node of nodes) visit(node);
  return [...ordered.values()];
}
