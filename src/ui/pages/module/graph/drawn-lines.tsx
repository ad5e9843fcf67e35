import { useStore, ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { ModuleGraph } from '../../../../ports/graph.ts';
import type { LayoutAnswer, Point } from '../../../../ports/layout.ts';
import {
  BOX,
  drawnLines,
  lineMiddle,
  linePath,
  regionOf,
  touches,
  wordsSize,
  type Region,
} from './drawn-graph.ts';
import styles from './drawing.module.css';

/** A line that was laid out. */
export interface PlacedLine {
  readonly from: string;
  readonly to: string;
  readonly ranges: string;
  readonly optional: boolean;
  readonly path: string;
  /** Between which it runs. */
  readonly points: readonly Point[];
  /** Of its words. */
  readonly middle: Point;
  /** There is room for its words, whichever box is looked at. */
  readonly isNamed: boolean;
}

export function placedLines(graph: ModuleGraph, { places, lines }: LayoutAnswer): readonly PlacedLine[] {
  const laidOut = new Map(lines.map((line) => [`${line.from} ${line.to}`, line]));
  return drawnLines(graph).map((line) => {
    const { through = [], words } = laidOut.get(`${line.from} ${line.to}`) ?? {};
    const ends = [places[line.from] ?? { x: 0, y: 0 }, places[line.to] ?? { x: 0, y: 0 }] as const;
    return {
      ...line,
      path: linePath(...ends, through),
      points: [...ends, ...through, { x: ends[0].x + BOX.width, y: ends[0].y + BOX.height }],
      middle: words ?? lineMiddle(...ends, through),
      isNamed: words !== undefined,
    };
  });
}

const isSame = (a: Region, b: Region): boolean => a.left === b.left && a.top === b.top && a.side === b.side;

const ARROW = 'dependency-arrow';

function Line({ line, isNear }: { line: PlacedLine; isNear: boolean }) {
  const { path, middle, ranges, optional, isNamed } = line;
  const size = wordsSize(ranges);
  return (
    <g data-near={isNear ? '' : undefined}>
      <path
        d={path}
        className={styles.path}
        markerEnd={`url(#${ARROW}${isNear ? '-near' : ''})`}
        data-optional={optional ? '' : undefined}
      />
      {isNamed || isNear ? (
        <>
          <rect
            x={middle.x - size.width / 2}
            y={middle.y - size.height / 2}
            {...size}
            rx="3"
            className={styles.behind}
          />
          <text x={middle.x} y={middle.y} className={styles.range}>
            {ranges}
          </text>
        </>
      ) : null}
    </g>
  );
}

/** One picture for all: hundreds of lines, each with a life of its own, would make every move slow. */
const AllLines = memo(function AllLines({ lines }: { lines: readonly PlacedLine[] }) {
  return (
    <svg className={styles.lines}>
      <defs>
        {['', '-near'].map((kind) => (
          <marker
            key={kind}
            id={`${ARROW}${kind}`}
            className={styles.arrow}
            data-near={kind === '' ? undefined : ''}
            viewBox="0 0 8 8"
            refX="7.5"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0.5 8 4 0 7.5z" />
          </marker>
        ))}
      </defs>
      {lines.map((line) => (
        <Line key={`${line.from} ${line.to}`} line={line} isNear={false} />
      ))}
    </svg>
  );
});

/** All lines beneath the boxes, and over them once more those of the box that is looked at. What they say is in the list too. */
export function DrawnLines({ lines, current }: { lines: readonly PlacedLine[]; current: string }) {
  const region = useStore(
    ({ transform: [x, y, zoom], width, height }) => regionOf({ x, y, zoom }, { width, height }),
    isSame,
  );
  const inSight = useMemo(() => lines.filter(({ points }) => touches(region, points)), [lines, region]);
  return (
    <ViewportPortal>
      <div aria-hidden="true">
        <AllLines lines={inSight} />
        <svg className={styles.nearLines}>
          {lines
            .filter(({ from, to }) => from === current || to === current)
            .map((line) => (
              <Line key={`${line.from} ${line.to}`} line={line} isNear />
            ))}
        </svg>
      </div>
    </ViewportPortal>
  );
}
