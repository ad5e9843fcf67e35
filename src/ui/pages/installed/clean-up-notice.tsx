import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { cleanedUpSentence } from '../../text/housekeeping.ts';
import { Age } from '../../components/age.tsx';
import styles from './housekeeping.module.css';

/** What was removed with nobody asking, until somebody has seen it or something else is changed. */
export function CleanUpNotice() {
  const { engine } = useServices();
  const { value } = useQuery('cleaned-up', (asked) => asked.cleanedUp(), { topics: ['installed'] });
  const undo = useAction((state: number) => engine.undo(state));
  const dismiss = useAction(() => engine.dismissCleanUp());
  if (value === undefined) return null;
  return (
    <section className={styles.notice} aria-label="Clean-up">
      <p>
        {cleanedUpSentence(value)}{' '}
        <span className={styles.soft}>
          <Age time={value.at} />
        </span>
      </p>
      <div className={styles.actions}>
        <Button small disabled={undo.running} onClick={() => void undo.run(value.state)}>
          Undo
        </Button>
        <Button small look="quiet" disabled={dismiss.running} onClick={() => void dismiss.run()}>
          All right
        </Button>
      </div>
    </section>
  );
}
