import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { formatNumber } from '../text/format.ts';
import styles from './long-list.module.css';

interface RowsProps<Item> {
  /** The list's accessible name. */
  readonly label: string;
  readonly items: readonly Item[];
  readonly renderRow: (item: Item) => ReactNode;
}

interface LongListProps<Item> extends RowsProps<Item> {
  /** What the search looks at, in lower case. */
  readonly textOf: (item: Item) => string;
}

/** From here on a search field helps more than it takes room. */
const SEARCHED_FROM = 13;
/** From here on only the rows in view exist: a binary may export a million things. */
const WINDOWED_FROM = 60;
const ROW_HEIGHT = 30;

function Windowed<Item>({ label, items, renderRow }: RowsProps<Item>) {
  const scroller = useRef<HTMLElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- it reads layout on every render; nothing here is memoised
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <section ref={scroller} className={styles.window} tabIndex={0} aria-label={`${label}, scrolls`}>
      <ul aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              {renderRow(item)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Rows<Item>({ label, items, renderRow }: RowsProps<Item>) {
  if (items.length >= WINDOWED_FROM) return <Windowed label={label} items={items} renderRow={renderRow} />;
  return (
    <ul className={styles.plain} aria-label={label}>
      {items.map((item, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- a binary may import one name twice
        <li key={place}>{renderRow(item)}</li>
      ))}
    </ul>
  );
}

/** A list of any length: searched when it is long, and then a window of it is shown. */
export function LongList<Item>({ label, items, renderRow, textOf }: LongListProps<Item>) {
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed.trim().toLowerCase());
  const id = useId();
  const found = useMemo(
    () => (wanted === '' ? items : items.filter((item) => textOf(item).includes(wanted))),
    [items, wanted, textOf],
  );
  if (items.length < SEARCHED_FROM) return <Rows label={label} items={items} renderRow={renderRow} />;
  return (
    <div className={styles.list}>
      <div className={styles.search}>
        <label htmlFor={id} className="visually-hidden">
          {`Search in: ${label}`}
        </label>
        <input
          id={id}
          type="search"
          value={typed}
          placeholder="Search by name"
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setTyped(target.value)}
          // Inside a form, Enter would send it.
          onKeyDown={(event) => (event.key === 'Enter' ? event.preventDefault() : undefined)}
        />
        <output htmlFor={id}>
          {wanted === ''
            ? `${formatNumber(items.length)} in all`
            : `${formatNumber(found.length)} of ${formatNumber(items.length)}`}
        </output>
      </div>
      {found.length === 0 ? (
        <p className={styles.none}>No name has that in it.</p>
      ) : (
        <Rows label={label} items={found} renderRow={renderRow} />
      )}
    </div>
  );
}
