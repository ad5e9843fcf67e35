import { useState } from 'react';
import type { ReportedModule } from '../../../ports/moderation.ts';
import { Age } from '../../components/age.tsx';
import { formatCount } from '../../text/format.ts';
import { Reports } from './reports.tsx';
import styles from './moderation-page.module.css';

/** Its reports are fetched when it is opened. */
export function InboxRow({ reported: { id, count, newest } }: { reported: ReportedModule }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details className={styles.reported} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <code>{id}</code>
          <span className={styles.facts}>
            <span>{formatCount(count, 'report')}</span>
            <span>
              newest <Age time={newest} />
            </span>
          </span>
        </summary>
        {open ? <Reports id={id} /> : null}
      </details>
    </li>
  );
}
