import type { ChangeLine } from '../../../ports/set-api.ts';
import { Badge, type BadgeTone } from '../../components/badge.tsx';
import type { ReactNode } from 'react';
import styles from './changes.module.css';

const KINDS: Readonly<Record<ChangeLine['kind'], readonly [words: string, tone: BadgeTone]>> = {
  added: ['new', 'good'],
  compatible: ['update', 'good'],
  breaking: ['breaking update', 'warn'],
  older: ['older version', 'warn'],
  same: ['signed anew', 'plain'],
  removed: ['removed', 'bad'],
};

function Versions({ from, to }: Pick<ChangeLine, 'from' | 'to'>) {
  if (from === undefined || to === undefined) return <code>{to ?? from}</code>;
  return (
    <span>
      <code>{from}</code> <span aria-hidden="true">→</span>
      <span className="visually-hidden"> becomes </span> <code>{to}</code>
    </span>
  );
}

interface ChangeListProps<Line extends ChangeLine> {
  readonly label: string;
  readonly lines: readonly Line[];
  /** What else there is to say of a line. */
  readonly more?: (line: Line) => ReactNode;
}

/** What becomes of each module, a line each. */
export function ChangeList<Line extends ChangeLine>({ label, lines, more }: ChangeListProps<Line>) {
  return (
    <ul className={styles.lines} aria-label={label}>
      {lines.map((line) => {
        const [words, tone] = KINDS[line.kind];
        return (
          <li key={line.id}>
            <p className={styles.line}>
              <strong>{line.name}</strong>
              <Versions {...line} />
              <Badge tone={tone}>{words}</Badge>
            </p>
            <code className={styles.id}>{line.id}</code>
            {more?.(line)}
          </li>
        );
      })}
    </ul>
  );
}
