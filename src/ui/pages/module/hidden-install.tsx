import { lazy, Suspense, useState } from 'react';
import type { ModuleId } from '../../../core/ids.ts';
import type { ActivityItem } from '../../../ports/activity.ts';
import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { hiddenIn } from './hidden-in.ts';

export const HiddenInstallDialog = lazy(async () => ({
  default: (await import('./hidden-install-dialog.tsx')).HiddenInstallDialog,
}));

/** Where an install ended because it came upon something hidden: the question, and the same install with a yes. */
export function InstallAnyway({ job }: { job: ActivityItem }) {
  const { engine } = useServices();
  const [asking, setAsking] = useState(false);
  const { module, error } = job;
  const hidden = error === undefined ? undefined : hiddenIn(error);
  const install = useAction((evenHidden: readonly ModuleId[]) => engine.retry(job.job, evenHidden));
  if (hidden === undefined) return null;
  return (
    <>
      <Button small aria-haspopup="dialog" disabled={install.running} onClick={() => setAsking(true)}>
        Install anyway…
      </Button>
      {asking ? (
        <Suspense>
          <HiddenInstallDialog
            id={module}
            hidden={hidden}
            close={() => setAsking(false)}
            confirm={() => void install.run(hidden)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
