/** A module and the modules that it needs, of those chosen. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Groups of modules that need each other, directly or not, each before those that need it: Tarjan's strongly connected components.
 * Both the groups and what is in them come in the same order whatever the order of the graph.
 */
export function components(graph: Graph): readonly (readonly string[])[] {
  const found: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const needsOf = (id: string): readonly string[] =>
    (graph.get(id) ?? []).filter((need) => graph.has(need)).toSorted();

  function open(id: string): { id: string; needs: readonly string[]; next: number } {
    index.set(id, index.size);
    low.set(id, index.get(id) as number);
    path.push(id);
    onPath.add(id);
    return { id, needs: needsOf(id), next: 0 };
  }
  const lower = (id: string, to: number): void => void low.set(id, Math.min(low.get(id) as number, to));

  for (const root of [...graph.keys()].toSorted()) {
    if (index.has(root)) continue;
    // By hand instead of by recursion: a chain of dependencies may be longer than a stack is deep.
    const visits = [open(root)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const need = visit.needs[visit.next];
      visit.next += 1;
      if (need !== undefined) {
        if (!index.has(need)) visits.push(open(need));
        else if (onPath.has(need)) lower(visit.id, index.get(need) as number);
        continue;
      }
      visits.pop();
      const parent = visits.at(-1);
      if (parent !== undefined) lower(parent.id, low.get(visit.id) as number);
      if (low.get(visit.id) !== index.get(visit.id)) continue;
      const group = path.splice(path.indexOf(visit.id));
      for (const id of group) onPath.delete(id);
      found.push(group.toSorted());
    }
  }
  return found;
}

/** The shortest way from the first of these modules by what it needs back to itself; first and last are the same. */
function shortestCycle(group: readonly string[], graph: Graph): readonly string[] {
  const [start = ''] = group;
  const inGroup = new Set(group);
  const cameFrom = new Map<string, string>();
  const open = [start];
  for (const id of open) {
    for (const need of (graph.get(id) ?? []).toSorted()) {
      if (need === start) {
        const way = [start];
        for (let at = id; at !== start; at = cameFrom.get(at) as string) way.unshift(at);
        return [start, ...way];
      }
      if (!inGroup.has(need) || cameFrom.has(need)) continue;
      cameFrom.set(need, id);
      open.push(need);
    }
  }
  return [];
}

/** One cycle of each group of modules that need each other. */
export function cyclesOf(graph: Graph): readonly (readonly string[])[] {
  return components(graph)
    .filter((group) => group.length > 1)
    .map((group) => shortestCycle(group, graph));
}

/** Dependencies first; modules that need each other together. */
export function orderOf(graph: Graph): readonly string[] {
  return components(graph).flat();
}
