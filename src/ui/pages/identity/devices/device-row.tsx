import type { Did } from '../../../../core/ids.ts';
import type { DeviceView } from '../../../../core/view/fold-devices.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { DidText } from '../../../components/identifier.tsx';
import { PersonName } from '../../../components/person-name.tsx';
import { cutOffSentence } from '../../../text/devices.ts';
import { formatDate, formatTime } from '../../../text/format.ts';
import styles from './devices.module.css';

interface DeviceRowProps {
  readonly device: DeviceView;
  readonly mine: Did;
  readonly isHere: boolean;
  readonly hasMain: boolean;
  /** Absent: it takes the main key, or cannot be. */
  readonly rename?: (() => void) | undefined;
  readonly cutOff?: (() => void) | undefined;
}

export function DeviceRow({ device, mine, isHere, hasMain, rename, cutOff }: DeviceRowProps) {
  const { did, name, since, ended, pending } = device;
  return (
    <li data-ended={ended === undefined ? undefined : ''}>
      <div className={styles.line}>
        <span className={styles.called}>
          <PersonName name={name} />
        </span>
        {isHere ? <Badge tone="good">This device</Badge> : null}
        {isHere && hasMain ? (
          <Badge title="Devices are added and cut off here, and backups are made here.">Main key</Badge>
        ) : null}
        {pending ? (
          <Badge tone="warn" title="Others know of it once the registry has it.">
            Not with the registry yet
          </Badge>
        ) : null}
        <span className={styles.buttons}>
          {rename === undefined ? null : (
            <Button small look="quiet" aria-label={`Rename ${name}`} onClick={rename}>
              Rename…
            </Button>
          )}
          {cutOff === undefined ? null : (
            <Button small look="danger" aria-label={`Cut off ${name}`} onClick={cutOff}>
              Cut off…
            </Button>
          )}
        </span>
      </div>
      <p className={styles.facts}>
        <DidText did={did} label={`the key of ${name}`} />
        <span title={formatTime(since)}>since {formatDate(since)}</span>
      </p>
      {ended === undefined ? null : <p className={styles.warn}>{cutOffSentence(ended, mine)}</p>}
    </li>
  );
}
