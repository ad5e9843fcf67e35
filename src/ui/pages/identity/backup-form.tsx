import { useId, useState, type FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { saveFile } from '../../save-file.ts';
import { useServices } from '../../services.tsx';
import { sentenceFor } from '../../text/errors.ts';
import { tell } from '../../toasts.ts';
import { passphraseProblem } from './passphrase.ts';
import styles from './identity-page.module.css';

const FILE_NAME = 'gen-registry-identity.json';

export function BackupForm() {
  const { engine } = useServices();
  const heading = useId();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [asked, setAsked] = useState(false);
  const problem = asked ? passphraseProblem(first, second) : undefined;
  const backup = useAction(
    async () => saveFile(new Blob([await engine.backup(first)], { type: 'application/json' }), FILE_NAME),
    { tell: false },
  );

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setAsked(true);
    if (passphraseProblem(first, second) !== undefined || !(await backup.run())) return;
    setFirst('');
    setSecond('');
    setAsked(false);
    tell('The backup is in your downloads.', 'Keep the file and the passphrase apart.', 'good');
  }

  return (
    <form
      className={styles.form}
      aria-labelledby={heading}
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <h2 id={heading}>Back up</h2>
      <p className={styles.soft}>
        A file with your key, encrypted with a passphrase. Nobody can open it without.
      </p>
      <TextField
        type="password"
        label="Passphrase"
        autoComplete="new-password"
        value={first}
        onChange={({ target }) => setFirst(target.value)}
        error={problem?.first ?? (backup.error === undefined ? undefined : sentenceFor(backup.error))}
        hint="8 characters or more; several words are best."
      />
      <TextField
        type="password"
        label="Passphrase again"
        autoComplete="new-password"
        value={second}
        onChange={({ target }) => setSecond(target.value)}
        error={problem?.second}
      />
      <Button look="primary" type="submit" disabled={backup.running}>
        Download backup
      </Button>
    </form>
  );
}

/** In place of the form, on a device that the main key has let in. */
export function NoBackupHere() {
  const heading = useId();
  return (
    <section className={styles.form} aria-labelledby={heading}>
      <h2 id={heading}>Back up</h2>
      <p className={styles.soft}>
        Nothing on this device needs a backup: your main key is on another one. Make the backup there; if that
        one is lost without it, nobody can let devices in or cut them off any more.
      </p>
    </section>
  );
}
