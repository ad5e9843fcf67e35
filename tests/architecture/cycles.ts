/** Groups of nodes that reach one another (Tarjan 1972), each of at least two nodes or a node that imports itself. */
export function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const cycles: string[][] = [];

  function visit(node: string): number {
    const number = order.size;
    order.set(node, number);
    lowest.set(node, number);
    open.push(node);
    isOpen.add(node);
    const next = graph.get(node) ?? [];
    for (const target of next) {
      if (!order.has(target)) lower(node, visit(target));
      else if (isOpen.has(target)) lower(node, order.get(target) ?? number);
    }
    if (lowest.get(node) === number) close(node, next.includes(node));
    return lowest.get(node) ?? number;
  }

  function lower(node: string, value: number): void {
    lowest.set(node, Math.min(lowest.get(node) ?? value, value));
  }

  function close(root: string, importsItself: boolean): void {
    const group = open.splice(open.indexOf(root));
    for (const node of group) isOpen.delete(node);
    if (group.length > 1 || importsItself) cycles.push(group.toSorted());
  }

  for (const node of graph.keys()) {
    if (!order.has(node)) visit(node);
  }
  return cycles;
}
