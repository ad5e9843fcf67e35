import type { Did } from '../../../../core/ids.ts';
import { ErrorNotice } from '../../../components/notice.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useQuery } from '../../../hooks/use-query.ts';
import { useRegistryRoot } from '../../../hooks/use-registry-root.ts';
import { HeldRow } from './held-row.tsx';
import { TakeInForm } from './take-in-form.tsx';
import styles from './permissions.module.css';

interface PermissionsProps {
  readonly mine: Did | undefined;
  /** The key that signs here. */
  readonly here: Did | undefined;
  readonly takeIn: boolean;
}

/** What this identity was given to write, and how more is taken in. */
export function Permissions({ mine, here, takeIn }: PermissionsProps) {
  const { value, error, again } = useQuery('permissions', (engine) => engine.permissions(), {
    topics: ['identity'],
  });
  const root = useRegistryRoot();
  return (
    <section className={styles.permissions}>
      <h2>Permissions</h2>
      <p className={styles.soft}>
        What you may do here, and by whose word. Each begins with the key of the registry, and is signed from
        one to the next.
      </p>
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {value === undefined && error === undefined ? <Skeleton label="Loading your permissions" /> : null}
      {value?.length === 0 ? (
        <p className={styles.none}>
          None yet. The first release under a free id makes you its owner; for the id of somebody else, its
          owner sends you a link.
        </p>
      ) : null}
      {value === undefined || value.length === 0 ? null : (
        <ul className={styles.rows} aria-label="Permissions">
          {value.map((permission) => (
            <HeldRow key={permission.id} permission={permission} mine={mine} here={here} root={root} />
          ))}
        </ul>
      )}
      {takeIn ? <TakeInForm mine={mine} /> : null}
    </section>
  );
}
