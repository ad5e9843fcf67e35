import { useState, type FormEvent } from 'react';
import type { ModuleId } from '../../../../core/ids.ts';
import type { PublisherView } from '../../../../core/view/publishers.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextArea } from '../../../components/field.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { tell } from '../../../toasts.ts';
import { reasonProblem } from './publishing.ts';
import styles from './publishers.module.css';

interface WithdrawDialogProps {
  readonly id: ModuleId;
  readonly publisher: PublisherView;
  readonly close: () => void;
}

export function WithdrawDialog({ id, publisher, close }: WithdrawDialogProps) {
  const { engine } = useServices();
  const { did, delegation } = publisher;
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const withdraw = useAction(() => engine.withdrawPublisher({ id, delegation, reason: reason.trim() }), {
    tell: false,
  });
  const problem = asked ? reasonProblem(reason) : undefined;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setAsked(true);
    if (reasonProblem(reason) !== undefined || !(await withdraw.run())) return;
    close();
    tell(
      'The withdrawal is stored on this device.',
      'It counts for others once the registry has it.',
      'good',
    );
  }

  return (
    <Dialog title="Withdraw this publisher?" close={close}>
      <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        <p>
          <code className={styles.whole}>{did}</code> no longer publishes under <code>{id}</code>.
        </p>
        <ul className={styles.points}>
          <li>Releases that the registry has receipted so far stay as they are, here and for everybody.</li>
          <li>Later ones do not count, and neither do those of whomever they let in.</li>
          <li>It cannot be undone; you can let them in anew.</li>
        </ul>
        <TextArea
          label="Reason"
          rows={2}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          error={problem ?? (withdraw.error === undefined ? undefined : sentenceFor(withdraw.error))}
          hint="Public: it is shown with the withdrawal."
        />
        <div className={styles.actions}>
          <Button look="danger" type="submit" disabled={withdraw.running}>
            Withdraw permission
          </Button>
          <Button onClick={close}>Keep</Button>
        </div>
      </form>
    </Dialog>
  );
}
