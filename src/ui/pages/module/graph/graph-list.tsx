import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { Badge } from '../../../components/badge.tsx';
import { installedWords, missingWords, nameOf } from '../../../text/graph.ts';
import type { Asked, Branch } from './outline.ts';
import styles from './graph.module.css';

/** `asked for by Viewer (^1.3.0)`; upwards `needs Codec (^1.3.0)`. */
function Askers({ asked, words }: { asked: readonly Asked[]; words: string }) {
  return (
    <p className={styles.asked}>
      {words}{' '}
      {asked.map(({ module, range, optional }, place) => (
        <Fragment key={`${module.id} ${range}`}>
          {place > 0 ? ', ' : ''}
          {nameOf(module)} <code>{range}</code>
          {optional ? ' (optional)' : ''}
        </Fragment>
      ))}
    </p>
  );
}

interface BranchListProps {
  readonly label?: string;
  readonly branches: readonly Branch[];
  /** Before those that ask, or are asked for. */
  readonly words: string;
  /** Ids of those that do not admit the shown version. */
  readonly misfits?: ReadonlySet<string> | undefined;
}

/** Each module once, under the first that brings it: the same that the drawing shows, in words. */
export function BranchList({ label, branches, words, misfits }: BranchListProps) {
  return (
    <ul className={label === undefined ? styles.under : styles.list} aria-label={label}>
      {branches.map(({ module, asked, isInCycle, under }) => {
        const missing = missingWords(module);
        const installed = installedWords(module);
        return (
          <li key={module.id}>
            <div className={styles.row}>
              <div className={styles.line}>
                <Link to="/m/$id" params={{ id: module.id }} search={{ tab: 'dependencies' }}>
                  {nameOf(module)}
                </Link>
                {module.version === undefined ? null : <code>{module.version}</code>}
                {missing === undefined ? null : <Badge tone="warn">{missing}</Badge>}
                {installed === undefined ? null : <Badge tone="good">{installed}</Badge>}
                {isInCycle ? <Badge tone="warn">in a circle</Badge> : null}
                {misfits?.has(module.id) === true ? (
                  <Badge tone="bad">does not take this version</Badge>
                ) : null}
              </div>
              <Askers asked={asked} words={words} />
            </div>
            {under.length === 0 ? null : <BranchList branches={under} words={words} misfits={misfits} />}
          </li>
        );
      })}
    </ul>
  );
}
