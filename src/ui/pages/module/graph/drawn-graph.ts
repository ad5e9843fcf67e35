import type { ModuleGraph } from '../../../../ports/graph.ts';
import type { LayoutAnswer, LayoutQuestion, Point } from '../../../../ports/layout.ts';

/** Pixels at full size: a name, and a line of facts. */
export const BOX = { width: 192, height: 58 } as const;

/** Up to so many lines all of them are named; of more, those at the current box. */
const FEW_LINES = 24;
/** Of the font that ranges are written in. */
const LETTER = 7.3;

export function wordsSize(words: string): { readonly width: number; readonly height: number } {
  return { width: words.length * LETTER + 8, height: 18 };
}

/** One line for each pair and direction, with all ranges that it stands for. */
export interface DrawnLine {
  readonly from: string;
  readonly to: string;
  readonly ranges: string;
  readonly optional: boolean;
}

const LONGEST_RANGE = 24;

function cut(range: string): string {
  return range.length <= LONGEST_RANGE ? range : `${range.slice(0, LONGEST_RANGE - 1)}…`;
}

export function drawnLines({ edges }: Pick<ModuleGraph, 'edges'>): readonly DrawnLine[] {
  const lines = new Map<string, DrawnLine>();
  for (const { from, to, range, optional } of edges) {
    const before = lines.get(`${from} ${to}`);
    const ranges = before === undefined ? cut(range) : `${before.ranges}, ${cut(range)}`;
    lines.set(`${from} ${to}`, { from, to, ranges, optional: optional && before?.optional !== false });
  }
  return [...lines.values()];
}

export function layoutQuestion(graph: ModuleGraph): LayoutQuestion {
  const lines = drawnLines(graph);
  const isFew = lines.length <= FEW_LINES;
  return {
    boxes: graph.nodes.map(({ id }) => ({ id, ...BOX })),
    lines: lines.map(({ from, to, ranges }) => ({
      from,
      to,
      words: isFew ? wordsSize(ranges) : undefined,
    })),
  };
}

/** From the side of one box to the nearer side of the other, level at each point that it goes by. */
export function linePath(from: Point, to: Point, through: readonly Point[]): string {
  const isBackwards = to.x < from.x;
  const middle = (box: Point, isRight: boolean): Point => ({
    x: box.x + (isRight ? BOX.width : 0),
    y: box.y + BOX.height / 2,
  });
  const start = middle(from, !isBackwards);
  const points = [start, ...through, middle(to, isBackwards)];
  const curves = points.slice(1).map((point, place) => {
    const before = points[place] ?? start;
    const half = (point.x - before.x) / 2;
    return `C ${before.x + half} ${before.y} ${point.x - half} ${point.y} ${point.x} ${point.y}`;
  });
  return [`M ${start.x} ${start.y}`, ...curves].join(' ');
}

/** Where the words of a line stand that no room was left for. */
export function lineMiddle(from: Point, to: Point, through: readonly Point[]): Point {
  return (
    through[Math.floor(through.length / 2)] ?? {
      x: (from.x + BOX.width + to.x) / 2,
      y: (from.y + to.y + BOX.height) / 2,
    }
  );
}

/** A square of the drawing that holds all that is in sight. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/**
 * The region for what is in sight, out of a raster: it stays the same while the drawing moves a little.
 *
 * @param shown how far the drawing is moved, and its scale; of the window, in pixels.
 */
export function regionOf(
  { x, y, zoom }: Point & { readonly zoom: number },
  { width, height }: { readonly width: number; readonly height: number },
): Region {
  const step = 2 ** Math.ceil(Math.log2(Math.max(width, height, 1) / zoom));
  const snapped = (moved: number): number => Math.floor(-moved / zoom / step) * step;
  return { left: snapped(x), top: snapped(y), side: 2 * step };
}

/** Whether a line through these points may be seen in the region: its curves stay within them. */
export function touches({ left, top, side }: Region, points: readonly Point[]): boolean {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return (
    Math.min(...xs) <= left + side &&
    Math.max(...xs) >= left &&
    Math.min(...ys) <= top + side &&
    Math.max(...ys) >= top
  );
}

type Places = LayoutAnswer['places'];

function nearestTo(place: Point, ids: readonly string[], places: Places): string | undefined {
  const distance = (id: string): number =>
    Math.hypot((places[id]?.x ?? 0) - place.x, (places[id]?.y ?? 0) - place.y);
  return ids.toSorted((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1))[0];
}

/** Where an arrow key leads: right and left along the lines, up and down within the column. `undefined`: nowhere. */
export function nextBox(
  key: string,
  id: string,
  { places, lines }: Pick<LayoutAnswer, 'places' | 'lines'>,
): string | undefined {
  const here = places[id];
  if (here === undefined) return undefined;
  const others = (fits: (there: Point) => boolean): readonly string[] =>
    Object.keys(places).filter((other) => {
      const there = places[other];
      return other !== id && there !== undefined && fits(there);
    });
  switch (key) {
    case 'ArrowRight':
      return nearestTo(
        here,
        lines.filter(({ from }) => from === id).map(({ to }) => to),
        places,
      );
    case 'ArrowLeft':
      return nearestTo(
        here,
        lines.filter(({ to }) => to === id).map(({ from }) => from),
        places,
      );
    case 'ArrowUp':
      return nearestTo(
        here,
        others(({ x, y }) => Math.abs(x - here.x) < 1 && y < here.y),
        places,
      );
    case 'ArrowDown':
      return nearestTo(
        here,
        others(({ x, y }) => Math.abs(x - here.x) < 1 && y > here.y),
        places,
      );
    default:
      return undefined;
  }
}

/** The box whose middle is nearest to a point. */
export function boxAt({ x, y }: Point, places: Places): string | undefined {
  return nearestTo({ x: x - BOX.width / 2, y: y - BOX.height / 2 }, Object.keys(places), places);
}
