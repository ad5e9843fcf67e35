import type { Finding } from '../../core/wasm/finding.ts';
import { FINDING_WORDS, SURE_WORDS } from '../text/finding.ts';
import { Badge } from './badge.tsx';
import styles from './report-view.module.css';

/** What heuristics noticed, each with its evidence; no verdict, and said to be none. */
export function ReportFindings({ findings }: { findings: readonly Finding[] }) {
  return (
    <>
      <p className={styles.soft}>
        Noticed, not judged: each of these is common in honest modules too, and none changes the verdict.
      </p>
      <ul className={styles.findings} aria-label="Worth a look">
        {findings.map(({ kind, sure, evidence }, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- one kind may be found twice; the list never changes
          <li key={place}>
            <p className={styles.finding}>
              <strong>{FINDING_WORDS[kind].title}</strong>
              <Badge>
                <span className="visually-hidden">How sure: </span>
                {SURE_WORDS[sure]}
              </Badge>
            </p>
            <p>{FINDING_WORDS[kind].meaning}</p>
            <code>{evidence}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
