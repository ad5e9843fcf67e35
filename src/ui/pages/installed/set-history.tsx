import type { SetState } from '../../../ports/set-api.ts';
import { Age } from '../../components/age.tsx';
import { Button } from '../../components/button.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { changeCounts, deedLabel } from '../../text/changes.ts';
import { formatCount } from '../../text/format.ts';
import disclosure from '../../components/disclosure.module.css';
import { ChangeList } from '../changes/change-list.tsx';
import { useChange } from '../changes/use-change.ts';
import { ForgetStates } from './forget-states.tsx';
import styles from './sets.module.css';

function State({ state }: { state: SetState }) {
  const { engine } = useServices();
  const change = useChange();
  const { number, at, deed, count, lines, isCurrent, isWhole } = state;

  function goBack(): void {
    change.start({
      title: `Go back to state ${number}?`,
      plan: () => engine.planSet({ kind: 'back', to: number }),
      apply: (agreed) => engine.changeSet({ kind: 'back', to: number }, agreed),
      nothing: `State ${number} is what is installed now.`,
    });
  }

  return (
    <li className={styles.state}>
      <div className={styles.about}>
        <p>
          <strong>{number}</strong> {deedLabel(deed)}
        </p>
        <p className={styles.soft}>
          <Age time={at} /> · {formatCount(count, 'module')}
          {lines.length === 0 ? '' : ` · ${changeCounts(lines)}`}
          {isWhole ? '' : ' · to be downloaded again'}
        </p>
        {lines.length === 0 ? null : (
          <details>
            <summary className={disclosure.summary}>What it changed</summary>
            <ChangeList label={`What state ${number} changed`} lines={lines} />
          </details>
        )}
      </div>
      {isCurrent ? (
        <span className={styles.soft}>Now</span>
      ) : (
        <Button small disabled={change.running} onClick={goBack} aria-label={`Go back to state ${number}`}>
          Go back
        </Button>
      )}
    </li>
  );
}

/** Every state that the active set was in, each a press away. */
export function SetHistory() {
  const { value } = useQuery('set-states', (asked) => asked.setStates(), { topics: ['installed'] });
  if (value === undefined || value.length < 2) return null;
  return (
    <section className={styles.section} aria-label="Earlier states">
      <h2>Earlier states</h2>
      <p className={styles.soft}>
        Whatever changes what is installed leaves the state before as it was, for 30 days its binaries
        included: going back needs no network then.
      </p>
      <ol className={styles.states} aria-label="States, the newest first">
        {value.map((state) => (
          <State key={state.number} state={state} />
        ))}
      </ol>
      <div>
        <ForgetStates>
          What is installed stays. {formatCount(value.length - 1, 'earlier state')} and the binaries that only
          those need are gone from this device, and nobody goes back to them.
        </ForgetStates>
      </div>
    </section>
  );
}
