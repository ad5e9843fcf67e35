import { Link } from '@tanstack/react-router';
import type { Sha256 } from '../../../core/ids.ts';
import { useQuery } from '../../hooks/use-query.ts';
import styles from './check-page.module.css';

/** Whether the very same bytes are installed here, and as what. */
export function InstalledAs({ sha256 }: { sha256: Sha256 | undefined }) {
  const { value = [] } = useQuery('installed', (engine) => engine.installed(), { topics: ['installed'] });
  const same = value.find((installation) => installation.sha256 === sha256);
  if (same === undefined) return null;
  return (
    <p className={styles.installed}>
      These are the bytes of{' '}
      <Link to="/m/$id" params={{ id: same.id }}>
        {same.name} {same.version}
      </Link>
      , which is installed on this device.
    </p>
  );
}
