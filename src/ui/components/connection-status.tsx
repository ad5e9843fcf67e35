import { useId, useState } from 'react';
import type { Micros } from '../../core/ids.ts';
import type { Connection } from '../../ports/connection.ts';
import { useAction } from '../hooks/use-action.ts';
import { useQuery } from '../hooks/use-query.ts';
import { useStale, verifiedTime } from '../hooks/use-stale.ts';
import { useServices } from '../services.tsx';
import { sentenceFor } from '../text/errors.ts';
import { formatAge, formatTime } from '../text/format.ts';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import styles from './connection-status.module.css';

const WORDS: Readonly<Record<Connection['state'], string>> = {
  online: 'Online',
  offline: 'Offline',
  connecting: 'Connecting',
};

const MEANING: Readonly<Record<Connection['state'], string>> = {
  online: 'Connected to the registry. What is published shows at once.',
  offline:
    'Browsing, search and everything installed work. Ratings, installs and publishes wait for the network.',
  connecting: 'Trying to reach the registry. Everything on this device works meanwhile.',
};

const STALE =
  'The registry has signed no account of its catalogue for a day or more, as far as this device knows. Newer versions and warnings may be missing here.';

function moment(time: Micros | undefined): string {
  return time === undefined ? 'never on this device' : `${formatAge(time)} (${formatTime(time)})`;
}

function Facts({ connection: { relay, syncedAt, verifiedAt } }: { connection: Connection }) {
  return (
    <dl className={styles.facts}>
      <dt>Last verified</dt>
      <dd>{moment(verifiedAt)}</dd>
      <dt>Last in step</dt>
      <dd>{moment(syncedAt)}</dd>
      <dt>Relay</dt>
      <dd>{relay ?? '…'}</dd>
    </dl>
  );
}

/** The state in one word; more on a press. The browser's own popover: a positioning library would cost the first load 15 kB. */
export function ConnectionStatus() {
  const details = useId();
  const { engine } = useServices();
  const [open, setOpen] = useState(false);
  const { value } = useQuery('connection', (asked) => asked.connection(), { topics: ['connection'] });
  const reconnect = useAction(() => engine.reconnect());
  const state = value?.state ?? 'connecting';
  const stale = useStale(value === undefined ? undefined : verifiedTime(value));

  return (
    <>
      <output aria-label="Connection">
        <button
          type="button"
          className={styles.trigger}
          data-state={state}
          data-stale={stale || undefined}
          popoverTarget={details}
        >
          <span className={styles.word}>{WORDS[state]}</span>
          {stale ? <Badge tone="warn">Stale</Badge> : null}
        </button>
      </output>
      <section
        id={details}
        popover="auto"
        aria-label="About the connection"
        className={styles.popup}
        onBeforeToggle={({ newState }) => setOpen(newState === 'open')}
      >
        <p className={styles.text}>{MEANING[state]}</p>
        {value?.problem === undefined ? null : <p className={styles.problem}>{sentenceFor(value.problem)}</p>}
        {stale ? <p className={styles.problem}>{STALE}</p> : null}
        {open && value !== undefined ? <Facts connection={value} /> : null}
        {state === 'online' ? null : (
          <Button small onClick={() => void reconnect.run()} disabled={reconnect.running}>
            Try now
          </Button>
        )}
      </section>
    </>
  );
}
