import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { tell } from '../../toasts.ts';

const ConfirmDialog = lazy(async () => ({
  default: (await import('../../components/confirm-dialog.tsx')).ConfirmDialog,
}));

/** Forgets the earlier states of the active set, after a yes. @param children what that comes to. */
export function ForgetStates({ children }: { children: ReactNode }) {
  const { engine } = useServices();
  const [isAsking, setAsking] = useState(false);
  const forget = useAction(async () => {
    await engine.forgetStates();
    tell('Earlier states are forgotten.', 'What only they needed is gone from this device.', 'good');
  });
  return (
    <>
      <Button small aria-haspopup="dialog" disabled={forget.running} onClick={() => setAsking(true)}>
        Forget earlier states…
      </Button>
      {isAsking ? (
        <Suspense>
          <ConfirmDialog
            title="Forget earlier states?"
            yes="Forget them"
            close={() => setAsking(false)}
            confirm={() => void forget.run()}
          >
            <p>{children}</p>
          </ConfirmDialog>
        </Suspense>
      ) : null}
    </>
  );
}
