import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Card } from '../../../ports/engine.ts';
import { ModuleRow, PlaceholderRow } from './module-row.tsx';
import styles from './module-list.module.css';

interface WindowedListProps {
  readonly total: number;
  readonly cards: readonly Card[];
  /** Place of `cards[0]`. */
  readonly offset: number;
  readonly onFirst: (first: number) => void;
}

const ROW_HEIGHT = 132;

/** A long list of which only the rows in view exist; each says its place in the whole. */
export function WindowedList({ total, cards, offset, onFirst }: WindowedListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    setMargin(top + window.scrollY);
  }, []);

  // oxlint-disable-next-line react/incompatible-library -- it reads layout on every render; nothing here is memoised
  const virtualizer = useWindowVirtualizer({
    count: total,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollMargin: margin,
  });
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  useEffect(() => onFirst(first), [first, onFirst]);

  return (
    <ul
      ref={list}
      aria-label="Modules"
      className={styles.list}
      style={{ height: virtualizer.getTotalSize() }}
    >
      {rows.map(({ index, key, start }) => {
        const card = cards[index - offset];
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-setsize={total}
            aria-posinset={index + 1}
            className={styles.placed}
            style={{ transform: `translateY(${start - margin}px)` }}
          >
            {card === undefined ? <PlaceholderRow /> : <ModuleRow card={card} />}
          </li>
        );
      })}
    </ul>
  );
}
