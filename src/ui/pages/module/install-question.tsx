import { lazy, Suspense, useState } from 'react';
import type { ActivityItem } from '../../../ports/activity.ts';
import { Button } from '../../components/button.tsx';

const QuestionDialog = lazy(async () => ({
  default: (await import('./question-dialog.tsx')).QuestionDialog,
}));

/** Where an install waits for a yes: the way to what it asks. */
export function InstallQuestion({ job }: { job: ActivityItem }) {
  const [open, setOpen] = useState(false);
  if (job.state !== 'asking') return null;
  return (
    <>
      <Button small look="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        See what it asks for…
      </Button>
      {open ? (
        <Suspense>
          <QuestionDialog
            job={job.job}
            questions={job.questions ?? []}
            losses={job.setQuestion}
            close={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
