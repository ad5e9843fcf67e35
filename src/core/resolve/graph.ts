import isIn from 'semver/functions/satisfies.js';
import { cyclesOf } from './cycles.ts';
import { inOrder } from './statements.ts';
import type { Need } from './versions.ts';

/** What is there, at one version, and what it needs. */
export interface GraphNode {
  readonly id: string;
  readonly version: string;
  readonly dependencies: readonly Need[];
}

/** One node asks for another one, which may not be among the nodes. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly range: string;
  /** It only has to fit where it is there: it is no reason to be there. */
  readonly optional: boolean;
}

export type Direction = 'dependencies' | 'dependents';

type Neighbours = ReadonlyMap<string, readonly string[]>;

/** Each thing that a node asks for, by node, then by what it asks for; nothing of what a node asks of itself. */
export function edgesOf(nodes: readonly GraphNode[]): readonly GraphEdge[] {
  return nodes
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap(({ id, dependencies }) =>
      dependencies
        .filter((need) => need.id !== id)
        .toSorted(inOrder)
        .map((need) => ({ from: id, to: need.id, range: need.range, optional: need.optional === true })),
    );
}

/** Of each node those that it cannot do without, or that cannot do without it, in the order of their ids. */
function neighbours(nodes: readonly GraphNode[], direction: Direction): Neighbours {
  const found = new Map<string, Set<string>>(nodes.map(({ id }) => [id, new Set()]));
  for (const { from, to, optional } of edgesOf(nodes)) {
    if (optional || !found.has(to)) continue;
    if (direction === 'dependencies') found.get(from)?.add(to);
    else found.get(to)?.add(from);
  }
  return new Map([...found].map(([id, others]) => [id, [...others].toSorted()]));
}

function stepsFrom(roots: readonly string[], next: Neighbours): ReadonlyMap<string, number> {
  const steps = new Map(roots.filter((id) => next.has(id)).map((id) => [id, 0]));
  for (const [id, depth] of steps)
    for (const other of next.get(id) ?? []) if (!steps.has(other)) steps.set(other, depth + 1);
  return steps;
}

/** How many steps each node is away from the nearest of the roots; nothing of what no root leads to. Nearest first. */
export function depthsFrom(
  roots: readonly string[],
  nodes: readonly GraphNode[],
  direction: Direction = 'dependencies',
): ReadonlyMap<string, number> {
  return stepsFrom(roots.toSorted(), neighbours(nodes, direction));
}

function reachedFrom(id: string, nodes: readonly GraphNode[], direction: Direction): readonly string[] {
  return [...depthsFrom([id], nodes, direction).keys()].filter((other) => other !== id);
}

/** All that it cannot do without, directly or not, nearest first. */
export function dependenciesOf(id: string, nodes: readonly GraphNode[]): readonly string[] {
  return reachedFrom(id, nodes, 'dependencies');
}

/** All that cannot do without it, directly or not, nearest first. */
export function dependentsOf(id: string, nodes: readonly GraphNode[]): readonly string[] {
  return reachedFrom(id, nodes, 'dependents');
}

/** At most `most` shortest ways on from here, in the order of their ids; `left` are the steps to the end by node. */
function onwards(
  id: string,
  left: ReadonlyMap<string, number>,
  next: Neighbours,
  most: number,
): readonly (readonly string[])[] {
  const steps = left.get(id) ?? 0;
  let ways: (readonly string[])[] = [[id]];
  for (let step = steps - 1; step >= 0; step -= 1)
    // Each way that is begun can be ended, so none is dropped that another one would be missing for.
    ways = ways
      .flatMap((way) =>
        (next.get(way.at(-1) ?? '') ?? [])
          .filter((other) => left.get(other) === step)
          .map((other) => [...way, other]),
      )
      .slice(0, most);
  return ways;
}

/**
 * Why a node is there: the shortest ways to it from what was asked for, each from its root to the node. One for each root first,
 * so that none is left out for the many ways of another.
 *
 * @param roots what was asked for; the node itself may be one of them.
 * @returns at most `most`, the shortest first; the same whatever the order of nodes and roots.
 */
export function waysTo(
  id: string,
  roots: readonly string[],
  nodes: readonly GraphNode[],
  most = 3,
): readonly (readonly string[])[] {
  const left = depthsFrom([id], nodes, 'dependents');
  const next = neighbours(nodes, 'dependencies');
  const ways = [...new Set(roots)]
    .filter((root) => left.has(root))
    .flatMap((root) => onwards(root, left, next, most).map((way, place) => ({ way, place })));
  const text = (way: readonly string[]): string => way.join(' ');
  const byLength = (a: readonly string[], b: readonly string[]): number =>
    a.length - b.length || (text(a) < text(b) ? -1 : 1);
  return ways
    .toSorted((a, b) => Math.sign(a.place) - Math.sign(b.place) || byLength(a.way, b.way))
    .slice(0, most)
    .map(({ way }) => way)
    .toSorted(byLength);
}

/** What would miss a node that is taken away, each in the order of ids. */
export interface Broken {
  readonly directly: readonly string[];
  /** Because it needs one that is broken. */
  readonly indirectly: readonly string[];
}

export function brokenWithout(id: string, nodes: readonly GraphNode[]): Broken {
  const depths = [...depthsFrom([id], nodes, 'dependents')];
  const idsWhere = (fits: (depth: number) => boolean): string[] =>
    depths
      .filter(([, depth]) => fits(depth))
      .map(([other]) => other)
      .toSorted();
  return { directly: idsWhere((depth) => depth === 1), indirectly: idsWhere((depth) => depth > 1) };
}

/** Of these edges those whose range does not admit the node at this version, as node-semver reads it; optional ones too. */
export function brokenBy(id: string, version: string, edges: readonly GraphEdge[]): readonly GraphEdge[] {
  return edges.filter(({ to, range }) => to === id && !isIn(version, range));
}

/** One cycle of each group of nodes that need each other; the first and the last are the same. */
export function cyclesAmong(nodes: readonly GraphNode[]): readonly (readonly string[])[] {
  return cyclesOf(neighbours(nodes, 'dependencies'));
}
