import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState, type FormEvent } from 'react';
import { GenError, toGenError } from '../../../core/errors.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { handFile, screenFor } from '../../handed-file.ts';
import { readOpenedLink, type OpenedModule } from '../../opened-link.ts';
import { takeSharedFile } from '../../shared-file.ts';
import { sentenceFor } from '../../text/errors.ts';
import styles from './open-page.module.css';

function read(text: string): OpenedModule | GenError {
  try {
    return readOpenedLink(text, location.origin);
  } catch (thrown) {
    return toGenError(thrown);
  }
}

/** Takes what another app shared to the screen that is for it. */
function SharedFile() {
  const navigate = useNavigate();
  const [error, setError] = useState<GenError>();
  const take = useEffectEvent(async () => {
    const file = await takeSharedFile(caches);
    if (file === undefined) throw new GenError('NotFound', 'shared-file');
    const screen = screenFor(file);
    handFile(screen, { file });
    await navigate({ to: screen, replace: true });
  });
  useEffect(() => {
    // Later: an effect that React runs twice at first (strict mode) must not take the file for the one that is undone.
    const timer = setTimeout(() => void take().catch((thrown: unknown) => setError(toGenError(thrown))));
    return () => clearTimeout(timer);
  }, []);
  return error === undefined ? (
    <Skeleton label="Reading the file" lines={3} />
  ) : (
    <ErrorNotice error={error} />
  );
}

/** Where links and files from outside the app arrive, and where one can be pasted. */
export function OpenPage() {
  const { link, shared } = useSearch({ from: '/open' });
  const navigate = useNavigate();
  const [text, setText] = useState(link ?? '');
  const [asked, setAsked] = useState(false);
  const opened = link === undefined ? undefined : read(link);
  if (opened !== undefined && !(opened instanceof GenError)) {
    const search = opened.version === undefined ? {} : ({ tab: 'versions' } as const);
    return (
      <Navigate to="/m/$id" params={{ id: opened.id }} search={search} hash={opened.version ?? ''} replace />
    );
  }
  const typed = asked ? read(text) : undefined;

  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
    if (!(read(text) instanceof GenError))
      void navigate({ to: '/open', search: { link: text }, replace: true });
  }

  return (
    <Page
      title="Open a link"
      intro="A link to a module leads to its page. Nothing is installed by opening one."
    >
      {shared === undefined ? null : <SharedFile />}
      {opened === undefined ? null : <ErrorNotice error={opened} />}
      <form className={styles.form} noValidate onSubmit={submit}>
        <TextField
          mono
          label="Link or module id"
          placeholder="web+gen:io.acme.codec@1.2.0"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          onChange={({ target }) => {
            setAsked(false);
            setText(target.value);
          }}
          error={typed instanceof GenError ? sentenceFor(typed) : undefined}
          hint="An id such as io.acme.codec, a link that begins with web+gen:, or the address of a module’s page here."
        />
        <Button type="submit">Open</Button>
      </form>
    </Page>
  );
}
