import { useState, type FormEvent } from 'react';
import { MAX_REPORT, REPORT_REASONS, type ReportReason } from '../../../core/record/kinds.ts';
import type { ReportView } from '../../../core/view/fold-reports.ts';
import type { ReportRequest } from '../../../ports/moderation.ts';
import { Button } from '../../components/button.tsx';
import { Choices } from '../../components/choices.tsx';
import { TextArea } from '../../components/field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { sentenceFor } from '../../text/errors.ts';
import { formatAge } from '../../text/format.ts';
import { lengthProblem, REPORT_WORDS } from '../../text/moderation.ts';
import { tell } from '../../toasts.ts';
import styles from './report-dialog.module.css';

export type Reported = Pick<ReportRequest, 'id' | 'reviewOf' | 'version'>;

// Not at once: the bundle may run this file before the one with the words.
const choices = () => REPORT_REASONS.map((value) => ({ value, label: REPORT_WORDS[value] }));

interface ReportFormProps {
  readonly subject: Reported;
  /** The one of this person that is in force. */
  readonly own: ReportView | undefined;
  readonly close: () => void;
}

export function ReportForm({ subject, own, close }: ReportFormProps) {
  const { engine } = useServices();
  // What was told before comes to be known a moment later on a new device: until something is typed it is shown.
  const [chosen, setChosen] = useState<ReportReason>();
  const [typed, setTyped] = useState<string>();
  const [asked, setAsked] = useState(false);
  const reason = chosen ?? own?.reason;
  const text = typed ?? own?.text ?? '';
  const tooLong = lengthProblem(text, MAX_REPORT);
  const send = useAction(
    (value: ReportReason) => engine.report({ ...subject, reason: value, text: text.trim() }),
    { tell: false },
  );
  const withdraw = useAction(() => engine.withdrawReport(subject), { tell: false });
  const refusal = send.error ?? withdraw.error;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setAsked(true);
    if (reason === undefined || tooLong !== undefined || !(await send.run(reason))) return;
    close();
    tell('Your report is stored on this device.', 'Moderators see it once the registry has it.', 'good');
  }

  async function takeBack(): Promise<void> {
    if (!(await withdraw.run())) return;
    close();
    tell('Your report is taken back.', 'Others see that once the registry has it.', 'good');
  }

  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      {own === undefined ? null : (
        <p className={styles.earlier}>
          You reported this {formatAge(own.time)}
          {own.pending ? '; it is not with the registry yet.' : '.'} What you send now takes its place.
        </p>
      )}
      <Choices
        legend="What is wrong?"
        choices={choices()}
        value={reason}
        onChoose={setChosen}
        error={asked && reason === undefined ? 'Choose what is wrong.' : undefined}
      />
      <TextArea
        label="What should moderators know?"
        rows={3}
        value={text}
        onChange={({ target }) => setTyped(target.value)}
        error={tooLong ?? (refusal === undefined ? undefined : sentenceFor(refusal))}
        hint={`Optional, public. ${text.length.toLocaleString('en')} of ${MAX_REPORT.toLocaleString('en')} characters.`}
      />
      <div className={styles.actions}>
        <Button look="primary" type="submit" disabled={send.running}>
          {own === undefined ? 'Send report' : 'Change report'}
        </Button>
        {own === undefined ? null : (
          <Button look="danger" disabled={withdraw.running} onClick={() => void takeBack()}>
            Take back
          </Button>
        )}
        <Button onClick={close}>Cancel</Button>
      </div>
    </form>
  );
}
