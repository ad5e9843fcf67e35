import { lazy, Suspense, useState } from 'react';
import type { PublisherView } from '../../../../core/view/publishers.ts';
import type { ModulePage } from '../../../../ports/module-page.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { DidText } from '../../../components/identifier.tsx';
import { formatDate, formatTime } from '../../../text/format.ts';
import { endSentence, placeWords } from '../../../text/permissions.ts';
import { groupedPublishers } from '../owned-device.ts';
import { LetPublish } from './let-publish.tsx';
import { PublisherDevices } from './publisher-devices.tsx';
import { endable, mayLetIn } from './publishing.ts';
import lists from '../lists.module.css';
import styles from './publishers.module.css';

const WithdrawDialog = lazy(async () => ({
  default: (await import('./withdraw-dialog.tsx')).WithdrawDialog,
}));

const END_WORDS = { expired: 'Ran out', revoked: 'Withdrawn', 'handed-over': 'Ended' } as const;

function Owner({ page, devices }: { page: ModulePage; devices: readonly PublisherView[] }) {
  const { owner, grantedAt } = page.module;
  return (
    <li>
      <div className={lists.line}>
        <DidText did={owner} label="the owner's identity" mine={owner === page.mine} />
        <Badge tone="good">Owner</Badge>
      </div>
      <p className={lists.facts}>
        <span title={formatTime(grantedAt)}>Since {formatDate(grantedAt)}</span>
      </p>
      <PublisherDevices page={page} devices={devices} whose="The owner’s devices" />
    </li>
  );
}

interface PublisherProps {
  readonly page: ModulePage;
  readonly publisher: PublisherView;
  readonly devices: readonly PublisherView[];
  /** Absent: not theirs to end. */
  readonly withdraw: (() => void) | undefined;
}

function Publisher({ page, publisher, devices, withdraw }: PublisherProps) {
  const { module, mine } = page;
  const { did, by, path, since, until, ended } = publisher;
  const place = placeWords(path);
  return (
    <li data-ended={ended === undefined ? undefined : ''}>
      <div className={lists.line}>
        <DidText did={did} label="the publisher's identity" mine={did === mine} />
        {ended === undefined ? null : <Badge tone="bad">{END_WORDS[ended.kind]}</Badge>}
        {withdraw === undefined ? null : (
          <Button small look="danger" onClick={withdraw}>
            Withdraw
          </Button>
        )}
      </div>
      <div className={lists.facts}>
        <span>
          let in by{' '}
          {by === module.owner ? 'the owner' : <DidText did={by} label="the identity of who let them in" />}
        </span>
        <span title={formatTime(since)}>since {formatDate(since)}</span>
        {ended === undefined ? (
          <span title={until === undefined ? undefined : formatTime(until)}>
            {until === undefined ? 'no end' : `until ${formatDate(until)}`}
          </span>
        ) : null}
        {place === module.id ? null : <span>for {place}</span>}
      </div>
      {ended === undefined ? null : <p className={lists.warn}>{endSentence(ended, mine)}</p>}
      <PublisherDevices page={page} devices={devices} whose="Their devices" />
    </li>
  );
}

/** Who may publish under this id, and the means to let in and to withdraw for whom that is given. */
export function Publishers({ page }: { page: ModulePage }) {
  const [leaving, setLeaving] = useState<PublisherView>();
  const { others, devicesOf } = groupedPublishers(page);
  const { owner } = page.module;
  const mayEnd = endable(page);
  return (
    <section>
      <h2>Who may publish</h2>
      <p className={styles.soft}>
        {others.length === 0
          ? 'The owner alone. The owner can let others publish, and withdraw them.'
          : 'The owner, and whom the owner let in. Each release names the key that signed it, and the whole way to it.'}
      </p>
      <ul className={`${lists.rows} ${styles.people}`} aria-label="Publishers">
        <Owner page={page} devices={devicesOf(owner)} />
        {others.map((publisher) => (
          <Publisher
            key={publisher.delegation}
            page={page}
            publisher={publisher}
            devices={publisher.did === owner ? [] : devicesOf(publisher.did)}
            withdraw={mayEnd.has(publisher) ? () => setLeaving(publisher) : undefined}
          />
        ))}
      </ul>
      {mayLetIn(page) ? <LetPublish page={page} /> : null}
      {leaving === undefined ? null : (
        <Suspense>
          <WithdrawDialog id={page.module.id} publisher={leaving} close={() => setLeaving(undefined)} />
        </Suspense>
      )}
    </section>
  );
}
