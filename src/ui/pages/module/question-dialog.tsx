import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { InstallQuestion } from '../../../ports/import-rules.ts';
import type { SetQuestion } from '../../../ports/sets.ts';
import { HostNote } from '../../components/ability-list.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { AskedRelease } from './asked-release.tsx';
import styles from './question-dialog.module.css';

interface QuestionDialogProps {
  readonly job: string;
  readonly questions: readonly InstallQuestion[];
  /** What it does to modules that nobody named in it. */
  readonly losses: SetQuestion | undefined;
  readonly close: () => void;
}

function titleOf(questions: readonly InstallQuestion[]): string {
  if (questions.length === 0) return 'This changes more than you asked for';
  if (questions.some(({ installed }) => installed !== undefined)) return 'This update asks for more';
  return questions.every(({ isUnsaid }) => isUnsaid)
    ? 'This asks for more than its release says'
    : 'This asks for more than your rules take';
}

function Losses({ losses }: { losses: SetQuestion['losses'] }) {
  return (
    <ul aria-label="What it does to others">
      {losses.map(({ id, name, from, to }) => (
        <li key={id}>
          <strong>{name}</strong> <code>{from}</code>{' '}
          {to === undefined ? (
            'has to go'
          ) : (
            <>
              becomes <code>{to}</code>, which may not work as before
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What an install asks for beyond what was granted, and the choice: yes to all of it, or leave everything as it is. */
export function QuestionDialog({ job, questions, losses, close }: QuestionDialogProps) {
  const { engine } = useServices();
  const agree = useAction((marks: readonly string[]) => engine.agree(job, marks));
  const refuse = useAction(() => engine.cancel(job));
  const answered = useRef(false);
  const busy = agree.running || refuse.running;
  const asked = questions.flatMap(({ addedAbilities, outsideAbilities }) => [
    ...addedAbilities,
    ...outsideAbilities,
  ]);
  const replaces = questions.some(({ installed }) => installed !== undefined);

  const marks = [...questions, ...(losses === undefined ? [] : [losses])].map(({ mark }) => mark);

  async function end(done: Promise<boolean>): Promise<void> {
    if (!(await done)) return;
    answered.current = true;
    close();
  }

  return (
    <Dialog title={titleOf(questions)} close={close} isLast={() => answered.current}>
      <div className={styles.question}>
        <p className={styles.soft}>
          Everything is downloaded and verified. Nothing on this device changes before you say yes.
        </p>
        {losses === undefined ? null : <Losses losses={losses.losses} />}
        <ul className={styles.releases} aria-label="What is asked for">
          {questions.map((question) => (
            <li key={question.mark}>
              <AskedRelease question={question} />
            </li>
          ))}
        </ul>
        <HostNote abilities={asked} />
        <p className={styles.soft}>
          What is taken without a question is up to you, under <Link to="/settings">Settings</Link>.
        </p>
        <div className={styles.actions}>
          <Button look="primary" disabled={busy} onClick={() => void end(agree.run(marks))}>
            {replaces ? 'Update all the same' : 'Install all the same'}
          </Button>
          <Button disabled={busy} onClick={() => void end(refuse.run())}>
            {replaces ? 'Keep what is installed' : 'Do not install'}
          </Button>
          <Button look="quiet" disabled={busy} onClick={close}>
            Decide later
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
