import { lazy, Suspense, useId, useState, type FormEvent } from 'react';
import type { Micros } from '../../../../core/ids.ts';
import type { ModulePage } from '../../../../ports/module-page.ts';
import type { HandedOn } from '../../../../ports/permissions.ts';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { sentenceFor } from '../../../text/errors.ts';
import { formatDate, millisecondsOf } from '../../../text/format.ts';
import { dayOf, endOfDay } from '../../../text/permissions.ts';
import { ownEnd, publisherProblem } from './publishing.ts';
import styles from './publishers.module.css';

const HandedOnDialog = lazy(async () => ({
  default: (await import('./handed-on-dialog.tsx')).HandedOnDialog,
}));

/** Absent, as without a day or on the giver's own last one: it ends when the giver's does. */
function untilOf(day: string, latest: Micros | undefined): Micros | undefined {
  const isLast = latest !== undefined && dayOf(millisecondsOf(latest)) === day;
  return day === '' || isLast ? undefined : endOfDay(day);
}

export function LetPublish({ page }: { page: ModulePage }) {
  const { engine } = useServices();
  const heading = useId();
  const [to, setTo] = useState('');
  const [day, setDay] = useState('');
  const [asked, setAsked] = useState(false);
  const [handedOn, setHandedOn] = useState<{ readonly to: string; readonly what: HandedOn }>();
  const latest = ownEnd(page);
  const [today] = useState(() => dayOf(Date.now()));
  const letIn = useAction(
    async (did: string) => {
      const until = untilOf(day, latest);
      const what = await engine.letPublish({
        id: page.module.id,
        to: did,
        ...(until === undefined ? {} : { until }),
      });
      setHandedOn({ to: did, what });
    },
    { tell: false },
  );

  const past = day !== '' && day < today ? 'This day is over. Choose a later one, or none.' : undefined;
  const refusal = letIn.error === undefined ? undefined : sentenceFor(letIn.error);
  const aboutEnd = letIn.error?.data['field'] === 'until';
  const problem = publisherProblem(to, page);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setAsked(true);
    if (problem !== undefined || past !== undefined || !(await letIn.run(to.trim()))) return;
    setTo('');
    setDay('');
    setAsked(false);
  }

  return (
    <form
      className={styles.form}
      aria-labelledby={heading}
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <h3 id={heading}>Let somebody publish</h3>
      <div className={styles.fields}>
        <TextField
          mono
          label="Identity of the publisher"
          placeholder="did:key:z6Mk…"
          autoCapitalize="none"
          spellCheck={false}
          value={to}
          onChange={({ target }) => {
            letIn.reset();
            setTo(target.value);
          }}
          error={asked ? (problem ?? (aboutEnd ? undefined : refusal)) : undefined}
          hint="They find it under Identity, to copy or as a QR code."
        />
        <TextField
          type="date"
          label="Until"
          min={today}
          max={latest === undefined ? undefined : dayOf(millisecondsOf(latest))}
          value={day}
          onChange={({ target }) => {
            letIn.reset();
            setDay(target.value);
          }}
          error={past ?? (aboutEnd ? refusal : undefined)}
          hint={
            latest === undefined
              ? 'Optional. Without a day until you withdraw them.'
              : `At the latest ${formatDate(latest)}, when your own permission ends.`
          }
        />
      </div>
      <Button look="primary" type="submit" disabled={letIn.running}>
        Let them publish
      </Button>
      {handedOn === undefined ? null : (
        <Suspense>
          <HandedOnDialog
            to={handedOn.to}
            link={handedOn.what.link}
            id={page.module.id}
            close={() => setHandedOn(undefined)}
          />
        </Suspense>
      )}
    </form>
  );
}
