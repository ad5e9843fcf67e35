import { Link } from '@tanstack/react-router';
import type { PublisherView } from '../../../../core/view/publishers.ts';
import type { ModulePage } from '../../../../ports/module-page.ts';
import { Badge } from '../../../components/badge.tsx';
import { DidText } from '../../../components/identifier.tsx';
import { PersonName } from '../../../components/person-name.tsx';
import { cutOffSentence } from '../../../text/devices.ts';
import { formatDate, formatTime } from '../../../text/format.ts';
import lists from '../lists.module.css';
import styles from './publishers.module.css';

interface PublisherDevicesProps {
  readonly page: ModulePage;
  readonly devices: readonly PublisherView[];
  readonly whose: string;
}

/** By which keys somebody signs: nobody whom anybody let in, so there is nothing to withdraw here. */
export function PublisherDevices({ page, devices, whose }: PublisherDevicesProps) {
  if (devices.length === 0) return null;
  const isMine = devices.some(({ by }) => by === page.mine);
  return (
    <details className={styles.devices}>
      <summary>
        {whose} ({devices.length})
      </summary>
      <ul aria-label={whose}>
        {devices.map(({ did, delegation, since, ended }) => (
          <li key={delegation} data-ended={ended === undefined ? undefined : ''}>
            <div className={lists.facts}>
              <PersonName name={page.devices[did]?.name ?? ''} />
              <DidText did={did} label="the device's key" />
              <span title={formatTime(since)}>since {formatDate(since)}</span>
              {ended === undefined ? null : <Badge tone="bad">Cut off</Badge>}
            </div>
            {ended === undefined ? null : <p className={lists.warn}>{cutOffSentence(ended, page.mine)}</p>}
          </li>
        ))}
      </ul>
      {isMine ? (
        <p className={lists.note}>
          You name devices and cut them off under <Link to="/identity">Identity</Link>.
        </p>
      ) : null}
    </details>
  );
}
