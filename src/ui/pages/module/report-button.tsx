import { lazy, Suspense, useState } from 'react';
import { Button } from '../../components/button.tsx';
import type { Reported } from './report-form.tsx';

const ReportDialog = lazy(async () => ({ default: (await import('./report-dialog.tsx')).ReportDialog }));

/** @param label what is reported, for whoever cannot see what stands beside it. */
export function ReportButton({ subject, label }: { subject: Reported; label: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small look="quiet" aria-label={label} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Report…
      </Button>
      {open ? (
        <Suspense>
          <ReportDialog subject={subject} close={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
