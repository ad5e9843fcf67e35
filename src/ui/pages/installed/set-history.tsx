import { lazy, Suspense, useState } from 'react';
import type { SetState } from '../../../ports/set-api.ts';
import { Age } from '../../components/age.tsx';
import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { changeCounts, deedLabel } from '../../text/changes.ts';
import { formatCount } from '../../text/format.ts';
import { tell } from '../../toasts.ts';
import disclosure from '../../components/disclosure.module.css';
import { ChangeList } from '../changes/change-list.tsx';
import { useChange } from '../changes/use-change.ts';
import styles from './sets.module.css';

const ConfirmDialog = lazy(async () => ({
  default: (await import('../../components/confirm-dialog.tsx')).ConfirmDialog,
}));

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
  const { engine } = useServices();
  const { value } = useQuery('set-states', (asked) => asked.setStates(), { topics: ['installed'] });
  const [isAsking, setAsking] = useState(false);
  const forget = useAction(async () => {
    await engine.forgetStates();
    tell('Earlier states are forgotten.', 'What only they needed is gone from this device.', 'good');
  });
  if (value === undefined || value.length < 2) return null;
  return (
    <section className={styles.section} aria-label="Earlier states">
      <h2>Earlier states</h2>
      <p className={styles.soft}>
        Whatever changes what is installed leaves the state before as it was, its binaries included: going
        back needs no network.
      </p>
      <ol className={styles.states} aria-label="States, the newest first">
        {value.map((state) => (
          <State key={state.number} state={state} />
        ))}
      </ol>
      <div>
        <Button small aria-haspopup="dialog" disabled={forget.running} onClick={() => setAsking(true)}>
          Forget earlier states…
        </Button>
      </div>
      {isAsking ? (
        <Suspense>
          <ConfirmDialog
            title="Forget earlier states?"
            yes="Forget them"
            close={() => setAsking(false)}
            confirm={() => void forget.run()}
          >
            What is installed stays. {formatCount(value.length - 1, 'earlier state')} and the binaries that
            only those need are gone from this device, and nobody goes back to them.
          </ConfirmDialog>
        </Suspense>
      ) : null}
    </section>
  );
}
