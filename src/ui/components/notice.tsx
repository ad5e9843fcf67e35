import type { ReactNode } from 'react';
import type { PlainError } from '../../core/errors.ts';
import { adviceFor, technical } from '../text/errors.ts';
import { Button } from './button.tsx';
import styles from './notice.module.css';

/** Where a list or a page has nothing to show: what is so, and the next thing to do. */
export function Notice({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.notice}>
      <h2>{title}</h2>
      {children === undefined ? null : <p>{children}</p>}
      {action === undefined ? null : <div className={styles.action}>{action}</div>}
    </div>
  );
}

/** A failure in place of content. */
export function ErrorNotice({ error, again }: { error: PlainError; again?: () => void }) {
  const { wrong, todo } = adviceFor(error);
  return (
    <div className={`${styles.notice} ${styles.bad}`} role="alert">
      <h2>{wrong}</h2>
      <p>{todo}</p>
      <code className={styles.technical}>{technical(error)}</code>
      {again === undefined ? null : (
        <div className={styles.action}>
          <Button onClick={again}>Try again</Button>
        </div>
      )}
    </div>
  );
}
