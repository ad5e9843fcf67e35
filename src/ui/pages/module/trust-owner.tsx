import { lazy, Suspense, useState } from 'react';
import type { ModulePage } from '../../../ports/module-page.ts';
import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { shortDid } from '../../text/format.ts';

const TrustOwnerDialog = lazy(async () => ({
  default: (await import('./trust-owner-dialog.tsx')).TrustOwnerDialog,
}));

/** Where the owner changed without a hand-over: a person's own word for it, and the way back. */
export function TrustOwner({ page }: { page: ModulePage }) {
  const { engine } = useServices();
  const [asking, setAsking] = useState(false);
  const { module, pinnedOwner, ownerBefore } = page;
  const undo = useAction(() => engine.distrustOwner({ id: module.id }));
  if (pinnedOwner !== undefined) {
    return (
      <>
        <p>
          <Button small look="danger" onClick={() => setAsking(true)}>
            I know why the owner changed…
          </Button>
        </p>
        {asking ? (
          <Suspense>
            <TrustOwnerDialog module={module} pinned={pinnedOwner} close={() => setAsking(false)} />
          </Suspense>
        ) : null}
      </>
    );
  }
  if (ownerBefore === undefined) return null;
  return (
    <p>
      On this device you trusted the present owner in place of {shortDid(ownerBefore)}.{' '}
      <Button small disabled={undo.running} onClick={() => void undo.run()}>
        Undo
      </Button>
    </p>
  );
}
