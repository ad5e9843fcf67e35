import { Link } from '@tanstack/react-router';
import type { Dependency } from '../../../core/view/module-view.ts';
import { Badge } from '../../components/badge.tsx';
import styles from './lists.module.css';

/** Modules as a release names them. */
export function ModuleRanges({ label, entries }: { label: string; entries: readonly Dependency[] }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {entries.map(({ id, range, optional }) => (
        <li key={id}>
          <div className={styles.line}>
            <Link to="/m/$id" params={{ id }}>
              {id}
            </Link>
            <code>{range}</code>
            {optional === true ? <Badge>optional</Badge> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
