import type { PlanLine, PlanView } from '../../../ports/set-api.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { abilitySentence, agreeLabel, changeCounts } from '../../text/changes.ts';
import { formatBytes, formatCount } from '../../text/format.ts';
import { ChangeList } from './change-list.tsx';
import styles from './changes.module.css';

function About({ line }: { line: PlanLine }) {
  const { neededBy, kind, size, download } = line;
  if (kind === 'removed') return <p className={styles.soft}>Nothing needs it any more.</p>;
  return (
    <>
      <p className={styles.soft}>
        {[
          neededBy.length === 0 ? [] : `needed by ${neededBy.join(', ')}`,
          download === 0 ? 'already on this device' : formatBytes(size),
        ]
          .flat()
          .join(' · ')}
      </p>
      {abilitySentence(line) === undefined ? null : <p className={styles.soft}>{abilitySentence(line)}</p>}
    </>
  );
}

const aboutLine = (line: PlanLine) => <About line={line} />;

/** What was asked for, then what changes of what is here, then what comes along. */
function inReadingOrder(lines: readonly PlanLine[]): readonly PlanLine[] {
  const placeOf = ({ kind, neededBy }: PlanLine): number =>
    kind === 'removed' ? 2 : neededBy.length === 0 ? 0 : kind === 'added' ? 3 : 1;
  return lines.toSorted((a, b) => placeOf(a) - placeOf(b));
}

interface PlanDialogProps {
  readonly title: string;
  readonly plan: PlanView;
  readonly close: () => void;
  readonly confirm: () => void;
}

/** What a change does to everything that is installed, before anything is done. */
export function PlanDialog({ title, plan, close, confirm }: PlanDialogProps) {
  const { lines, download, question } = plan;
  const asksForNothing = lines.every((line) => abilitySentence(line) === undefined);
  return (
    <Dialog title={title} close={close}>
      <div className={styles.dialog}>
        {question === undefined ? null : (
          <p className={styles.warn}>
            {formatCount(question.losses.length, 'module')} that you did not name{' '}
            {question.losses.length === 1 ? 'changes' : 'change'} in a way that may break what you use.
          </p>
        )}
        <p className={styles.soft}>
          {changeCounts(lines)}.{asksForNothing ? ' Nothing of it asks for more outside itself.' : ''}
        </p>
        <ChangeList label="What changes" lines={inReadingOrder(lines)} more={aboutLine} />
        <div className={styles.actions}>
          <p className={styles.soft}>
            {download === 0 ? 'Nothing to download.' : `${formatBytes(download)} to download.`} Nothing on
            this device changes before you agree and everything is verified.
          </p>
          <Button
            look="primary"
            onClick={() => {
              close();
              confirm();
            }}
          >
            {agreeLabel(plan)}
          </Button>
          <Button onClick={close}>Leave it as it is</Button>
        </div>
      </div>
    </Dialog>
  );
}
