import { useEffect } from 'react';
import { ErrorNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ValueField } from '../../components/value-field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { INDEX_INTERVALS, intervalWords, refusedWords } from '../../text/catalogue.ts';
import { formatBytes, formatNumber } from '../../text/format.ts';
import styles from './settings-page.module.css';

/** Milliseconds. What is checked and stored in the background is announced only where somebody looked at it. */
const LOOKED_AT_EVERY = 2000;

/** What this device holds of the catalogue, and how soon it takes in what others publish. */
export function CatalogueSettings() {
  const { engine } = useServices();
  const { value, error, again } = useQuery('catalogue-state', (asked) => asked.catalogueState(), {
    topics: ['catalogue'],
  });
  useEffect(() => {
    const looking = setInterval(again, LOOKED_AT_EVERY);
    return () => clearInterval(looking);
  }, [again]);
  const choosing = useAction(async (seconds: number) => {
    await engine.setIndexInterval(seconds);
    again();
  });

  if (value === undefined) {
    return error === undefined ? (
      <Skeleton label="Loading the state of the catalogue" />
    ) : (
      <ErrorNotice error={error} again={again} />
    );
  }
  const { size, checked, refused, stored, indexInterval } = value;
  return (
    <div className={styles.form}>
      <dl className={styles.facts}>
        <div>
          <dt>Modules</dt>
          <dd>{formatNumber(size)}</dd>
        </div>
        <div>
          <dt>Signatures checked here</dt>
          <dd>{checked >= size ? 'All' : `${formatNumber(checked)} of ${formatNumber(size)}`}</dd>
        </div>
        <div>
          <dt>Refused</dt>
          <dd>{formatNumber(refused)}</dd>
        </div>
        <div>
          <dt>On this device</dt>
          <dd>{formatBytes(stored)}</dd>
        </div>
      </dl>
      <p className={styles.soft}>{refusedWords(refused)}</p>
      <ValueField<number>
        label="Show what others publish"
        hint="What you publish yourself always shows at once. Waiting a little keeps search quick while much arrives."
        values={INDEX_INTERVALS}
        compare={(a, b) => a - b}
        words={intervalWords}
        value={indexInterval}
        disabled={choosing.running}
        onChoose={(seconds) => void choosing.run(seconds)}
      />
    </div>
  );
}
