import { Link } from '@tanstack/react-router';
import type { Did, ModuleId } from '../../../core/ids.ts';
import type { ReportView } from '../../../core/view/fold-reports.ts';
import type { Hiding } from '../../../core/view/moderation.ts';
import { Age } from '../../components/age.tsx';
import { Badge } from '../../components/badge.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { shortDid } from '../../text/format.ts';
import { REPORT_WORDS } from '../../text/moderation.ts';
import { HideButton } from '../module/hide-button.tsx';
import { KnownPerson } from './known-person.tsx';
import { Verdicts } from './verdicts.tsx';
import styles from './moderation-page.module.css';

function Report({ report, own }: { report: ReportView; own: boolean }) {
  const { reporter, reason, text, version, time, pending } = report;
  return (
    <li className={styles.report}>
      <p className={styles.name}>
        <strong>{REPORT_WORDS[reason]}</strong>
        {version === undefined ? null : <code>{version}</code>}
        <Age className={styles.facts} time={time} />
        {pending ? <Badge tone="warn">On this device only</Badge> : null}
      </p>
      {text === '' ? null : <p className="plain-text">{text}</p>}
      <p className={styles.facts}>
        by <KnownPerson did={reporter} label="the reporter's identity" mine={own} />
      </p>
    </li>
  );
}

interface AboutProps {
  readonly id: ModuleId;
  /** Whose review these are about; absent: about the module. */
  readonly reviewOf: Did | undefined;
  readonly reports: readonly ReportView[];
  readonly mine: Did;
  readonly hidings: readonly Hiding[];
}

function About({ id, reviewOf, reports, mine, hidings }: AboutProps) {
  const subject = { id, reviewOf };
  const what = reviewOf === undefined ? id : `the review by ${shortDid(reviewOf)} of ${id}`;
  return (
    <section className={styles.about} aria-label={`About ${what}`}>
      <div className={styles.head}>
        <h3>
          {reviewOf === undefined ? (
            'About the module'
          ) : (
            <>
              About the review by <code title={reviewOf}>{shortDid(reviewOf)}</code>
            </>
          )}
        </h3>
        <div className={styles.actions}>
          <Link to="/m/$id" params={{ id }} search={reviewOf === undefined ? {} : { tab: 'ratings' }}>
            {reviewOf === undefined ? 'Look at the module' : 'Look at the reviews'}
          </Link>
          <HideButton subject={subject} label={`Hide ${what}`} />
        </div>
      </div>
      <Verdicts subject={subject} hidings={hidings} what={what} />
      <ul className={styles.reports}>
        {reports.map((report) => (
          <Report key={report.reporter} report={report} own={report.reporter === mine} />
        ))}
      </ul>
    </section>
  );
}

/** What was reported of one module, by what it is about, and what a moderator can do. */
export function Reports({ id }: { id: ModuleId }) {
  const { value, error, again } = useQuery(`reports ${id}`, (engine) => engine.reports(id), {
    topics: [`module/${id}`, 'identity'],
  });
  const page = useQuery(`module ${id}`, (engine) => engine.module(id), {
    topics: [`module/${id}`, 'installed', 'identity', 'people'],
  }).value;
  if (value === undefined) {
    return error === undefined ? (
      <Skeleton label="Loading the reports" lines={3} />
    ) : (
      <ErrorNotice error={error} again={again} />
    );
  }
  const { reports, mine, synced } = value;
  const hidden = typeof page === 'object' ? page : undefined;
  const reviews = hidden !== undefined && 'hiddenReviews' in hidden ? hidden.hiddenReviews : {};
  if (reports.length === 0) {
    return synced ? (
      <p className={styles.none}>No report is in force any more.</p>
    ) : (
      <Skeleton label="Fetching the reports" lines={3} />
    );
  }
  return [...new Set(reports.map(({ reviewOf }) => reviewOf))].map((reviewOf) => (
    <About
      key={reviewOf ?? ''}
      id={id}
      reviewOf={reviewOf}
      mine={mine}
      reports={reports.filter((report) => report.reviewOf === reviewOf)}
      hidings={(reviewOf === undefined ? hidden?.moderation : reviews[reviewOf]) ?? []}
    />
  ));
}
