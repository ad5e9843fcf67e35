import { lazy, Suspense, useState, type ReactNode } from 'react';
import { toGenError } from '../../../core/errors.ts';
import type { ModuleId, Version } from '../../../core/ids.ts';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { hiddenIn } from './hidden-in.ts';
import { HiddenInstallDialog } from './hidden-install.tsx';

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

/** What `start` installs. It may change while the question is open: a receipt arrives, or a newer version. */
interface Offered {
  readonly version: Version;
  /** A receipt vouches for it. */
  readonly confirmed: boolean;
}

/** Queues an install, after a question where no receipt vouches for the version, and another where it is hidden here. */
export function useInstall(id: ModuleId, offered?: Offered): Install {
  const { engine } = useServices();
  const [asked, setAsked] = useState<Version>();
  const [refused, setRefused] = useState<{
    readonly version: Version | undefined;
    readonly hidden: readonly ModuleId[];
  }>();
  const install = useAction(async (version: Version | undefined, evenHidden?: readonly ModuleId[]) => {
    try {
      await engine.install(id, { version, evenHidden });
    } catch (thrown) {
      const hidden = hiddenIn(toGenError(thrown));
      if (hidden === undefined) throw thrown;
      setRefused({ version, hidden });
    }
  });

  function start(version?: Version): void {
    if (offered?.confirmed === false) setAsked(offered.version);
    else void install.run(version);
  }

  const dialog =
    refused !== undefined ? (
      <Suspense>
        <HiddenInstallDialog
          id={id}
          hidden={refused.hidden}
          close={() => setRefused(undefined)}
          confirm={() => void install.run(refused.version, refused.hidden)}
        />
      </Suspense>
    ) : asked !== undefined ? (
      <Suspense>
        <UnconfirmedDialog
          version={asked}
          arrived={offered?.version === asked && offered.confirmed}
          close={() => setAsked(undefined)}
          confirm={() => void install.run(asked)}
        />
      </Suspense>
    ) : null;
  return { running: install.running, start, dialog };
}
