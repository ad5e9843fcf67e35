import type { GraphEdge } from '../../../../core/resolve/graph.ts';
import type { GraphModule, ModuleGraph } from '../../../../ports/graph.ts';

/** One line between a module and another one that it stands under. */
export interface Asked {
  readonly module: GraphModule;
  readonly range: string;
  readonly optional: boolean;
}

/** A module where it is met first, with what is met next through it. */
export interface Branch {
  readonly module: GraphModule;
  /** Who asks for it and as what; on the side of those that need the module, what they ask for. The nearest first. */
  readonly asked: readonly Asked[];
  /** It needs itself, through others. */
  readonly isInCycle: boolean;
  readonly under: readonly Branch[];
}

export function inCycles({ cycles }: Pick<ModuleGraph, 'cycles'>): ReadonlySet<string> {
  return new Set(cycles.flat());
}

/** The lines of one module, towards the one that the page is about. */
function linesOf(
  module: GraphModule,
  edges: readonly GraphEdge[],
): readonly (readonly [string, GraphEdge])[] {
  return module.depth > 0
    ? edges.filter((edge) => edge.to === module.id).map((edge) => [edge.from, edge])
    : edges.filter((edge) => edge.from === module.id).map((edge) => [edge.to, edge]);
}

/**
 * Everything that the module brings as a tree in which each stands once, at its smallest depth; or, upwards, all that is installed
 * and needs it. In the order of the graph's nodes.
 */
export function branches(graph: ModuleGraph, side: 'needed' | 'needing'): readonly Branch[] {
  const { nodes, edges } = graph;
  const known = new Map(nodes.map((node) => [node.id as string, node]));
  const places = new Map(nodes.map((node, place) => [node.id as string, place]));
  const cyclic = inCycles(graph);
  const children = new Map<string, GraphModule[]>();
  const asks = new Map<string, readonly Asked[]>();
  for (const module of nodes) {
    if (side === 'needed' ? module.depth <= 0 : module.depth >= 0) continue;
    const asked = linesOf(module, edges)
      .flatMap(([id, { range, optional }]) => {
        const other = known.get(id);
        return other === undefined ? [] : [{ module: other, range, optional }];
      })
      .filter((one) => side === 'needed' || one.module.depth <= 0)
      .sort((a, b) => (places.get(a.module.id) ?? 0) - (places.get(b.module.id) ?? 0));
    const nearer = Math.abs(module.depth) - 1;
    const above = asked.find((one) => !one.optional && Math.abs(one.module.depth) === nearer);
    asks.set(module.id, asked);
    if (above !== undefined)
      children.set(above.module.id, [...(children.get(above.module.id) ?? []), module]);
  }
  const branchOf = (module: GraphModule): Branch => ({
    module,
    asked: asks.get(module.id) ?? [],
    isInCycle: cyclic.has(module.id),
    under: (children.get(module.id) ?? []).map(branchOf),
  });
  const root = nodes.find((node) => node.depth === 0);
  return (children.get(root?.id ?? '') ?? []).map(branchOf);
}
