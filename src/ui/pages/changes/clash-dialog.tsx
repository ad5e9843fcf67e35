import type { PlainError } from '../../../core/errors.ts';
import type { WayOut } from '../../../core/resolve/ways-out.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { listOf } from '../../text/advice.ts';
import { adviceFor } from '../../text/errors.ts';
import { wayLabel, waysIn } from '../../text/ways.ts';
import styles from './changes.module.css';

interface ClashDialogProps {
  readonly error: PlainError;
  readonly close: () => void;
  /** What is to be tried instead; it is planned and shown before anything is done. */
  readonly take: (way: WayOut) => void;
}

/** Why what was asked for cannot be had, a sentence for each step, and what could be changed. */
export function ClashDialog({ error, close, take }: ClashDialogProps) {
  const because = listOf(error.data, 'because');
  const ways = waysIn(error);
  const { wrong, todo } = adviceFor(error);
  return (
    <Dialog title="These do not go together" close={close}>
      <div className={styles.dialog}>
        {because.length === 0 ? (
          <p>{wrong}</p>
        ) : (
          <ol className={styles.because} aria-label="Why">
            {because.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        )}
        {ways.length === 0 ? <p>{todo}</p> : <h3 className={styles.heading}>What you could do</h3>}
        <ul className={styles.ways}>
          {ways.map((way) => (
            <li key={wayLabel(way)}>
              <Button
                onClick={() => {
                  close();
                  take(way);
                }}
              >
                {wayLabel(way)}
              </Button>
            </li>
          ))}
        </ul>
        <div className={styles.actions}>
          <p className={styles.soft}>Nothing has changed on this device.</p>
          <Button onClick={close}>Leave it as it is</Button>
        </div>
      </div>
    </Dialog>
  );
}
