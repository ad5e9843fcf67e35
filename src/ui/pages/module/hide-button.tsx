import { lazy, Suspense, useState } from 'react';
import type { SubjectRequest } from '../../../ports/moderation.ts';
import { Button } from '../../components/button.tsx';

const HideDialog = lazy(async () => ({ default: (await import('./hide-dialog.tsx')).HideDialog }));

/** @param label what is hidden, for whoever cannot see what stands beside it. */
export function HideButton({ subject, label }: { subject: SubjectRequest; label: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small look="quiet" aria-label={label} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Hide…
      </Button>
      {open ? (
        <Suspense>
          <HideDialog subject={subject} close={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
