import { useId, useState, type FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { sentenceFor } from '../../text/errors.ts';
import { tell } from '../../toasts.ts';
import styles from './moderation-page.module.css';

/** Follows whoever is named by their identity. */
export function FollowForm() {
  const { engine } = useServices();
  const heading = useId();
  const [who, setWho] = useState('');
  const [asked, setAsked] = useState(false);
  const follow = useAction(() => engine.followModerator(who.trim()), { tell: false });
  const nobody = asked && who.trim() === '' ? 'Nobody is named. Paste an identity.' : undefined;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setAsked(true);
    if (who.trim() === '' || !(await follow.run())) return;
    setWho('');
    setAsked(false);
    tell('You follow their list.', 'What they hide is hidden here as soon as it is read.', 'good');
  }

  return (
    <form
      className={styles.form}
      aria-labelledby={heading}
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <h3 id={heading}>Follow somebody’s list</h3>
      <TextField
        mono
        label="Identity of the moderator"
        placeholder="did:key:z6Mk…"
        autoCapitalize="none"
        spellCheck={false}
        value={who}
        onChange={({ target }) => {
          follow.reset();
          setWho(target.value);
        }}
        error={nobody ?? (follow.error === undefined ? undefined : sentenceFor(follow.error))}
        hint="They find it under Identity, to copy or as a QR code."
      />
      <Button type="submit" disabled={follow.running}>
        Follow
      </Button>
    </form>
  );
}
