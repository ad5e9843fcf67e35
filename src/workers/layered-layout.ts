import { Graph, layout } from '@dagrejs/dagre';
import type { LayoutAnswer, LayoutQuestion } from '../ports/layout.ts';

/** From so many boxes on, the search for the shortest lines takes seconds (measured: 2.5 s of 500, against 0.5 s). */
const MANY = 100;
const BETWEEN_COLUMNS = 56;
const BETWEEN_ROWS = 16;

/** A layered drawing, from left to right. Deterministic; about a second for 500 boxes on a phone. */
export function layered({ boxes, lines }: LayoutQuestion): LayoutAnswer {
  const graph = new Graph();
  graph.setGraph({
    rankdir: 'LR',
    ranksep: BETWEEN_COLUMNS,
    nodesep: BETWEEN_ROWS,
    edgesep: BETWEEN_ROWS / 4,
    ranker: boxes.length > MANY ? 'tight-tree' : 'network-simplex',
  });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  for (const { from, to, words } of lines) graph.setEdge(from, to, { ...words, labelpos: 'c' });
  layout(graph);
  const places = boxes.map(({ id, width, height }) => {
    // Where the middle of the box is.
    const { x = 0, y = 0 } = graph.node(id);
    return [id, { x: x - width / 2, y: y - height / 2 }] as const;
  });
  const { width = 0, height = 0 } = graph.graph();
  return {
    places: Object.fromEntries(places),
    lines: lines.map(({ from, to, words }) => {
      const edge = graph.edge(from, to);
      const points: readonly { x: number; y: number }[] = edge.points ?? [];
      // The first and the last lie on the boxes.
      return {
        from,
        to,
        through: points.slice(1, -1).map(({ x, y }) => ({ x, y })),
        words: words === undefined ? undefined : { x: edge.x ?? 0, y: edge.y ?? 0 },
      };
    }),
    width,
    height,
  };
}
