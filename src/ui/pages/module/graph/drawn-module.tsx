import { Link } from '@tanstack/react-router';
import type { Node, NodeProps } from '@xyflow/react';
import { createContext, use, useEffect, useRef } from 'react';
import type { GraphModule } from '../../../../ports/graph.ts';
import { installedWords, missingWords, nameOf } from '../../../text/graph.ts';
import styles from './drawing.module.css';

export type DrawnModule = Node<
  {
    readonly module: GraphModule;
    readonly isInCycle: boolean;
    /** The one that Tab comes to. */
    readonly isCurrent: boolean;
  },
  'module'
>;

/**
 * Whether an arrow key led to this box, which then takes the focus: it may have to be rendered first. True once for each time.
 */
export const TakesFocus = createContext<(id: string) => boolean>(() => false);

/** Whether the drawing is too small for names. */
export const IsFar = createContext(false);

function sideWords({ depth }: GraphModule): string {
  if (depth === 0) return 'this module';
  const steps = Math.abs(depth) === 1 ? '1 step' : `${Math.abs(depth)} steps`;
  return depth > 0 ? `needed, ${steps} away` : `needs this module, ${steps} away`;
}

/** A link, so that it is opened, copied and read out as any other. */
export function DrawnModuleBox({ id, data: { module, isInCycle, isCurrent } }: NodeProps<DrawnModule>) {
  const takesFocus = use(TakesFocus);
  const isFar = use(IsFar);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isCurrent && takesFocus(id)) link.current?.focus({ preventScroll: true });
  }, [id, isCurrent, takesFocus]);
  const facts = [
    module.version,
    missingWords(module),
    installedWords(module),
    isInCycle ? 'in a circle' : undefined,
  ].filter((fact) => fact !== undefined);
  const looks = {
    className: styles.box,
    title: nameOf(module),
    'data-root': module.depth === 0 ? '' : undefined,
    'data-installed': module.installed === undefined ? undefined : '',
    'data-missing': module.missing === undefined ? undefined : '',
  };
  // The one that is pointed at, or that has the focus, is a link at any size.
  if (isFar && !isCurrent) return <div {...looks} />;
  return (
    <Link
      ref={link}
      to="/m/$id"
      params={{ id: module.id }}
      search={{ tab: 'dependencies' }}
      {...looks}
      tabIndex={isCurrent ? 0 : -1}
      draggable={false}
    >
      <span className={styles.name}>{nameOf(module)}</span>
      <span className={styles.facts}>{facts.join(' · ')}</span>
      <span className="visually-hidden">{sideWords(module)}</span>
    </Link>
  );
}
