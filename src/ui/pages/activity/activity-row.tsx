import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ActivityItem } from '../../../ports/activity.ts';
import { Age } from '../../components/age.tsx';
import { Button, buttonClass } from '../../components/button.tsx';
import { NextTry } from '../../components/next-try.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { shortSentence } from '../../text/errors.ts';
import { isClash } from '../../text/ways.ts';
import { ClashOfJob } from '../changes/clash-of-job.tsx';
import { hiddenIn } from '../module/hidden-in.ts';
import { InstallAnyway } from '../module/hidden-install.tsx';
import { InstallQuestion } from '../module/install-question.tsx';
import { progressText, stateLabel, STATE_WORDS, taskLabel } from '../../text/states.ts';
import styles from './activity-page.module.css';

interface ActivityRowProps {
  readonly item: ActivityItem;
  /** Of what waits for its turn. */
  readonly tools?: ReactNode;
}

export function ActivityRow({ item, tools }: ActivityRowProps) {
  const { engine } = useServices();
  const { job, kind, module, state, place, updatedAt, progress, attempts, error, canRetry, canCancel } = item;
  const retry = useAction(() => engine.retry(job));
  const cancel = useAction(() => engine.cancel(job));
  const words = STATE_WORDS[state];
  // Trying again as it was would end the same way.
  const isHidden = error !== undefined && hiddenIn(error) !== undefined;
  const isClashing = error !== undefined && isClash(error);
  const resumable = kind === 'publish' && (state === 'refused' || state === 'cancelled');
  return (
    <li className={styles.row} data-tone={words.tone} data-place={place}>
      <div className={styles.body}>
        <p className={styles.task}>
          {taskLabel(item)}{' '}
          {module === undefined ? null : (
            <Link to="/m/$id" params={{ id: module }}>
              {module}
            </Link>
          )}
        </p>
        <p className={styles.state}>
          <strong>{stateLabel(item)}</strong>
          <span>
            {state === 'downloading' ? progressText(item) : error === undefined ? words.meaning : null}
          </span>
        </p>
        {state === 'downloading' && progress !== undefined ? (
          <ProgressBar label={`Download of ${module ?? 'a module'}`} {...progress} />
        ) : null}
        {error === undefined ? null : (
          <p className={words.tone === 'busy' ? styles.delay : styles.problem}>{shortSentence(error)}</p>
        )}
        <p className={styles.time}>
          <Age time={updatedAt} />
          {attempts > 1 ? <span>{attempts} attempts</span> : null}
          {item.retryAt === undefined ? null : <NextTry at={item.retryAt} />}
        </p>
      </div>
      <div className={styles.actions}>
        {tools}
        {resumable ? (
          <Link to="/publish" search={{ from: job }} className={buttonClass('plain', true)}>
            Edit and publish again
          </Link>
        ) : null}
        <InstallAnyway job={item} />
        <ClashOfJob job={item} />
        <InstallQuestion job={item} />
        {canRetry && !isHidden && !isClashing ? (
          <Button small disabled={retry.running} onClick={() => void retry.run()}>
            {item.retryAt === undefined ? 'Retry' : 'Retry now'}
          </Button>
        ) : null}
        {canCancel ? (
          <Button small look="quiet" disabled={cancel.running} onClick={() => void cancel.run()}>
            Cancel
          </Button>
        ) : null}
      </div>
    </li>
  );
}
