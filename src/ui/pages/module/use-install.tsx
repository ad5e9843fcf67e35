import { lazy, Suspense, useState, type ReactNode } from 'react';
import { toGenError } from '../../../core/errors.ts';
import type { ModuleId, Version } from '../../../core/ids.ts';
import type { InstallRequest, InstallWish } from '../../../ports/sets.ts';
import { useAction } from '../../hooks/use-action.ts';
import { keepStorageOnce } from '../../keep-storage.ts';
import { useServices } from '../../services.tsx';
import { installChange } from '../changes/install-change.ts';
import { useChange } from '../changes/use-change.ts';
import { hiddenIn } from './hidden-in.ts';
import { HiddenInstallDialog } from './hidden-install.tsx';

const UnconfirmedDialog = lazy(async () => ({
  default: (await import('./unconfirmed-dialog.tsx')).UnconfirmedDialog,
}));

interface Install {
  readonly running: boolean;
  /** Without a wish the newest that the resolver takes. */
  start(wish?: InstallWish): void;
  /** To be rendered beside the button. */
  readonly dialog: ReactNode;
}

/** What `start` installs. It may change while the question is open: a receipt arrives, or a newer version. */
interface Offered {
  readonly version: Version;
  /** A receipt vouches for it. */
  readonly confirmed: boolean;
}

/**
 * Queues an install, after what it does to everything else was shown, a question where no receipt vouches for the version, and
 * another where it is hidden here.
 *
 * @param name of the module, for titles.
 */
export function useInstall(id: ModuleId, name: string, offered?: Offered): Install {
  const { engine } = useServices();
  const [asked, setAsked] = useState<Version>();
  const [refused, setRefused] = useState<InstallRequest>();
  const change = useChange();
  const install = useAction(async (request: InstallRequest) => {
    try {
      await engine.install(id, request);
      keepStorageOnce();
    } catch (thrown) {
      const hidden = hiddenIn(toGenError(thrown));
      if (hidden === undefined) throw thrown;
      setRefused({ ...request, evenHidden: hidden });
    }
  });

  function plan(wish: InstallWish): void {
    const apply = (planned: InstallWish, agreed?: string) => install.run({ ...planned, agreed });
    change.start(installChange({ engine, id, name, apply }, wish));
  }

  function start(wish: InstallWish = {}): void {
    if (offered?.confirmed === false) setAsked(offered.version);
    else plan(wish);
  }

  const dialog =
    refused !== undefined ? (
      <Suspense>
        <HiddenInstallDialog
          id={id}
          hidden={refused.evenHidden ?? []}
          close={() => setRefused(undefined)}
          confirm={() => void install.run(refused)}
        />
      </Suspense>
    ) : asked !== undefined ? (
      <Suspense>
        <UnconfirmedDialog
          version={asked}
          arrived={offered?.version === asked && offered.confirmed}
          close={() => setAsked(undefined)}
          confirm={() => plan({ version: asked })}
        />
      </Suspense>
    ) : null;
  return { running: install.running || change.running, start, dialog };
}
