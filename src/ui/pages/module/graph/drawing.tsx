import { ReactFlow, ReactFlowProvider, useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import flowStyles from '@xyflow/react/dist/base.css?url';
import { useCallback, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ModuleGraph } from '../../../../ports/graph.ts';
import type { LayoutAnswer } from '../../../../ports/layout.ts';
import { ErrorNotice } from '../../../components/notice.tsx';
import { BOX, boxAt, nextBox } from './drawn-graph.ts';
import { DrawingTools, panTime } from './drawing-tools.tsx';
import { DrawnLines, placedLines } from './drawn-lines.tsx';
import { DrawnModuleBox, IsFar, TakesFocus, type DrawnModule } from './drawn-module.tsx';
import { inCycles } from './outline.ts';
import { useLayout } from './use-layout.ts';
import graphStyles from './graph.module.css';
import styles from './drawing.module.css';

const NODE_TYPES = { module: DrawnModuleBox };
/** Smaller than this nobody reads a name: rather a part of the graph than all of it. */
const READABLE = 0.7;
/** Smaller than this a name is a speck: boxes are drawn without. */
const NAMELESS = 0.3;
/** Where it does not fit. */
const READABLE_START = 0.9;
const AROUND = 24;

function nodesOf(graph: ModuleGraph, { places }: LayoutAnswer): readonly DrawnModule[] {
  const cyclic = inCycles(graph);
  return graph.nodes.map((module) => ({
    id: module.id,
    type: 'module',
    position: places[module.id] ?? { x: 0, y: 0 },
    ...BOX,
    // Known before anything is rendered: what is out of sight never has to be, to be measured.
    measured: BOX,
    handles: [],
    data: { module, isInCycle: cyclic.has(module.id), isCurrent: false },
  }));
}

function Canvas({ graph, layout }: { graph: ModuleGraph; layout: LayoutAnswer }) {
  const flow = useReactFlow();
  const store = useStoreApi();
  const about = useId();
  const root = graph.nodes.find(({ depth }) => depth === 0)?.id ?? '';
  const [chosen, choose] = useState<string>(root);
  const current = chosen in layout.places ? chosen : root;
  const owed = useRef<string | undefined>(undefined);
  const takesFocus = useCallback((id: string) => {
    if (owed.current !== id) return false;
    owed.current = undefined;
    return true;
  }, []);
  const plainNodes = useMemo(() => nodesOf(graph, layout), [graph, layout]);
  const lines = useMemo(() => placedLines(graph, layout), [graph, layout]);
  const isFar = useStore(({ transform }) => transform[2] < NAMELESS);
  const nodes = useMemo(
    () =>
      plainNodes.map((node) =>
        node.id === current ? { ...node, data: { ...node.data, isCurrent: true } } : node,
      ),
    [plainNodes, current],
  );
  /** Whether all of the box is in sight. */
  function isInSight(id: string): boolean {
    const place = layout.places[id];
    const { width, height, transform } = store.getState();
    const [left, top, zoom] = transform;
    if (place === undefined) return false;
    const [x, y] = [place.x * zoom + left, place.y * zoom + top];
    return x >= 0 && y >= 0 && x + BOX.width * zoom <= width && y + BOX.height * zoom <= height;
  }

  function moveTo(id: string, duration: number): void {
    const place = layout.places[id];
    if (place === undefined) return;
    const zoom = flow.getZoom();
    void flow.setCenter(place.x + BOX.width / 2, place.y + BOX.height / 2, { zoom, duration });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = event.key === 'Home' ? root : nextBox(event.key, current, layout);
    if (next === undefined && !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    if (next === undefined) return;
    owed.current = next;
    choose(next);
    if (!isInSight(next)) moveTo(next, panTime());
  }

  /** What Tab comes to is always in sight. */
  function onMoveEnd(): void {
    if (owed.current !== undefined || isInSight(current)) return;
    const { width, height, transform } = store.getState();
    const [left, top, zoom] = transform;
    choose(boxAt({ x: (width / 2 - left) / zoom, y: (height / 2 - top) / zoom }, layout.places) ?? root);
  }

  function onInit(): void {
    const { width, height } = store.getState();
    const zoom = Math.min((width - 2 * AROUND) / layout.width, (height - 2 * AROUND) / layout.height, 1);
    if (zoom >= READABLE) {
      const x = (width - layout.width * zoom) / 2;
      const y = (height - layout.height * zoom) / 2;
      void flow.setViewport({ x, y, zoom });
      return;
    }
    const place = layout.places[root] ?? { x: 0, y: 0 };
    const beside = graph.nodes.some(({ depth }) => depth < 0) && width > 3 * BOX.width ? width / 3 : AROUND;
    const y = height / 2 - (place.y + BOX.height / 2) * READABLE_START;
    void flow.setViewport({ x: beside - place.x * READABLE_START, y, zoom: READABLE_START });
  }

  return (
    <TakesFocus value={takesFocus}>
      <IsFar value={isFar}>
        <DrawingTools about={about} />
        <div
          className={styles.canvas}
          style={{ height: `min(70vh, 32rem, ${layout.height + 4 * AROUND}px)` }}
        >
          <ReactFlow
            nodes={nodes as DrawnModule[]}
            nodeTypes={NODE_TYPES}
            onInit={onInit}
            onMoveEnd={onMoveEnd}
            onKeyDown={onKeyDown}
            onNodeMouseEnter={(event, { id }) => {
              // Not while it is dragged along beneath the pointer.
              if (event.buttons === 0) choose(id);
            }}
            onlyRenderVisibleElements
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            elementsSelectable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={null}
            zoomOnScroll={false}
            zoomOnDoubleClick={false}
            preventScrolling={false}
            minZoom={0.02}
            maxZoom={1.5}
            proOptions={{ hideAttribution: true }}
            aria-label="Drawing of the dependencies"
            aria-describedby={about}
          >
            <DrawnLines lines={lines} current={current} />
          </ReactFlow>
        </div>
      </IsFar>
    </TakesFocus>
  );
}

/** The same that the list says, drawn: what needs from left to right. */
export function Drawing({ graph }: { graph: ModuleGraph }) {
  const { value: layout, error } = useLayout(graph);
  return (
    <>
      <link rel="stylesheet" href={flowStyles} precedence="default" />
      {error === undefined ? null : <ErrorNotice error={error} />}
      {layout === undefined ? (
        error === undefined && <output className={graphStyles.waiting}>Drawing …</output>
      ) : (
        <ReactFlowProvider>
          <Canvas graph={graph} layout={layout} />
        </ReactFlowProvider>
      )}
    </>
  );
}
