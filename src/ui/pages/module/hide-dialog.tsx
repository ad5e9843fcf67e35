import { useState, type FormEvent } from 'react';
import { MAX_MODERATION_REASON } from '../../../core/record/kinds.ts';
import type { SubjectRequest } from '../../../ports/moderation.ts';
import { Button } from '../../components/button.tsx';
import { Choices } from '../../components/choices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextArea } from '../../components/field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { sentenceFor } from '../../text/errors.ts';
import { shortDid } from '../../text/format.ts';
import {
  HIDING_IS_A_RECORD,
  lengthProblem,
  OWN_LIST_IS_PUBLIC,
  REGISTRY_LIST_IS_PUBLIC,
} from '../../text/moderation.ts';
import { tell } from '../../toasts.ts';
import styles from './report-dialog.module.css';

const LISTS = [
  { value: 'own', label: 'On my own list', hint: OWN_LIST_IS_PUBLIC },
  { value: 'admins', label: 'In the name of this registry', hint: REGISTRY_LIST_IS_PUBLIC },
] as const;
type List = (typeof LISTS)[number]['value'];

/** A line on a moderation list: this person's own, or the registry's where they are an admin of it. */
export function HideDialog({ subject, close }: { subject: SubjectRequest; close: () => void }) {
  const { engine } = useServices();
  const { id, reviewOf } = subject;
  const { value: moderators } = useQuery('moderators', (asked) => asked.moderators(), {
    topics: ['moderation', 'identity'],
  });
  const [list, setList] = useState<List>('own');
  const [reason, setReason] = useState('');
  const isAdmin = moderators?.isAdmin ?? false;
  const tooLong = lengthProblem(reason, MAX_MODERATION_REASON);
  const hide = useAction(
    () => {
      const request = { ...subject, hidden: true, reason: reason.trim() };
      return list === 'admins' ? engine.hideAsAdmin(request) : engine.hide(request);
    },
    { tell: false },
  );

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (tooLong !== undefined || !(await hide.run())) return;
    close();
    if (list === 'admins') tell('It is hidden in the name of this registry.', undefined, 'good');
    else tell('It is on your list.', 'Whoever follows you is told once the registry has it.', 'good');
  }

  return (
    <Dialog title={reviewOf === undefined ? 'Hide this module?' : 'Hide this review?'} close={close}>
      <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        <div className={styles.about}>
          <p>
            {reviewOf === undefined ? (
              <code>{id}</code>
            ) : (
              <>
                The review by <code title={reviewOf}>{shortDid(reviewOf)}</code> of <code>{id}</code>
              </>
            )}
          </p>
          <p>{HIDING_IS_A_RECORD}</p>
          {isAdmin ? null : <p>{OWN_LIST_IS_PUBLIC}</p>}
        </div>
        {isAdmin ? <Choices legend="Where?" choices={LISTS} value={list} onChoose={setList} /> : null}
        <TextArea
          label="Reason"
          rows={2}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          error={tooLong ?? (hide.error === undefined ? undefined : sentenceFor(hide.error))}
          hint={`Optional, public: it is shown instead. ${reason.length} of ${MAX_MODERATION_REASON} characters.`}
        />
        <div className={styles.actions}>
          <Button look="danger" type="submit" disabled={hide.running}>
            Hide
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
