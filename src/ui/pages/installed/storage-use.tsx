import { Link } from '@tanstack/react-router';
import type { ModuleStorage } from '../../../ports/housekeeping.ts';
import type { Installation } from '../../../ports/module-page.ts';
import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { keepStorage } from '../../keep-storage.ts';
import { formatBytes, formatCount } from '../../text/format.ts';
import { tell } from '../../toasts.ts';
import { ForgetStates } from './forget-states.tsx';
import { useUninstall } from './use-uninstall.ts';
import styles from './housekeeping.module.css';

const MOST_SHOWN = 10;

function Kept({ persisted, again }: { persisted: boolean; again: () => void }) {
  const keep = useAction(async () => {
    const kept = await keepStorage();
    if (kept) again();
    else
      tell(
        'The browser does not promise that yet.',
        'Most do once this app is installed or used more often.',
      );
  });
  if (persisted)
    return <p className={styles.soft}>The browser keeps it even when the device runs out of space.</p>;
  return (
    <div className={styles.actions}>
      <p className={styles.soft}>The browser may clear it when the device runs out of space.</p>
      <Button small disabled={keep.running} onClick={() => void keep.run()}>
        Keep it even then
      </Button>
    </div>
  );
}

function ModuleLine({
  module,
  installation,
}: {
  module: ModuleStorage;
  installation: Installation | undefined;
}) {
  const { id, name, installed, former } = module;
  const uninstall = useUninstall();
  return (
    <li className={styles.module}>
      <div className={styles.what}>
        <Link to="/m/$id" params={{ id }}>
          {name}
        </Link>
        {former === 0 ? null : (
          <p className={styles.soft}>
            {installed === 0 ? 'only in earlier states' : `${formatBytes(former)} of it in earlier states`}
          </p>
        )}
      </div>
      <span className={styles.size}>{formatBytes(installed + former)}</span>
      {installation === undefined || installation.neededBy.length > 0 ? null : (
        <Button
          small
          look="quiet"
          disabled={uninstall.running}
          aria-label={`Uninstall ${name} to free space`}
          onClick={() => void uninstall.run(installation)}
        >
          Uninstall
        </Button>
      )}
    </li>
  );
}

/** What this app takes on the device, by module, and whether the browser keeps it. */
export function StorageUse({ installations }: { installations: readonly Installation[] }) {
  const { value, again } = useQuery('storage', (engine) => engine.storage(), { topics: ['installed'] });
  if (value === undefined) return null;
  const { used, quota, persisted, modules } = value;
  const binaries = modules.reduce((sum, { installed, former }) => sum + installed + former, 0);
  const former = modules.reduce((sum, one) => sum + one.former, 0);
  const more = modules.slice(MOST_SHOWN);
  return (
    <section className={styles.storage} aria-label="Storage">
      <h2>Storage</h2>
      <div className={styles.total}>
        <p>
          {formatBytes(used)} of {formatBytes(quota)} that the browser allows
        </p>
        <meter min={0} max={Math.max(1, quota)} value={used} aria-label="Storage used" />
      </div>
      <Kept persisted={persisted} again={again} />
      {modules.length === 0 ? null : (
        <ul className={styles.modules} aria-label="Storage by module, the largest first">
          {modules.slice(0, MOST_SHOWN).map((module) => (
            <ModuleLine
              key={module.id}
              module={module}
              installation={installations.find(({ id }) => id === module.id)}
            />
          ))}
          {more.length === 0 ? null : (
            <li className={styles.module}>
              <span>{formatCount(more.length, 'smaller module')}</span>
              <span className={styles.size}>
                {formatBytes(more.reduce((sum, one) => sum + one.installed + one.former, 0))}
              </span>
            </li>
          )}
          <li className={styles.module}>
            <div className={styles.what}>
              The rest
              <p className={styles.soft}>the app, its catalogue, and the records of modules you looked at</p>
            </div>
            <span className={styles.size}>{formatBytes(Math.max(0, used - binaries))}</span>
          </li>
        </ul>
      )}
      {former === 0 ? null : (
        <div className={styles.actions}>
          <ForgetStates>
            What is installed stays. Earlier states of this set are gone from this device with the binaries
            that only those need, and nobody goes back to them.
          </ForgetStates>
          <p className={styles.soft}>
            Uninstalling keeps the binaries for 30 days, so that it can be undone. Forgetting frees them now.
          </p>
        </div>
      )}
    </section>
  );
}
