import { glyphPath } from './glyph-path.ts';
import styles from './glyph.module.css';

interface GlyphProps {
  readonly id: string;
  readonly large?: boolean;
  /** As high as a line of text. */
  readonly small?: boolean;
}

/** A picture of the id; decoration, the id stands beside it. */
export function Glyph({ id, large = false, small = false }: GlyphProps) {
  const look = large ? styles.large : small ? styles.small : styles.glyph;
  return (
    <svg className={look} viewBox="-1 -1 7 7" aria-hidden="true">
      <path d={glyphPath(id)} shapeRendering="crispEdges" fill="currentColor" />
    </svg>
  );
}
