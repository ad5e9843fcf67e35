import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { shortDid } from '../../text/format.ts';
import { REPORT_IS_PUBLIC } from '../../text/moderation.ts';
import { ReportForm, type Reported } from './report-form.tsx';
import styles from './report-dialog.module.css';

/** Tells the moderators; or changes and takes back what was told before. */
export function ReportDialog({ subject, close }: { subject: Reported; close: () => void }) {
  const { id, reviewOf } = subject;
  const { value, error, again } = useQuery(`reports ${id}`, (engine) => engine.reports(id), {
    topics: [`module/${id}`, 'identity'],
  });
  const own = value?.reports.find((one) => one.reporter === value.mine && one.reviewOf === reviewOf);
  return (
    <Dialog title={reviewOf === undefined ? 'Report this module' : 'Report this review'} close={close}>
      <div className={styles.about}>
        <p>
          {reviewOf === undefined ? (
            <code>{id}</code>
          ) : (
            <>
              The review by <code title={reviewOf}>{shortDid(reviewOf)}</code> of <code>{id}</code>
            </>
          )}
        </p>
        <p>{REPORT_IS_PUBLIC}</p>
      </div>
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {value === undefined ? (
        error === undefined ? (
          <Skeleton label="Looking for an earlier report of yours" lines={4} />
        ) : null
      ) : (
        <ReportForm subject={subject} own={own} close={close} />
      )}
    </Dialog>
  );
}
