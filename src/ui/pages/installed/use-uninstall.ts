import type { Installation } from '../../../ports/module-page.ts';
import { useAction, type Action } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { toasts } from '../../toasts.ts';

/** Uninstalls, and offers for a while to install the very same version again. */
export function useUninstall(): Action<[Pick<Installation, 'id' | 'name' | 'version' | 'wish'>]> {
  const { engine } = useServices();
  const undo = useAction((installation: Pick<Installation, 'id' | 'version' | 'wish'>) =>
    engine.install(installation.id, { version: installation.version, range: installation.wish?.range }),
  );
  return useAction(async (installation) => {
    await engine.uninstall(installation.id);
    const toast = toasts.add({
      title: `${installation.name} ${installation.version} is uninstalled.`,
      timeout: 10_000,
      actionProps: {
        children: 'Undo',
        onClick: () => {
          toasts.close(toast);
          void undo.run(installation);
        },
      },
    });
  });
}
