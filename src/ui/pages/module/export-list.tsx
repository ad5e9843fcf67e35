import { Link } from '@tanstack/react-router';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import { fieldQuery } from '../../text/field-query.ts';
import { formatCount } from '../../text/format.ts';
import { spacedType } from '../../text/memory.ts';
import styles from './lists.module.css';

export function ExportList({ release }: { release: Pick<ReleaseView, 'exports' | 'exportCount'> }) {
  const { exports, exportCount } = release;
  if (exportCount === 0) return null;
  return (
    <section className={styles.section}>
      <h2>Exports</h2>
      <p className={styles.soft}>
        {formatCount(exportCount, 'export')} in all; {formatCount(exports.length, 'function')} with a
        signature in the record:
      </p>
      <ul className={styles.signatures} aria-label="Exported functions">
        {exports.map(({ name, type }) => (
          <li key={name}>
            <Link
              to="/"
              search={{ q: fieldQuery('export', name) }}
              title="Which modules offer a function of this name?"
              className={styles.export}
            >
              <code>
                {name}
                <span className={styles.soft}> {spacedType(type)}</span>
              </code>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
