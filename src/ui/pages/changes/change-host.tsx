import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { useServices } from '../../services.tsx';
import { askedChange } from './asked-change.ts';
import { resumeChange } from './resume-change.ts';
import { applyChange, planChange } from './use-change.ts';

const PlanDialog = lazy(async () => ({ default: (await import('./plan-dialog.tsx')).PlanDialog }));
const PlanningDialog = lazy(async () => ({
  default: (await import('./planning-dialog.tsx')).PlanningDialog,
}));
const ClashDialog = lazy(async () => ({ default: (await import('./clash-dialog.tsx')).ClashDialog }));

/** Over whatever screen there is: what a change would do, or why it cannot be made. */
export function ChangeHost() {
  const { engine } = useServices();
  useEffect(() => void resumeChange(engine), [engine]);
  const asked = useSyncExternalStore(askedChange.subscribe, askedChange.now);
  if (asked.phase === 'planning')
    return (
      <Suspense>
        <PlanningDialog title={asked.change.title} cancel={askedChange.end} />
      </Suspense>
    );
  if (asked.phase === 'planned') {
    const { change, plan } = asked;
    return (
      <Suspense>
        <PlanDialog
          title={change.title}
          plan={plan}
          close={askedChange.end}
          confirm={() => void applyChange(change, plan.question?.mark)}
        />
      </Suspense>
    );
  }
  if (asked.phase !== 'clash') return null;
  const { change, error } = asked;
  return (
    <Suspense>
      <ClashDialog
        error={error}
        close={askedChange.end}
        take={(way) => change.instead !== undefined && void planChange(change.instead(way))}
      />
    </Suspense>
  );
}
