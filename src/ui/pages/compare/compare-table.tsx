import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ModuleId } from '../../../core/ids.ts';
import { Badge } from '../../components/badge.tsx';
import { Glyph } from '../../components/glyph.tsx';
import { Icon } from '../../components/icon.tsx';
import { formatCount } from '../../text/format.ts';
import { comparedExports, compareRows, exportWords, type Cell, type Compared } from './compare-rows.ts';
import styles from './compare-page.module.css';

/** More lines than this make a row that nobody compares. */
const MOST_LINES = 12;

function Lines({ lines, isCode = false }: { lines: readonly string[]; isCode?: boolean | undefined }) {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, MOST_LINES);
  if (lines.length === 1 && !isCode) return lines[0];
  return (
    <>
      <ul className={styles.lines}>
        {shown.map((line) => (
          <li key={line}>{isCode ? <code>{line}</code> : line}</li>
        ))}
      </ul>
      {lines.length <= MOST_LINES ? null : (
        <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `and ${formatCount(lines.length - MOST_LINES, 'more', 'more')}`}
        </button>
      )}
    </>
  );
}

function CellView({ cell: { lines, note, isCode } }: { cell: Cell }) {
  if (lines.length === 0) return <span className={styles.soft}>Not known here</span>;
  return (
    <>
      <Lines lines={lines} isCode={isCode} />
      {note === undefined ? null : <small className={styles.note}>{note}</small>}
    </>
  );
}

function ColumnHead({ module: { id, card }, remove }: { module: Compared; remove: () => void }) {
  const name = card?.name ?? id;
  return (
    <th scope="col">
      <div className={styles.module}>
        <Glyph id={id} />
        <div className={styles.names}>
          <Link to="/m/$id" params={{ id }}>
            {name}
          </Link>
          <code>{id}</code>
          {card?.hidden === true ? <Badge tone="warn">Hidden</Badge> : null}
        </div>
        <button type="button" className={styles.remove} aria-label={`Remove ${name}`} onClick={remove}>
          <Icon name="cross" size={13} />
        </button>
      </div>
      <p className={styles.description}>
        {card === undefined ? 'The catalogue on this device has no such module.' : card.description}
      </p>
    </th>
  );
}

interface CompareTableProps {
  /** Two or three. */
  readonly modules: readonly Compared[];
  readonly remove: (id: ModuleId) => void;
}

/** Modules side by side; what differs says so in words and with a sign, not by colour alone. */
export function CompareTable({ modules, remove }: CompareTableProps) {
  const [differing, setDiffering] = useState(false);
  const rows = compareRows(modules).filter(({ differs }) => differs || !differing);
  const { common, fromReleases } = comparedExports(modules);
  return (
    <>
      <label className={styles.differing}>
        <input type="checkbox" checked={differing} onChange={({ target }) => setDiffering(target.checked)} />
        Only what differs
      </label>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <section className={styles.scroller} tabIndex={0} aria-label="Comparison, scrolls sideways">
        <table className={styles.table}>
          <caption className="visually-hidden">{formatCount(modules.length, 'module')} side by side</caption>
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>
                <span className="visually-hidden">What is compared</span>
              </th>
              {modules.map((module) => (
                <ColumnHead key={module.id} module={module} remove={() => remove(module.id)} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, cells, differs }) => (
              <tr key={label} data-differs={differs || undefined}>
                <th scope="row">
                  {label}
                  {differs ? (
                    <span className={styles.differs} title="Differs">
                      <span aria-hidden="true">≠</span>
                      <span className="visually-hidden">, differs</span>
                    </span>
                  ) : null}
                </th>
                {cells.map((cell, place) => (
                  <td key={modules[place]?.id}>
                    <CellView cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
            {differing ? null : (
              <tr>
                <th scope="row">Functions in common</th>
                <td colSpan={modules.length}>
                  {common.length === 0 ? 'None' : <Lines lines={common.map(exportWords)} isCode />}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
      <p className={styles.source}>
        {fromReleases
          ? 'Functions and dependencies are those of the signed releases, the rest is what the catalogue says.'
          : 'By what the catalogue on this device says: it lists some of the functions only. Open a module to see its signed records.'}
      </p>
    </>
  );
}
