import { useState, type FormEvent } from 'react';
import type { ModulePage } from '../../../../ports/module-page.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextArea, TextField } from '../../../components/field.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { tell } from '../../../toasts.ts';
import { receiverProblem, tooLongProblem } from './publishing.ts';
import styles from './publishers.module.css';

interface HandOverDialogProps {
  readonly page: ModulePage;
  readonly close: () => void;
}

export function HandOverDialog({ page, close }: HandOverDialogProps) {
  const { engine } = useServices();
  const { id } = page.module;
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const handOver = useAction(() => engine.handOver({ id, to: to.trim(), reason: reason.trim() }), {
    tell: false,
  });
  const problem = receiverProblem(to, page);
  const tooLong = tooLongProblem(reason);
  const refusal = handOver.error === undefined ? undefined : sentenceFor(handOver.error);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setAsked(true);
    if (problem !== undefined || tooLong !== undefined || !(await handOver.run())) return;
    close();
    tell('The offer is stored on this device.', 'The module is theirs once they have taken it over.', 'good');
  }

  return (
    <Dialog title="Hand this module over?" close={close}>
      <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        <p>
          You give <code>{id}</code> away: to another person, or to another key of your own.
        </p>
        <ul className={styles.points}>
          <li>
            They take it over on their device. Until then it stays yours, and you can take the offer back.
          </li>
          <li>From then on they alone say who publishes; you and whom you let in publish no more.</li>
          <li>What was published until then stays, here and for everybody.</li>
          <li>Only they can give it back.</li>
        </ul>
        <TextField
          mono
          label="Identity of the new owner"
          placeholder="did:key:z6Mk…"
          autoCapitalize="none"
          spellCheck={false}
          value={to}
          onChange={({ target }) => {
            handOver.reset();
            setTo(target.value);
          }}
          error={asked ? (problem ?? refusal) : undefined}
          hint="They find it under Identity, to copy or as a QR code."
        />
        <TextArea
          label="Reason"
          rows={2}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          error={asked ? tooLong : undefined}
          hint="Optional, and public: it is shown with the hand-over."
        />
        <div className={styles.actions}>
          <Button look="danger" type="submit" disabled={handOver.running}>
            Hand over
          </Button>
          <Button onClick={close}>Keep</Button>
        </div>
      </form>
    </Dialog>
  );
}
