import { lazy, Suspense, useId, useState } from 'react';
import type { DeviceView } from '../../../../core/view/fold-devices.ts';
import type { Identity } from '../../../../ports/engine.ts';
import { Button } from '../../../components/button.tsx';
import { ErrorNotice } from '../../../components/notice.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useQuery } from '../../../hooks/use-query.ts';
import type { OpenedLink } from '../use-opened-link.ts';
import { DeviceRow } from './device-row.tsx';
import styles from './devices.module.css';

const AddDeviceDialog = lazy(async () => ({
  default: (await import('./add-device-dialog.tsx')).AddDeviceDialog,
}));
const JoinPersonDialog = lazy(async () => ({
  default: (await import('./join-person-dialog.tsx')).JoinPersonDialog,
}));
const NameDeviceDialog = lazy(async () => ({
  default: (await import('./name-device-dialog.tsx')).NameDeviceDialog,
}));
const CutOffDialog = lazy(async () => ({ default: (await import('./cut-off-dialog.tsx')).CutOffDialog }));

type Asked =
  | { readonly for: 'add' | 'join' }
  | { readonly for: 'name' | 'cut-off'; readonly device: DeviceView };

interface DevicesProps {
  readonly identity: Identity;
  readonly opened: OpenedLink | undefined;
  readonly done: () => void;
}

/** Until something was made by it, a device with the main key is told to nobody. */
function withThis(devices: readonly DeviceView[], { device }: Identity): readonly DeviceView[] | undefined {
  return devices.some(({ did }) => did === device) ? devices : undefined;
}

function aboutMainKey(hasMain: boolean, isCutOff: boolean): string {
  if (hasMain)
    return 'Each device of yours signs in your name, by a key of its own. Your main key is on this one: here you add others, and cut off one that is lost.';
  const there =
    'Your main key is on another device of yours. There you take new module ids, add, rename and cut off devices, and make backups';
  return isCutOff ? `${there}.` : `${there}; here you publish new versions and rate.`;
}

/** The keys that sign for this person, and the ways in and out. */
export function Devices({ identity, opened, done }: DevicesProps) {
  const heading = useId();
  const [asked, setAsked] = useState<Asked>();
  const { value, error, again } = useQuery(`devices of ${identity.did}`, (engine) => engine.devices(), {
    topics: ['identity', 'people', 'activity'],
  });
  const { hasMain } = identity;
  const current = value?.filter(({ ended }) => ended === undefined) ?? [];
  const ended = value?.filter((one) => one.ended !== undefined) ?? [];
  const isCutOff = ended.some(({ did }) => did === identity.device);

  function close(): void {
    setAsked(undefined);
    done();
  }

  return (
    <section className={styles.devices} aria-labelledby={heading}>
      <h2 id={heading}>Devices</h2>
      <p className={styles.soft}>{aboutMainKey(hasMain, isCutOff)}</p>
      {isCutOff ? (
        <p className={styles.alarm} role="alert">
          This device was cut off: nothing new that it signs is taken. Pair it again to go on; it then gets a
          new key.
        </p>
      ) : null}
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {value === undefined && error === undefined ? <Skeleton label="Loading your devices" /> : null}
      {value === undefined || current.length === 0 ? null : (
        <ul className={styles.rows} aria-label="Devices">
          {current.map((device) => {
            const isHere = device.did === identity.device;
            return (
              <DeviceRow
                key={device.delegation}
                device={device}
                mine={identity.did}
                isHere={isHere}
                hasMain={hasMain}
                rename={hasMain ? () => setAsked({ for: 'name', device }) : undefined}
                cutOff={hasMain && !isHere ? () => setAsked({ for: 'cut-off', device }) : undefined}
              />
            );
          })}
        </ul>
      )}
      {value !== undefined && withThis(value, identity) === undefined ? (
        <p className={styles.none}>
          {hasMain
            ? 'This device is the only one so far, and becomes known with the first thing that you publish or rate.'
            : 'This device shows here once the registry has told it of itself.'}
        </p>
      ) : null}
      {ended.length === 0 ? null : (
        <details className={styles.past}>
          <summary>Cut off ({ended.length})</summary>
          <ul className={styles.rows} aria-label="Devices that were cut off">
            {ended.map((device) => (
              <DeviceRow
                key={device.delegation}
                device={device}
                mine={identity.did}
                isHere={device.did === identity.device}
                hasMain={hasMain}
              />
            ))}
          </ul>
        </details>
      )}
      <div className={styles.actions}>
        {hasMain ? <Button onClick={() => setAsked({ for: 'add' })}>Add a device…</Button> : null}
        <Button
          look={isCutOff ? 'primary' : hasMain ? 'quiet' : 'plain'}
          className={styles.long}
          onClick={() => setAsked({ for: 'join' })}
        >
          {isCutOff ? 'Pair this device again…' : 'Use an identity that you have on another device…'}
        </Button>
      </div>
      <Suspense>
        {asked?.for === 'add' || opened?.kind === 'pair' ? (
          <AddDeviceDialog key={opened?.link} identity={identity} link={opened?.link} close={close} />
        ) : null}
        {asked?.for === 'join' || opened?.kind === 'paired' ? (
          <JoinPersonDialog key={opened?.link} identity={identity} link={opened?.link} close={close} />
        ) : null}
        {asked?.for === 'name' ? <NameDeviceDialog device={asked.device} close={close} /> : null}
        {asked?.for === 'cut-off' ? <CutOffDialog device={asked.device} close={close} /> : null}
      </Suspense>
    </section>
  );
}
