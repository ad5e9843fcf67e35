import { lazy, Suspense, useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { Did } from '../../../../core/ids.ts';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { tell } from '../../../toasts.ts';
import styles from './permissions.module.css';

/** Reading a link takes the code of records, which this screen has no other use for. */
const Offer = lazy(async () => ({ default: (await import('./offer.tsx')).Offer }));

interface TakeInFormProps {
  readonly mine: Did | undefined;
  /** Opened with the page: it is shown, and taken in after a yes. */
  readonly opened?: { readonly link: string; readonly done: () => void };
}

export function TakeInForm({ mine, opened }: TakeInFormProps) {
  const { engine } = useServices();
  const heading = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [link, setLink] = useState(opened?.link ?? '');
  const [asked, setAsked] = useState(false);
  const takeIn = useAction((text: string) => engine.acceptPermission(text), { tell: false });
  const isOpened = opened !== undefined;
  const isEmpty = link.trim() === '';

  useEffect(() => {
    if (isOpened) button.current?.focus({ preventScroll: true });
  }, [isOpened]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setAsked(true);
    if (isEmpty || !(await takeIn.run(link))) return;
    setLink('');
    setAsked(false);
    tell('The permission is yours.', 'It stands under Permissions.', 'good');
    opened?.done();
  }

  const empty = isEmpty ? 'No link is given. Paste the one you were sent.' : undefined;
  const refusal = takeIn.error === undefined ? undefined : sentenceFor(takeIn.error);
  return (
    <form
      className={`${styles.form} ${isOpened ? styles.opened : ''}`}
      aria-labelledby={heading}
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      {isOpened ? (
        <h2 id={heading}>Somebody hands you a permission</h2>
      ) : (
        <h3 id={heading}>Take in a permission</h3>
      )}
      {isOpened ? null : (
        <TextField
          mono
          label="Permission link"
          placeholder="https://…/identity#permission=…"
          autoCapitalize="none"
          spellCheck={false}
          value={link}
          onChange={({ target }) => {
            takeIn.reset();
            setLink(target.value);
          }}
          error={asked ? (empty ?? refusal) : undefined}
          hint="Whoever lets you publish sends it to you."
        />
      )}
      <div aria-live="polite">
        {isEmpty ? null : (
          <Suspense fallback={<Skeleton label="Reading the link" />}>
            <Offer link={link} mine={mine} />
          </Suspense>
        )}
        {isOpened && refusal !== undefined ? <p className={styles.problem}>{refusal}</p> : null}
      </div>
      <div className={styles.actions}>
        <Button ref={button} look={isEmpty ? 'plain' : 'primary'} type="submit" disabled={takeIn.running}>
          Take in
        </Button>
        {isOpened ? <Button onClick={opened.done}>Not now</Button> : null}
      </div>
    </form>
  );
}
