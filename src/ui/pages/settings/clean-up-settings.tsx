import { ValueField } from '../../components/value-field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { CLEAN_UP_DAYS, cleanUpWords } from '../../text/housekeeping.ts';
import styles from './settings-page.module.css';

/** When what nobody uses is removed. */
export function CleanUpSettings() {
  const { engine } = useServices();
  // In an object: no days is an answer too.
  const { value } = useQuery('clean-up-days', async (asked) => ({ days: await asked.cleanUpDays() }), {
    topics: ['installed'],
  });
  const change = useAction((days: number | undefined) => engine.setCleanUpDays(days));
  if (value === undefined) return null;
  return (
    <section className={styles.section}>
      <h2>Clean-up</h2>
      <p className={styles.soft}>
        What you asked for and then neither opened nor used is removed, with what only it needed. Never what
        another installed module needs. You are told on Installed, and can undo it there.
      </p>
      <div className={styles.form}>
        <ValueField<number | undefined>
          label="Remove what is unused"
          hint="What it removes is kept for 30 more days, so that undoing it needs no network."
          values={CLEAN_UP_DAYS}
          compare={(a = 0, b = 0) => a - b}
          words={cleanUpWords}
          value={value.days}
          disabled={change.running}
          onChoose={(days) => void change.run(days)}
        />
      </div>
    </section>
  );
}
