import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { focusIfOwed, headingGoes } from '../focus.ts';
import styles from './page.module.css';

/** The heading of a screen: takes the focus when a navigation brought it here, and names the document. */
export function PageHeading({ children, title }: { children: ReactNode; title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (heading.current !== null) focusIfOwed(heading.current);
  }, []);
  // While it is still there: afterwards nobody knows what had the focus.
  useLayoutEffect(() => headingGoes, []);
  return (
    <>
      <title>{`${title} · Gen Registry`}</title>
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
    </>
  );
}

/** A screen with one column: heading, one line about it, content. */
export function Page({
  title,
  intro,
  aside,
  children,
}: {
  title: string;
  intro?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <PageHeading title={title}>{title}</PageHeading>
          {intro === undefined ? null : <p className={styles.intro}>{intro}</p>}
        </div>
        {aside}
      </header>
      {children}
    </div>
  );
}
