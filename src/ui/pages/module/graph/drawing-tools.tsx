import { useReactFlow } from '@xyflow/react';
import { Button } from '../../../components/button.tsx';
import { Icon } from '../../../components/icon.tsx';
import styles from './drawing.module.css';

/** How long a move of the drawing takes. @returns milliseconds. */
export function panTime(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160;
}

/** @param about id of the words that say how the drawing is used. */
export function DrawingTools({ about }: { about: string }) {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <div className={styles.tools}>
      <Button
        small
        aria-label="Zoom out"
        title="Zoom out"
        onClick={() => void zoomOut({ duration: panTime() })}
      >
        <Icon name="minus" />
      </Button>
      <Button small aria-label="Zoom in" title="Zoom in" onClick={() => void zoomIn({ duration: panTime() })}>
        <Icon name="plus" />
      </Button>
      <Button small onClick={() => void fitView({ duration: panTime(), padding: 0.05, maxZoom: 1 })}>
        <Icon name="whole" /> Show all
      </Button>
      <p id={about} className={styles.hint}>
        Drag to move. <span>Arrow keys follow the lines, Enter opens a module.</span>
      </p>
    </div>
  );
}
