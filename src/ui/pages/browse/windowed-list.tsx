import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Card } from '../../../ports/search.ts';
import { useAfterFrame } from '../../hooks/use-after-frame.ts';
import type { Comparing } from './use-comparing.ts';
import { ModuleRow } from './module-row.tsx';
import { PlaceholderRow } from './waiting.tsx';
import styles from './module-list.module.css';

interface WindowedListProps {
  readonly total: number;
  readonly cards: readonly Card[];
  /** Place of `cards[0]`. */
  readonly offset: number;
  /** Of the search that the rows answer. */
  readonly text: string;
  readonly comparing: Comparing;
  readonly onFirst: (first: number) => void;
}

const ROW_HEIGHT = 158;
/** Rows beyond the edge of the screen: none that must be there before the first frame. */
const BEYOND = 6;
const BEYOND_AT_FIRST = 1;

/** A long list of which only the rows in view exist; each says its place in the whole. */
export function WindowedList({ total, cards, offset, text, comparing, onFirst }: WindowedListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);
  const isSettled = useAfterFrame();
  useLayoutEffect(() => {
    const measure = () => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      setMargin(Math.round(top + window.scrollY));
    };
    // What stands above the list comes and goes with the search.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    measure();
    return () => observer.disconnect();
  }, []);

  // oxlint-disable-next-line react/incompatible-library -- it reads layout on every render; nothing here is memoised
  const virtualizer = useWindowVirtualizer({
    count: total,
    estimateSize: () => ROW_HEIGHT,
    overscan: isSettled ? BEYOND : BEYOND_AT_FIRST,
    scrollMargin: margin,
  });
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  useEffect(() => onFirst(first), [first, onFirst]);

  return (
    <ul
      ref={list}
      aria-label="Modules"
      data-query={text}
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
            {card === undefined ? <PlaceholderRow /> : <ModuleRow card={card} comparing={comparing} />}
          </li>
        );
      })}
    </ul>
  );
}
