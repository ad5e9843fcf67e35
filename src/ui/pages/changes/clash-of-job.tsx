import type { ActivityItem } from '../../../ports/activity.ts';
import { Button } from '../../components/button.tsx';
import { useServices } from '../../services.tsx';
import { listOf } from '../../text/advice.ts';
import { isClash } from '../../text/ways.ts';
import { askedChange } from './asked-change.ts';
import { installChange } from './install-change.ts';
import { planChange } from './use-change.ts';

/** Where a queued install came upon what cannot stand together: why, and the ways out of it. */
export function ClashOfJob({ job: { error, module, wish } }: { job: ActivityItem }) {
  const { engine } = useServices();
  if (error === undefined || module === undefined || !isClash(error)) return null;

  function explain(): void {
    if (error === undefined || module === undefined) return;
    const change = installChange(
      {
        engine,
        id: module,
        name: module,
        apply: (planned, agreed) => engine.install(module, { ...planned, agreed }),
      },
      wish ?? {},
    );
    // Found by the service worker, which does not explain; or made in another time: then it is looked at anew.
    if (listOf(error.data, 'because').length === 0 && error.code === 'VersionConflict')
      void planChange(change);
    else askedChange.set({ phase: 'clash', change, error });
  }

  return (
    <Button small aria-haspopup="dialog" onClick={explain}>
      See why…
    </Button>
  );
}
