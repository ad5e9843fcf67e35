import type { HistoryAlarm as Alarm } from '../../ports/connection.ts';
import { useAction } from '../hooks/use-action.ts';
import { useServices } from '../services.tsx';
import { alarmAdvice } from '../text/alarm.ts';
import { Age } from './age.tsx';
import { Button } from './button.tsx';
import styles from './history-alarm.module.css';

/** On every screen while the registry contradicts itself: names the difference. */
export function HistoryAlarm({ alarm }: { alarm: Alarm }) {
  const { engine } = useServices();
  const dismiss = useAction(() => engine.dismissAlarm());
  const { wrong, todo } = alarmAdvice(alarm);
  return (
    <section className={styles.alarm} role="alert" aria-label="Alarm about this registry">
      <div className={styles.inner}>
        <p className={styles.wrong}>{wrong}</p>
        <p>{todo}</p>
        <p className={styles.actions}>
          <Button small onClick={() => void dismiss.run()} disabled={dismiss.running}>
            It was explained: go on
          </Button>
          <span>
            Noticed <Age time={alarm.at} />
          </span>
        </p>
      </div>
    </section>
  );
}
