import { glyphPath } from './glyph-path.ts';
import styles from './glyph.module.css';

/** A picture of the id; decoration, the id stands beside it. */
export function Glyph({ id, large = false }: { id: string; large?: boolean }) {
  return (
    <svg className={large ? styles.large : styles.glyph} viewBox="-1 -1 7 7" aria-hidden="true">
      <path d={glyphPath(id)} shapeRendering="crispEdges" fill="currentColor" />
    </svg>
  );
}
