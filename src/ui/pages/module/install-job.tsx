import type { ActivityItem } from '../../../ports/activity.ts';
import { Button } from '../../components/button.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { shortSentence } from '../../text/errors.ts';
import { isUnfinished, progressText, stateLabel, STATE_WORDS } from '../../text/states.ts';
import { isClash } from '../../text/ways.ts';
import { ClashOfJob } from '../changes/clash-of-job.tsx';
import { hiddenIn } from './hidden-in.ts';
import { InstallAnyway } from './hidden-install.tsx';
import { InstallQuestion } from './install-question.tsx';
import styles from './install-control.module.css';

/** An install under way, or the last one that failed. */
export function InstallJob({ job }: { job: ActivityItem }) {
  const { engine } = useServices();
  const retry = useAction(() => engine.retry(job.job));
  const cancel = useAction(() => engine.cancel(job.job));
  const running = isUnfinished(job);
  const isHidden = job.error !== undefined && hiddenIn(job.error) !== undefined;
  const isClashing = job.error !== undefined && isClash(job.error);
  return (
    <div className={styles.job}>
      <p>
        <strong aria-live="polite">{stateLabel(job)}</strong>
        {job.state === 'downloading' ? <span className={styles.soft}> {progressText(job)}</span> : null}
      </p>
      {running && job.state !== 'queued' && job.state !== 'asking' ? (
        <ProgressBar label="Progress of the installation" {...job.progress} />
      ) : null}
      <p className={styles.soft}>
        {job.error === undefined ? STATE_WORDS[job.state].meaning : shortSentence(job.error)}
      </p>
      <div className={styles.row}>
        <InstallAnyway job={job} />
        <ClashOfJob job={job} />
        <InstallQuestion job={job} />
        {job.canRetry && !isHidden && !isClashing ? (
          <Button small disabled={retry.running} onClick={() => void retry.run()}>
            Retry
          </Button>
        ) : null}
        {job.canCancel ? (
          <Button small look="quiet" disabled={cancel.running} onClick={() => void cancel.run()}>
            Cancel
          </Button>
        ) : null}
      </div>
    </div>
  );
}
