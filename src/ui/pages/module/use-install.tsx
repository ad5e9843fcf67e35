import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { ModuleId, Version } from '../../../core/ids.ts';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';

const UnconfirmedDialog = lazy(async () => ({
  default: (await import('./unconfirmed-dialog.tsx')).UnconfirmedDialog,
}));

interface Install {
  readonly running: boolean;
  /** Without a version the newest that the resolver takes. */
  start(version?: Version): void;
  /** To be rendered beside the button. */
  readonly dialog: ReactNode;
}

/** Queues an install, after a question where no receipt vouches for the version. */
export function useInstall(
  id: ModuleId,
  { unconfirmed }: { readonly unconfirmed?: Version | undefined },
): Install {
  const { engine } = useServices();
  const [asking, setAsking] = useState(false);
  const install = useAction((version: Version | undefined) => engine.install(id, version));

  function start(version?: Version): void {
    if (unconfirmed === undefined) void install.run(version);
    else setAsking(true);
  }

  const dialog =
    asking && unconfirmed !== undefined ? (
      <Suspense>
        <UnconfirmedDialog
          version={unconfirmed}
          close={() => setAsking(false)}
          confirm={() => void install.run(unconfirmed)}
        />
      </Suspense>
    ) : null;
  return { running: install.running, start, dialog };
}
