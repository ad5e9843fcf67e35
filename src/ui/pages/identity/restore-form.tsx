import { useId, useState, type FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { sentenceFor } from '../../text/errors.ts';
import { tell } from '../../toasts.ts';
import styles from './identity-page.module.css';

export function RestoreForm() {
  const { engine } = useServices();
  const heading = useId();
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState('');
  const [asked, setAsked] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const restore = useAction(async (chosen: File) => engine.restore(await chosen.text(), passphrase), {
    tell: false,
  });
  const wrongFile = restore.error?.reason === 'backup-file';
  const sentence = restore.error === undefined ? undefined : sentenceFor(restore.error);
  const noFile =
    asked && file === undefined ? 'No file is chosen. Choose gen-registry-identity.json.' : undefined;

  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
    restore.reset();
    if (file !== undefined && passphrase !== '') setConfirming(true);
  }

  async function confirmed(): Promise<void> {
    setConfirming(false);
    if (file === undefined || !(await restore.run(file))) return;
    setPassphrase('');
    setAsked(false);
    tell('This device now has the identity of the backup.', undefined, 'good');
  }

  return (
    <form className={styles.form} aria-labelledby={heading} noValidate onSubmit={submit}>
      <h2 id={heading}>Restore</h2>
      <p className={styles.soft}>From a backup file. It replaces the identity of this device.</p>
      <TextField
        type="file"
        label="Backup file"
        accept=".json,application/json"
        onChange={({ target }) => setFile(target.files?.[0])}
        error={noFile ?? (wrongFile ? sentence : undefined)}
      />
      <TextField
        type="password"
        label="Passphrase of the backup"
        autoComplete="current-password"
        value={passphrase}
        onChange={({ target }) => setPassphrase(target.value)}
        error={
          asked && passphrase === ''
            ? 'No passphrase is given. Type the one of the backup.'
            : wrongFile
              ? undefined
              : sentence
        }
      />
      <Button type="submit" disabled={restore.running}>
        Restore from file
      </Button>
      {confirming ? (
        <Dialog title="Replace the identity of this device?" close={() => setConfirming(false)}>
          <p>
            What you publish and rate from now on is signed with the restored key. The present key is gone for
            good unless you have a backup of it.
          </p>
          <div className={styles.actions}>
            <Button look="danger" onClick={() => void confirmed()}>
              Replace identity
            </Button>
            <Button onClick={() => setConfirming(false)}>Keep the present one</Button>
          </div>
        </Dialog>
      ) : null}
    </form>
  );
}
